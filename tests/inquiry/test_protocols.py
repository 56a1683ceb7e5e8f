"""Publishing a protocol, what never changes afterwards, and a focus on offer."""

from typing import Any

import pytest

from server.content import default_protocol, starter_protocols
from server.inquiry.rules import MOST_LIVE
from server.kernel.ids import child_id, new_id
from tests.cast import AT, Op, World, put, remove

WHY = "A second question for the spring."


def a_protocol(world: World, *texts: str, languages: tuple[str, ...] = ("en",), **changes: Any) -> list[Op]:
    """The ops that publish a protocol with these look-fors."""
    school, protocol = f"school:{world.school}", new_id()
    look_fors = [new_id() for _ in texts]
    said = [(protocol, "title", "Talk"), (protocol, "focus", "Who talks, and with whom?")]
    said += zip(look_fors, ["text"] * len(texts), texts, strict=True)
    return [
        put("protocol", protocol, school, **{"inForce": True, "position": 0, "reason": WHY, **changes}),
        *(
            put("look_for", look_for, school, protocolId=protocol, dimension="teaching", position=place)
            for place, look_for in enumerate(look_fors)
        ),
        *(wording(school, of, part, language, text) for of, part, text in said for language in languages),
    ]


def wording(school: str, of: str, part: str, language: str, text: str) -> Op:
    return put("wording", child_id(of, part, language), school, of=of, part=part, language=language, text=text)


BEGUN_WITH = [starter.id for starter in starter_protocols().values() if starter.from_the_first_day]
STARTERS = len(BEGUN_WITH)


async def test_a_new_school_has_three_starters_in_force_and_the_default_one_first(world: World) -> None:
    protocols = sorted(await world.ana.sees("protocol", inForce=True), key=lambda row: row["position"])
    assert [row["starter"] for row in protocols] == BEGUN_WITH
    assert len(BEGUN_WITH) == MOST_LIVE
    assert protocols[0]["starter"] == default_protocol().id
    assert protocols[0]["id"] == world.protocol


async def test_a_starter_arrives_with_its_look_fors_in_their_order(world: World) -> None:
    look_fors = await world.ana.sees("look_for", protocolId=world.protocol)
    shown = [await words_of(world, row["id"]) for row in sorted(look_fors, key=lambda row: row["position"])]
    shipped = default_protocol().look_fors
    assert [row["dimension"] for row in look_fors] == [one.dimension for one in shipped]
    assert shown == [{("text", "en"): one.text.en, ("text", "es"): one.text.es} for one in shipped]


async def test_a_starter_arrives_in_both_languages(world: World) -> None:
    starter = default_protocol()
    assert await words_of(world, world.protocol) == {
        ("title", "en"): starter.title.en,
        ("title", "es"): starter.title.es,
        ("focus", "en"): starter.focus.en,
        ("focus", "es"): starter.focus.es,
    }


async def test_every_member_of_the_school_reads_the_protocols_families_too(world: World) -> None:
    mine = {row["id"] for row in await world.ana.sees("protocol")}
    assert len(mine) == STARTERS
    for member in (world.ben, world.chi, world.dee, world.fay):
        assert {row["id"] for row in await member.sees("protocol")} == mine


async def test_another_school_reads_its_own_protocol_only(world: World) -> None:
    mine = {row["id"] for row in await world.ana.sees("protocol")}
    theirs = {row["id"] for row in await world.eli.sees("protocol")}
    assert theirs
    assert not mine & theirs


async def test_a_leader_publishes_a_protocol_and_every_member_has_it(world: World) -> None:
    ops = a_protocol(world, "Students ask each other", languages=("en", "es"))
    await world.ana.did("publish_protocol", *ops)
    assert len(await world.fay.sees("protocol")) == STARTERS + 1
    assert "Students ask each other" in [row["text"] for row in await world.fay.sees("wording", language="es")]


async def test_nobody_but_a_leader_or_admin_publishes(world: World) -> None:
    for other in (world.ben, world.chi, world.dee, world.fay):
        verdict = await other.do("publish_protocol", *a_protocol(world, "Students ask"))
        assert (verdict.status, verdict.problem) == ("rejected", "not_yours"), other.name
    foreign = await world.eli.do("publish_protocol", *a_protocol(world, "Students ask"))
    assert foreign.status != "applied"
    assert len(await world.ana.sees("protocol")) == STARTERS


async def test_a_new_version_takes_the_place_of_the_one_it_replaces(world: World) -> None:
    old = world.protocol
    await world.ana.did("publish_protocol", *a_protocol(world, "Students ask", replaces=old))
    in_force = await world.ben.sees("protocol", inForce=True)
    assert len(in_force) == STARTERS
    assert [row["replaces"] for row in in_force if row.get("replaces")] == [old]
    assert [row["id"] for row in await world.ben.sees("protocol", inForce=False)] == [old]


