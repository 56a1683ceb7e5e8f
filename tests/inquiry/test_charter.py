"""The charter: drafted by leaders, in force only when leadership and a teacher representative have both signed."""

import pytest

from server.kernel.ids import child_id, new_id
from tests.cast import AT, World, put, remove
from tests.inquiry.chartering import (
    NUMBERS,
    TEXTS,
    agreed,
    current,
    laid_open,
    sign,
    signature,
    with_representative,
    withdraw,
)


async def test_a_draft_is_read_by_leaders_alone(world: World) -> None:
    draft, leaders = new_id(), f"leaders:{world.school}"
    text = put("charter_draft_text", child_id(draft, "en"), leaders, draftId=draft, language="en", **TEXTS)
    await world.ana.did("draft_charter", put("charter_draft", draft, leaders, **NUMBERS), text)
    words = put("charter_draft_text", child_id(draft, "en"), leaders, notice="We say it a week before.")
    await world.ana.did("change_charter_draft", words)
    assert [row["notice"] for row in await world.ana.sees("charter_draft_text")] == ["We say it a week before."]
    for other in (world.ben, world.chi, world.dee, world.fay, world.eli):
        assert await other.sees("charter_draft") == await other.sees("charter_draft_text") == []
        verdict = await other.do("draft_charter", put("charter_draft", new_id(), leaders, **NUMBERS))
        assert verdict.status != "applied", other.name


async def test_a_text_of_a_draft_bears_the_id_of_its_language(world: World) -> None:
    draft, leaders = new_id(), f"leaders:{world.school}"
    stranger = put("charter_draft_text", child_id(draft, "es"), leaders, draftId=draft, language="en")
    verdict = await world.ana.do("draft_charter", put("charter_draft", draft, leaders, **NUMBERS), stranger)
    assert verdict.problem == "wrong_shape"
    another = put("charter_draft_text", child_id(draft, "en"), leaders, draftId=draft, language="en", **TEXTS)
    verdict = await world.ana.do("draft_charter", put("charter_draft", new_id(), leaders, **NUMBERS), another)
    assert verdict.problem == "wrong_shape"
    taken = put("charter_draft_text", child_id(new_id(), "en"), leaders, purpose="A name taken beforehand")
    assert (await world.ana.do("change_charter_draft", taken)).status == "parked"


async def test_a_charter_is_in_force_once_both_sides_have_signed_and_everybody_reads_it(world: World) -> None:
    chi, charter = await with_representative(world), new_id()
    await world.ana.did("lay_open_charter", *laid_open(world, charter, ("en", "es")))
    assert (await sign(world, world.ana, charter, "leadership")).status == "applied"
    assert await current(world.ben) is None
    assert (await sign(world, chi, charter, "teachers")).status == "applied"
    for reader in (world.ana, world.ben, world.chi, world.dee, world.fay):
        standing = await current(reader)
        assert standing
        assert (standing["charterId"], standing["number"]) == (charter, 1)
        assert {row["language"] for row in await reader.sees("charter_text")} == {"en", "es"}
        assert {row["name"] for row in await reader.sees("charter_signature")} == {"Ana Reyes", "Chi"}
    assert await current(world.eli) is None


async def test_the_order_in_which_the_sides_sign_does_not_matter(world: World) -> None:
    chi, charter = await with_representative(world), new_id()
    await world.ana.did("lay_open_charter", *laid_open(world, charter))
    assert (await sign(world, chi, charter, "teachers")).status == "applied"
    assert await current(world.ben) is None
    assert (await sign(world, world.ana, charter, "leadership")).status == "applied"
    assert await current(world.ben)


@pytest.mark.parametrize("side", ["leadership", "teachers"])
async def test_nobody_signs_for_a_side_that_is_not_theirs(world: World, side: str) -> None:
    chi, charter = await with_representative(world), new_id()
    await world.ana.did("lay_open_charter", *laid_open(world, charter))
    theirs = world.ana if side == "leadership" else chi
    for who in (world.ana, world.ben, world.chi, world.dee, world.fay):
        verdict = await sign(world, who, charter, side)
        assert (verdict.status == "applied") == (who is theirs), who.name
        if who is not theirs:
            assert verdict.problem == "not_your_side", who.name
    assert (await sign(world, world.eli, charter, side)).status != "applied"
    assert await current(world.ana) is None


