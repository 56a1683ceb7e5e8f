"""The school's own words: who teaches them to the lens, who has them, and who never does."""

import pytest

from server.kernel.ids import new_id
from tests.cast import Op, World, put, remove


def a_word(world: World, text: str, sort: str = "adult") -> Op:
    return put("lens_word", new_id(), f"staff:{world.school}", sort=sort, text=text)


async def test_a_word_that_a_leader_teaches_reaches_every_employee_and_nobody_else(world: World) -> None:
    await world.ana.did("teach_lens_word", a_word(world, "Rocío"), a_word(world, "number talk", "look_for"))
    for employee in (world.ana, world.ben, world.chi):
        assert {(row["sort"], row["text"]) for row in await employee.sees("lens_word")} == {
            ("adult", "Rocío"),
            ("look_for", "number talk"),
        }
    assert await world.fay.sees("lens_word") == []
    assert await world.eli.sees("lens_word") == []


async def test_a_teacher_teaches_no_word_for_the_school(world: World) -> None:
    verdict = await world.ben.do("teach_lens_word", a_word(world, "Rocío"))
    assert (verdict.status, verdict.problem) == ("rejected", "not_yours")
    assert await world.ana.sees("lens_word") == []


@pytest.mark.parametrize(
    ("sort", "text"), [("student", "Nia"), ("adult", "  "), ("adult", "x" * 61), ("place", "."), ("", "Rocío")]
)
async def test_what_is_no_word_is_refused(world: World, sort: str, text: str) -> None:
    verdict = await world.ana.do("teach_lens_word", a_word(world, text, sort))
    assert (verdict.status, verdict.problem) == ("rejected", "wrong_shape")


async def test_a_word_is_forgotten_everywhere_and_only_by_those_who_may_teach(world: World) -> None:
    word = a_word(world, "The Lot", "place")
    await world.ana.did("teach_lens_word", word)
    gone = remove("lens_word", word["id"], word["scope"])
    assert (await world.ben.do("forget_lens_word", gone)).status == "rejected"
    assert len(await world.ben.sees("lens_word")) == 1
    await world.ana.did("forget_lens_word", gone)
    assert await world.ben.sees("lens_word") == []