async def test_a_version_that_replaces_one_not_known_yet_is_waited_for(world: World) -> None:
    assert (await world.ana.do("publish_protocol", *a_protocol(world, "x", replaces=new_id()))).status == "parked"


async def test_a_published_protocol_never_changes(world: World) -> None:
    [protocol] = await world.ana.sees("protocol", id=world.protocol)
    look_for = (await world.ana.sees("look_for"))[0]
    words = (await world.ana.sees("wording", of=look_for["id"], language="en"))[0]
    school = f"school:{world.school}"
    whole = a_protocol(world, "Students ask")
    for changed in (
        put("protocol", protocol["id"], school, inForce=True, position=7),
        put("look_for", look_for["id"], school, protocolId=whole[0]["id"], dimension="goals", position=0),
        put("wording", words["id"], school, of=look_for["id"], part="text", language="en", text="Something else"),
    ):
        same_kind = [op for op in whole if op["kind"] != changed["kind"]]
        assert (await world.ana.do("publish_protocol", *same_kind, changed)).status == "rejected"
    for kind, row in (("protocol", protocol), ("look_for", look_for), ("wording", words)):
        assert (await world.ana.do("publish_protocol", *whole, remove(kind, row["id"], school))).status == "rejected"
    assert (await world.ben.sees("wording", id=words["id"]))[0]["text"] == words["text"]


async def test_a_protocol_arrives_whole(world: World) -> None:
    ops = a_protocol(world, "Students ask", "Students wait")
    without_words = [op for op in ops if op["kind"] != "wording"] + [op for op in ops if op["kind"] == "wording"][:3]
    assert (await world.ana.do("publish_protocol", *without_words)).problem == "wrong_shape"
    assert (await world.ana.do("publish_protocol", ops[0], *ops[3:])).problem in ("wrong_shape", "not_agreed_parts")


async def test_a_look_for_belongs_to_the_protocol_that_it_arrives_with(world: World) -> None:
    ops = a_protocol(world, "Students ask")
    slipped = put("look_for", ops[1]["id"], f"school:{world.school}", protocolId=world.protocol, position=9)
    assert (await world.ana.do("publish_protocol", ops[0], slipped, *ops[2:])).problem == "wrong_shape"


async def test_a_wording_bears_the_id_that_follows_from_what_it_words(world: World) -> None:
    ops = a_protocol(world, "Students ask")
    ops[-1] = {**ops[-1], "id": new_id()}
    assert (await world.ana.do("publish_protocol", *ops)).problem == "wrong_shape"


async def test_a_protocol_is_published_to_be_in_force(world: World) -> None:
    assert (await world.ana.do("publish_protocol", *a_protocol(world, "x", inForce=False))).problem == "wrong_shape"


async def test_six_look_fors_ask_for_a_reason(world: World) -> None:
    six = [f"Students do {count}" for count in range(6)]
    assert (await world.ana.do("publish_protocol", *a_protocol(world, *six, reason=None))).problem == "reason_needed"
    await world.ana.did("publish_protocol", *a_protocol(world, *six, reason="Two departments share it."))


@pytest.mark.parametrize("starter", list(starter_protocols()))
async def test_every_starter_could_be_published_by_a_leader_too(world: World, starter: str) -> None:
    shipped = starter_protocols()[starter]
    ops = a_protocol(world, *(look_for.text.en for look_for in shipped.look_fors), starter=starter)
    await world.ana.did("publish_protocol", *ops)


async def test_a_fourth_live_protocol_asks_for_a_reason(world: World) -> None:
    fourth = a_protocol(world, "Students ask", reason=" ")
    assert (await world.ana.do("publish_protocol", *fourth)).problem == "too_many_live"
    await world.ana.did("publish_protocol", *a_protocol(world, "Students ask", reason="Two departments."))
    assert (
        await world.ana.do("publish_protocol", *a_protocol(world, "Students wait", reason=None))
    ).status == "rejected"


async def test_a_new_version_of_a_live_protocol_asks_for_none(world: World) -> None:
    await world.ana.did("publish_protocol", *a_protocol(world, "Students ask", replaces=world.protocol, reason=None))


async def test_a_retired_protocol_leaves_room_and_is_brought_back_while_there_is_some(world: World) -> None:
    school = f"school:{world.school}"
    await world.ana.did("retire_protocol", put("protocol", world.protocol, school, inForce=False))
    assert world.protocol not in {row["id"] for row in await world.ben.sees("protocol", inForce=True)}
    await world.ana.did("retire_protocol", put("protocol", world.protocol, school, inForce=True))
    await world.ana.did("retire_protocol", put("protocol", world.protocol, school, inForce=False))
    await world.ana.did("publish_protocol", *a_protocol(world, "Students ask", reason=None))
    back = put("protocol", world.protocol, school, inForce=True)
    assert (await world.ana.do("retire_protocol", back)).problem == "too_many_live"