async def test_nobody_signs_in_the_name_of_another(world: World) -> None:
    chi, charter = await with_representative(world), new_id()
    await world.ana.did("lay_open_charter", *laid_open(world, charter))
    for_chi = signature(world, chi, charter, "teachers")
    assert (await world.ana.do("sign_charter", for_chi)).problem == "wrong_shape"
    by_another_name = {**signature(world, world.ana, charter, "leadership"), "id": child_id(charter, chi.id)}
    assert (await world.ana.do("sign_charter", by_another_name)).problem == "wrong_shape"
    named = signature(world, world.ana, charter, "leadership")
    named["set"]["name"] = "Chi"
    assert (await world.ana.do("sign_charter", named)).problem == "not_agreed_parts"


async def test_no_admin_or_leader_can_become_representative_nor_make_one(world: World) -> None:
    staff = f"staff:{world.school}"
    for person in (world.ana, world.ben):
        role = put("role", child_id(person.id, "representative"), staff, personId=person.id, role="representative")
        assert (await world.ana.do("give_role", role)).problem == "not_a_representative"
    chi = await with_representative(world)
    for above in ("leader", "admin"):
        role = put("role", child_id(chi.id, above), staff, personId=chi.id, role=above)
        assert (await world.ana.do("give_role", role)).problem == "not_a_representative"


async def test_a_signature_counts_only_while_its_giver_speaks_for_that_side(world: World) -> None:
    chi, charter = await with_representative(world), new_id()
    await world.ana.did("lay_open_charter", *laid_open(world, charter))
    assert (await sign(world, chi, charter, "teachers")).status == "applied"
    role = remove("role", child_id(chi.id, "representative"), f"staff:{world.school}")
    await world.dee.did("end_role", role)
    assert (await sign(world, world.ana, charter, "leadership")).status == "applied"
    assert await current(world.ana) is None


async def test_a_signature_is_withdrawn_before_the_second_one_and_not_after(world: World) -> None:
    chi, charter = await with_representative(world), new_id()
    await world.ana.did("lay_open_charter", *laid_open(world, charter))
    await sign(world, world.ana, charter, "leadership")
    assert (await withdraw(world, chi, charter, of=world.ana)).problem == "not_yours"
    assert (await withdraw(world, world.ana, charter)).status == "applied"
    await sign(world, chi, charter, "teachers")
    assert await current(world.ana) is None
    await sign(world, world.ana, charter, "leadership")
    assert await current(world.ana)
    for who in (world.ana, chi):
        assert (await withdraw(world, who, charter)).problem == "charter_in_force"
    assert len(await world.ben.sees("charter_signature")) == 2


async def test_a_one_sided_change_is_refused(world: World) -> None:
    chi = await with_representative(world)
    charter, school = await agreed(world, chi), f"school:{world.school}"
    before = await world.ben.sees("charter"), await world.ben.sees("charter_text"), await current(world.ben)
    changed = laid_open(world, charter, threshold=3)
    assert (await world.ana.do("lay_open_charter", *changed)).problem == "charter_in_force"
    assert (await chi.do("lay_open_charter", *changed)).problem == "not_yours"
    new = new_id()
    slipped = put("charter_text", child_id(charter, "en"), school, charterId=charter, language="en", **TEXTS)
    with_it = [laid_open(world, new)[0], slipped]
    assert (await world.ana.do("lay_open_charter", *with_it)).problem == "charter_in_force"
    made_up = put("charter_in_force", child_id(new, "in_force"), school, charterId=new, number=9, since=AT)
    assert (await world.ana.do("sign_charter", made_up)).problem == "not_agreed_parts"
    assert (await world.ana.do("withdraw_signature", remove("charter", charter, school))).problem == "not_agreed_parts"
    assert (await world.ben.sees("charter"), await world.ben.sees("charter_text"), await current(world.ben)) == before


async def test_a_text_that_is_laid_open_never_changes_before_it_is_signed_either(world: World) -> None:
    charter = new_id()
    await world.ana.did("lay_open_charter", *laid_open(world, charter))
    assert (await world.ana.do("lay_open_charter", *laid_open(world, charter))).status == "rejected"


