"""Protocols made together: drafted by leaders, shaped by every employee, published by a deliberate act."""

from server.kernel.ids import child_id, new_id
from tests.cast import Actor, Op, World, put, remove
from tests.inquiry.test_protocols import a_protocol


async def test_every_employee_reads_a_draft_and_nobody_else(world: World) -> None:
    draft, look_for = await drafted(world)
    for employee in (world.ana, world.ben, world.chi, world.dee):
        assert [row["id"] for row in await employee.sees("protocol_draft")] == [draft]
        assert [row["text"] for row in await employee.sees("draft_wording", of=look_for)] == ["Students ask"]
    for other in (world.fay, world.eli):
        for kind in ("protocol_draft", "draft_look_for", "draft_wording", "draft_comment", "draft_shaped"):
            assert await other.sees(kind) == [], other.name


async def test_leaders_write_a_draft_and_nobody_else(world: World) -> None:
    draft, look_for = await drafted(world)
    staff = f"staff:{world.school}"
    words = put("draft_wording", child_id(look_for, "text", "en"), staff, text="Students ask each other")
    for other in (world.ben, world.chi, world.dee, world.fay, world.eli):
        assert (await other.do("draft_protocol", *ops_of(world, new_id(), new_id()))).status != "applied"
        assert (await other.do("change_protocol_draft", words)).status != "applied", other.name
        assert (await other.do("drop_draft_look_for", remove("draft_look_for", look_for, staff))).status != "applied"
    await world.ana.did("change_protocol_draft", words)
    assert [row["text"] for row in await world.ben.sees("draft_wording", of=look_for)] == ["Students ask each other"]
    another = new_id()
    await world.ana.did(
        "change_protocol_draft",
        put("draft_look_for", another, staff, draftId=draft, dimension="teaching", position=1),
        put("draft_wording", child_id(another, "text", "es"), staff, of=another, part="text", language="es", text="Sí"),
    )
    await world.ana.did("drop_draft_look_for", remove("draft_look_for", another, staff))
    assert [row["id"] for row in await world.ben.sees("draft_look_for")] == [look_for]


async def test_words_of_a_draft_bear_the_id_of_what_they_word(world: World) -> None:
    draft, look_for = await drafted(world)
    staff = f"staff:{world.school}"
    slipped = put("draft_wording", child_id(look_for, "text", "es"), staff, of=look_for, part="text", language="en")
    assert (await world.ana.do("change_protocol_draft", slipped)).problem == "wrong_shape"
    nameless = put("draft_wording", child_id(new_id(), "text", "en"), staff, text="A name taken beforehand")
    assert (await world.ana.do("change_protocol_draft", nameless)).status == "parked"
    of_nothing = new_id()
    early = put("draft_wording", child_id(of_nothing, "text", "en"), staff, of=of_nothing, part="text", language="en")
    assert (await world.ana.do("change_protocol_draft", early)).status == "parked"
    assert [row["id"] for row in await world.ana.sees("protocol_draft")] == [draft]


async def test_teachers_comment_under_their_own_name_and_take_back_their_own(world: World) -> None:
    draft, _ = await drafted(world)
    staff, comment = f"staff:{world.school}", new_id()
    said = {"draftId": draft, "text": "In my room they ask each other more than me."}
    await world.ben.did("comment_on_draft", put("draft_comment", comment, staff, personId=world.ben.id, **said))
    assert [row["personId"] for row in await world.ana.sees("draft_comment")] == [world.ben.id]
    as_dee = put("draft_comment", new_id(), staff, personId=world.dee.id, **said)
    assert (await world.ben.do("comment_on_draft", as_dee)).problem == "not_yours"
    empty = put("draft_comment", new_id(), staff, personId=world.ben.id, draftId=draft, text="  ")
    assert (await world.ben.do("comment_on_draft", empty)).problem == "wrong_shape"
    reworded = put("draft_comment", comment, staff, personId=world.ana.id, draftId=draft, text="Fine")
    assert (await world.ana.do("comment_on_draft", reworded)).status == "rejected"
    for other in (world.ana, world.dee):
        away = remove("draft_comment", comment, staff)
        assert (await other.do("take_comment_away", away)).problem == "not_yours", other.name
    for other in (world.fay, world.eli):
        verdict = await other.do("comment_on_draft", put("draft_comment", new_id(), staff, personId=other.id, **said))
        assert verdict.status != "applied", other.name
    await world.ben.did("take_comment_away", remove("draft_comment", comment, staff))
    assert await world.ana.sees("draft_comment") == []