async def test_a_version_that_was_replaced_is_not_brought_back(world: World) -> None:
    await world.ana.did("publish_protocol", *a_protocol(world, "Students ask", replaces=world.protocol))
    back = put("protocol", world.protocol, f"school:{world.school}", inForce=True)
    assert (await world.ana.do("retire_protocol", back)).problem == "wrong_shape"


async def test_one_protocol_stays_and_nobody_but_leaders_retires_one(world: World) -> None:
    school = f"school:{world.school}"
    live = [row["id"] for row in await world.ana.sees("protocol", inForce=True)]
    for other in (world.ben, world.chi, world.dee, world.fay):
        verdict = await other.do("retire_protocol", put("protocol", live[0], school, inForce=False))
        assert verdict.problem == "not_yours", other.name
    assert (await world.eli.do("retire_protocol", put("protocol", live[0], school, inForce=False))).status != "applied"
    for protocol in live[1:]:
        await world.ana.did("retire_protocol", put("protocol", protocol, school, inForce=False))
    last = put("protocol", live[0], school, inForce=False)
    assert (await world.ana.do("retire_protocol", last)).problem == "last_protocol"


async def test_a_visit_keeps_the_version_that_was_retired_or_replaced_meanwhile(world: World) -> None:
    walk = await world.walkthrough(world.ana, world.ben)
    await world.ana.did("publish_protocol", *a_protocol(world, "Students ask", replaces=world.protocol))
    note, scope = new_id(), f"walkthrough:{walk}"
    tag = put("note_tag", child_id(note, world.look_fors[1]), scope, noteId=note, lookForId=world.look_fors[1])
    await world.ana.did("add_evidence_note", put("evidence_note", note, scope, text="Pairs", begunAt=AT), tag)
    assert [row["protocolId"] for row in await world.ana.sees("walkthrough", id=walk)] == [world.protocol]
    offline = await world.walkthrough(world.ana, world.ben)  # on a tablet that has not heard of it
    assert [row["protocolId"] for row in await world.ana.sees("walkthrough", id=offline)] == [world.protocol]


async def test_a_focus_is_offered_to_employees_and_ended(world: World) -> None:
    look_for = (await world.ana.sees("look_for"))[0]["id"]
    focus, staff = new_id(), f"staff:{world.school}"
    offered = put("focus", focus, staff, lookForId=look_for, teamId=world.team, since="2026-03-02")
    await world.chi.did("offer_focus", offered)
    for employee in (world.ana, world.ben, world.dee):
        assert [row["lookForId"] for row in await employee.sees("focus")] == [look_for]
    await world.ana.did("end_focus", put("focus", focus, staff, until="2026-03-20"))
    assert [row["until"] for row in await world.ben.sees("focus")] == ["2026-03-20"]


async def test_families_and_other_schools_neither_see_nor_offer_a_focus(world: World) -> None:
    look_for = (await world.ana.sees("look_for"))[0]["id"]
    offered = {"lookForId": look_for, "since": "2026-03-02"}
    await world.chi.did("offer_focus", put("focus", new_id(), f"staff:{world.school}", **offered))
    for other in (world.fay, world.eli):
        verdict = await other.do("offer_focus", put("focus", new_id(), f"staff:{world.school}", **offered))
        assert verdict.status != "applied", f"{other.name} offered a focus"
        assert await other.sees("focus") == []


async def test_a_focus_names_a_look_for_and_its_first_day(world: World) -> None:
    look_for = (await world.ana.sees("look_for"))[0]["id"]
    staff = f"staff:{world.school}"
    for half in ({"lookForId": look_for}, {"since": "2026-03-02"}):
        assert (await world.chi.do("offer_focus", put("focus", new_id(), staff, **half))).problem == "wrong_shape"
    unknown = put("focus", new_id(), staff, lookForId=new_id(), since="2026-03-02")
    assert (await world.chi.do("offer_focus", unknown)).status == "parked"
    no_team = put("focus", new_id(), staff, lookForId=look_for, since="2026-03-02", teamId=new_id())
    assert (await world.chi.do("offer_focus", no_team)).status == "parked"


async def test_ending_a_focus_changes_nothing_else(world: World) -> None:
    look_for = (await world.ana.sees("look_for"))[0]["id"]
    focus, staff = new_id(), f"staff:{world.school}"
    await world.chi.did("offer_focus", put("focus", focus, staff, lookForId=look_for, since="2026-03-02"))
    moved = put("focus", focus, staff, since="2026-01-01")
    assert (await world.chi.do("end_focus", moved)).problem == "not_agreed_parts"


async def words_of(world: World, of: str) -> dict[tuple[str, str], str]:
    """A protocol's or look-for's texts by part and language, as Fay reads them."""
    return {(row["part"], row["language"]): row["text"] for row in await world.fay.sees("wording", of=of)}