async def test_nobody_but_leaders_lays_a_charter_open(world: World) -> None:
    await with_representative(world)
    for other in (world.ben, world.chi, world.dee, world.fay):
        assert (await other.do("lay_open_charter", *laid_open(world, new_id()))).problem == "not_yours"
    assert (await world.eli.do("lay_open_charter", *laid_open(world, new_id()))).status != "applied"


@pytest.mark.parametrize(
    "changes",
    [{"threshold": 2}, {"threshold": 11}, {"minutes": 4}, {"minutes": 16}, {"feedbackDays": 11}, {"threshold": None}],
    ids=str,
)
async def test_a_charter_keeps_to_what_the_app_can_promise(world: World, changes: dict[str, int | None]) -> None:
    verdict = await world.ana.do("lay_open_charter", *laid_open(world, new_id(), **changes))
    assert verdict.status == "rejected"


async def test_a_charter_says_all_its_parts_in_one_language_at_least(world: World) -> None:
    ops = laid_open(world, new_id(), ("en", "es"))
    ops[1]["set"] = {**ops[1]["set"], "readers": " "}
    await world.ana.did("lay_open_charter", *ops)
    halves = laid_open(world, new_id(), ("en", "es"))
    halves[1]["set"] = {**halves[1]["set"], "readers": " "}
    halves[2]["set"] = {**halves[2]["set"], "keeping": ""}
    assert (await world.ana.do("lay_open_charter", *halves)).problem == "wrong_shape"


async def test_nobody_signs_past_a_charter_that_has_come_into_force_meanwhile(world: World) -> None:
    chi = await with_representative(world)
    first = await agreed(world, chi)
    late, next_one = new_id(), new_id()
    await world.ana.did("lay_open_charter", *laid_open(world, late, replaces=None))
    await world.ana.did("lay_open_charter", *laid_open(world, next_one, replaces=first, threshold=7))
    assert (await sign(world, world.ana, late, "leadership")).problem == "charter_moved_on"
    for who, side in ((world.ana, "leadership"), (chi, "teachers")):
        assert (await sign(world, who, next_one, side)).status == "applied"
    standing = await current(world.ben)
    assert standing
    assert (standing["charterId"], standing["number"]) == (next_one, 2)
    assert {row["id"] for row in await world.ben.sees("charter")} >= {first, next_one}


async def test_a_charter_that_is_not_known_yet_is_waited_for(world: World) -> None:
    assert (await sign(world, world.ana, new_id(), "leadership")).status == "parked"
    after_unknown = laid_open(world, new_id(), replaces=new_id())
    assert (await world.ana.do("lay_open_charter", *after_unknown)).status == "parked"


async def test_a_visit_keeps_the_charter_under_which_it_was_made(world: World) -> None:
    chi = await with_representative(world)
    before = await world.walkthrough(world.ana, world.ben)
    first = await agreed(world, chi)
    assert (await start(world, first))[1] == "applied"
    walk, _ = await start(world, first)
    await agreed(world, chi, threshold=7)
    shown = {row["id"]: row.get("charterId") for row in await world.ana.sees("walkthrough")}
    assert (shown[before], shown[walk]) == (None, first)


async def test_a_visit_names_no_charter_that_only_one_side_has_signed(world: World) -> None:
    chi, charter = await with_representative(world), new_id()
    await world.ana.did("lay_open_charter", *laid_open(world, charter))
    await sign(world, world.ana, charter, "leadership")
    walk, status = await start(world, charter)
    assert status == "parked"
    await sign(world, chi, charter, "teachers")
    assert [row["charterId"] for row in await world.ana.sees("walkthrough", id=walk)] == [charter]


async def start(world: World, charter: str) -> tuple[str, str]:
    """Ana begins a visit to Ben under this charter: its id, and what became of it."""
    walk = new_id()
    scope = f"walkthrough:{walk}"
    known = {"classId": world.math, "protocolId": world.protocol, "observerId": world.ana.id, "startedAt": AT}
    verdict = await world.ana.do(
        "start_walkthrough",
        put("walkthrough", walk, scope, charterId=charter, **known),
        put("visited", child_id(walk, world.ben.id), scope, personId=world.ben.id, name="Ben"),
    )
    return walk, verdict.status