async def test_each_says_for_oneself_to_have_shaped_it(world: World) -> None:
    draft, _ = await drafted(world)
    staff = f"staff:{world.school}"
    await world.ben.did("shape_draft", shaped(world, draft, world.ben))
    assert (await world.ana.do("shape_draft", shaped(world, draft, world.dee))).problem == "not_yours"
    away = remove("draft_shaped", child_id(draft, world.ben.id), staff)
    assert (await world.ana.do("step_back_from_draft", away)).problem == "not_yours"
    assert [row["personId"] for row in await world.dee.sees("draft_shaped")] == [world.ben.id]
    await world.ben.did("step_back_from_draft", away)
    assert await world.ana.sees("draft_shaped") == []
    await world.ben.did("shape_draft", shaped(world, draft, world.ben))
    assert len(await world.ana.sees("draft_shaped")) == 1


async def test_publishing_says_which_protocol_a_draft_became(world: World) -> None:
    draft, _ = await drafted(world)
    ops = a_protocol(world, "Students ask")
    named = put("protocol_draft", draft, f"staff:{world.school}", protocolId=ops[0]["id"])
    await world.ana.did("publish_protocol", *ops, named)
    assert [row["protocolId"] for row in await world.ben.sees("protocol_draft")] == [ops[0]["id"]]
    with_words = put("protocol_draft", draft, f"staff:{world.school}", reason="Slipped in")
    assert (await world.ana.do("publish_protocol", *a_protocol(world, "x"), with_words)).status == "rejected"


async def test_a_team_declares_two_look_fors_the_same_and_takes_it_back(world: World) -> None:
    team, (earlier, later) = f"team:{world.team}", await two_versions(world)
    row = child_id(world.team, earlier, later)
    declared = put("same_look_for", row, team, earlierId=earlier, laterId=later, since="2026-03-02")
    for other in (world.ben, world.dee, world.fay, world.eli):
        assert (await other.do("declare_same_look_for", declared)).status != "applied", other.name
    await world.chi.did("declare_same_look_for", declared)
    assert [one["laterId"] for one in await world.fay.sees("same_look_for")] == [later]
    assert await world.dee.sees("same_look_for") == await world.eli.sees("same_look_for") == []
    await world.ana.did("declare_other_look_for", remove("same_look_for", row, team))
    assert await world.chi.sees("same_look_for") == []


async def test_what_is_declared_the_same_belongs_to_two_versions(world: World) -> None:
    team, (earlier, later) = f"team:{world.team}", await two_versions(world)
    one, other = world.look_fors[:2]
    twice = put(
        "same_look_for", child_id(world.team, one, other), team, earlierId=one, laterId=other, since="2026-03-02"
    )
    assert (await world.chi.do("declare_same_look_for", twice)).problem == "wrong_shape"
    stray = put("same_look_for", new_id(), team, earlierId=earlier, laterId=later, since="2026-03-02")
    assert (await world.chi.do("declare_same_look_for", stray)).problem == "wrong_shape"
    unknown = new_id()
    early = put("same_look_for", child_id(world.team, earlier, unknown), team, earlierId=earlier, laterId=unknown)
    early["set"]["since"] = "2026-03-02"
    assert (await world.chi.do("declare_same_look_for", early)).status == "parked"


async def two_versions(world: World) -> tuple[str, str]:
    """A look-for of the protocol in force, and one of the version that takes its place."""
    ops = a_protocol(world, "Students ask each other", replaces=world.protocol)
    await world.ana.did("publish_protocol", *ops)
    return world.look_fors[0], ops[1]["id"]


async def drafted(world: World) -> tuple[str, str]:
    """Ana's draft with one look-for: both ids."""
    draft, look_for = new_id(), new_id()
    await world.ana.did("draft_protocol", *ops_of(world, draft, look_for))
    return draft, look_for


def ops_of(world: World, draft: str, look_for: str) -> list[Op]:
    staff = f"staff:{world.school}"
    said = [(draft, "title", "Talk"), (draft, "focus", "Who talks?"), (look_for, "text", "Students ask")]
    return [
        put("protocol_draft", draft, staff, replaces=world.protocol),
        put("draft_look_for", look_for, staff, draftId=draft, dimension="teaching", position=0),
        *(
            put("draft_wording", child_id(of, part, "en"), staff, of=of, part=part, language="en", text=text)
            for of, part, text in said
        ),
    ]


def shaped(world: World, draft: str, who: Actor) -> Op:
    row = child_id(draft, who.id)
    return put("draft_shaped", row, f"staff:{world.school}", draftId=draft, personId=who.id)
