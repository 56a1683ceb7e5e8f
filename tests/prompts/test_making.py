"""A release brings its questions, over HTTP: to the team that looks at it, with the figures as they were released."""

from server.content import stems
from tests.cast import World, put
from tests.patterns.rooms import days_pass, rooms, team_of, visits


async def looks_at_the_school(world: World) -> None:
    await world.chi.did("change_team", put("team", world.team, f"team:{world.team}", patterns="school"))


async def a_block_closes(world: World, *noticed: int, days: int = 6) -> None:
    """Fifteen visits to five new teachers: in ten the first look-for named was noticed, in five the others."""
    five = await rooms(world, 5)
    await visits(world, [[room] for room in five * 2], noticed=noticed[:1])
    await visits(world, [[room] for room in five], noticed=noticed[1:])
    assert await days_pass(world, days)


async def test_a_release_brings_one_question_for_each_phase(world: World) -> None:
    await looks_at_the_school(world)
    await a_block_closes(world, 0, 1)

    prompts = await world.chi.sees("prompt")
    assert {prompt["phase"] for prompt in prompts} == {
        "open",
        "notice",
        "make_sense",
        "equity",
        "grow",
        "decide",
        "close",
    }
    assert len(prompts) == 7
    assert all(stems()[prompt["stem"]].phase == prompt["phase"] for prompt in prompts)


async def test_a_prompt_carries_a_figure_of_its_release_as_it_stands(world: World) -> None:
    await looks_at_the_school(world)
    await a_block_closes(world, 0, 1)

    [release] = await world.chi.sees("team_release")
    figures = {figure["lookFor"]: figure["noticed"] for figure in release["figures"]}
    grounded = [prompt for prompt in await world.chi.sees("prompt") if prompt["lookForId"]]
    assert grounded
    for prompt in grounded:
        assert prompt["noticed"] == figures[prompt["lookForId"]]
        assert (prompt["visits"], prompt["block"]) == (release["visits"], release["block"])
    [opening] = [prompt for prompt in grounded if prompt["phase"] == "open"]
    assert (opening["lookForId"], opening["rule"]) == (world.look_fors[0], "strongest")


async def test_everyone_on_the_team_reads_them_and_nobody_else(world: World) -> None:
    await looks_at_the_school(world)
    await a_block_closes(world, 0)

    for member in (world.chi, world.ben, world.fay):
        assert await member.sees("prompt")
    for other in (world.dee, world.eli):
        assert await other.sees("prompt") == []


async def test_a_team_whose_rooms_are_too_few_gets_none(world: World) -> None:
    await a_block_closes(world, 0)

    assert await world.chi.sees("prompt") == []


async def test_a_team_is_asked_about_the_blocks_of_its_own_rooms(world: World) -> None:
    north = await rooms(world, 5)
    team = await team_of(world, north)
    await visits(world, [[room] for room in north * 3], noticed=[0])
    assert await days_pass(world, 4)

    assert {prompt["scope"] for prompt in await world.ana.sees("prompt")} == {f"team:{team}"}


async def test_the_next_release_asks_other_questions_and_knows_what_is_new(world: World) -> None:
    await looks_at_the_school(world)
    await a_block_closes(world, 0)
    await a_block_closes(world, 0, 1)

    prompts = await world.chi.sees("prompt")
    first = {prompt["stem"] for prompt in prompts if prompt["block"] == 1}
    second = {prompt["stem"] for prompt in prompts if prompt["block"] == 2}
    assert not first & second
    [notice] = [prompt for prompt in prompts if prompt["block"] == 2 and prompt["phase"] == "notice"]
    assert (notice["lookForId"], notice["rule"]) == (world.look_fors[1], "new")


async def test_a_team_that_turns_to_the_school_is_asked_about_the_newest_block_only(world: World) -> None:
    await a_block_closes(world, 0)
    await a_block_closes(world, 1)
    await looks_at_the_school(world)

    assert len(await world.fay.sees("team_release")) == 2
    assert {prompt["block"] for prompt in await world.fay.sees("prompt")} == {2}
