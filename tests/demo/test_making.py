"""The demo school as it stands once its year has been told: through the verbs, whole, and true to the promises."""

import asyncio
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, select

from server import migrations
from server.demo import making, written
from server.feedback.models import Feedback, Response, Strength, StrengthNote
from server.inquiry.models import CharterInForce, CharterSignature, Focus
from server.kernel.clock import at
from server.kernel.db import Database
from server.meetings.models import Contribution, Decision, Meeting, NextStep
from server.patterns.models import SchoolRelease, TeamRelease
from server.people.models import Account, Membership, Person, School, SchoolClass, Team
from server.prompts.models import Prompt
from server.sync.models import Log
from server.walkthroughs.models import EvidenceNote, Visited, Walkthrough

TODAY = datetime(2026, 11, 21, 15, tzinfo=UTC)
MOST_MUTATIONS = 1400  # what a first start of ten seconds allows


@dataclass(frozen=True)
class Told:
    path: Path
    mutations: int


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("demo")
    path = folder / "empty.sqlite"
    migrations.upgrade(f"sqlite+aiosqlite:///{path}", lambda _: None)
    yield path
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def told(empty: Path) -> Told:
    path = Path(shutil.copy(empty, empty.with_name("told.sqlite")))
    return Told(path, asyncio.run(_make(path)))


@pytest.fixture
async def database(told: Told) -> AsyncIterator[Database]:
    database = Database(f"sqlite+aiosqlite:///{told.path}")
    yield database
    await database.close()


async def rows(database: Database, model: Any) -> list[Any]:
    async with database.reading() as session:
        return list((await session.execute(select(model))).scalars())


async def test_every_mutation_was_applied(database: Database, told: Told) -> None:
    async with database.reading() as session:
        counted = select(Log.status, func.count()).group_by(Log.status)
        statuses = dict((await session.execute(counted)).all())
        waiting = (await session.execute(select(func.count()).where(Log.waits_for.is_not(None)))).scalar_one()
    assert set(statuses) == {"applied"}
    assert statuses["applied"] >= told.mutations > 1000
    assert told.mutations <= MOST_MUTATIONS
    assert waiting == 0


async def test_both_sides_signed_the_charter_before_the_first_visit_and_every_visit_keeps_it(
    database: Database,
) -> None:
    (standing,) = await rows(database, CharterInForce)
    assert {signature.side for signature in await rows(database, CharterSignature)} == {"leadership", "teachers"}
    assert {visit.charter_id for visit in await rows(database, Walkthrough)} == {standing.charter_id}


async def test_400_notes_and_none_twice(database: Database) -> None:
    notes = [note.text for note in await rows(database, EvidenceNote)]
    assert len(notes) >= 400
    assert len(set(notes)) == len(notes)


async def test_people_classes_and_teams_are_there_and_can_be_signed_in_as(database: Database) -> None:
    story = written.school()
    assert {person.name for person in await rows(database, Person)} == {person.name for person in story.people}
    assert len(await rows(database, SchoolClass)) == len(story.classes)
    assert {team.name for team in await rows(database, Team)} == {team.name for team in story.teams}
    accounts = await rows(database, Account)
    assert len(accounts) == len(story.people)
    assert all(account.password_hash is None and account.email.endswith(".invalid") for account in accounts)


async def test_every_visit_lies_in_the_past_and_inside_its_minutes(database: Database) -> None:
    for visit in await rows(database, Walkthrough):
        assert visit.started_at < visit.finished_at < TODAY.isoformat()
        assert 5 <= _minutes(visit.started_at, visit.finished_at) <= 15


async def test_nothing_is_shared_without_a_strength_that_rests_on_a_note(database: Database) -> None:
    shared = [feedback.scope for feedback in await rows(database, Feedback) if feedback.shared]
    resting = {link.strength_id for link in await rows(database, StrengthNote)}
    strengths = await rows(database, Strength)
    assert {strength.id for strength in strengths} <= resting
    assert set(shared) <= {strength.scope for strength in strengths}


async def test_one_visit_is_still_a_draft_of_its_observer_alone(database: Database) -> None:
    drafts = [feedback.scope for feedback in await rows(database, Feedback) if not feedback.shared]
    readers = [member for member in await rows(database, Membership) if member.scope in drafts]
    assert len(drafts) == 1
    assert [member.role for member in readers] == ["observer"]


async def test_a_visit_is_read_by_its_observer_and_its_teacher_and_nobody_else(database: Database) -> None:
    visited = {row.scope: row.person_id for row in await rows(database, Visited)}
    observers = {row.scope: row.observer_id for row in await rows(database, Walkthrough)}
    for member in await rows(database, Membership):
        if member.scope.startswith("walkthrough:"):
            assert member.person_id in (visited[member.scope], observers[member.scope])


async def test_teachers_answer_in_every_way_and_some_are_still_to_answer(database: Database) -> None:
    responses = await rows(database, Response)
    shared = [feedback for feedback in await rows(database, Feedback) if feedback.shared]
    assert {response.answer for response in responses} == {"fits", "context", "wonder", "come_back", "differently"}
    assert 10 <= len(shared) - len(responses) <= 50


async def test_each_wave_released_patterns_for_the_school_and_for_each_team(database: Database) -> None:
    releases = await rows(database, SchoolRelease)
    by_team = Counter(release.scope for release in await rows(database, TeamRelease))
    leading = f"team:{await _team(database, 'Leadership team')}"
    assert len(releases) >= 8
    assert by_team[leading] == len(releases)
    assert len(by_team) == 3
    assert min(by_team.values()) >= 4
    figures = [figure for release in releases for figure in release.figures]
    assert any(figure["nearlyAll"] for figure in figures)
    assert sum(figure["noticed"] is not None for figure in figures) >= 10


async def test_every_team_was_asked_questions_about_every_release(database: Database) -> None:
    prompts = await rows(database, Prompt)
    assert {prompt.scope for prompt in prompts} == {team.scope for team in await rows(database, Team)}
    assert {"open", "notice", "make_sense", "grow", "close"} <= {prompt.phase for prompt in prompts}


async def test_every_meeting_ended_with_a_decision_and_a_next_step(database: Database) -> None:
    meetings = await rows(database, Meeting)
    assert len(meetings) == len(written.meetings())
    assert all(meeting.closed_at and meeting.purpose for meeting in meetings)
    ids = {meeting.id for meeting in meetings}
    assert {decision.meeting_id for decision in await rows(database, Decision)} == ids
    assert {step.meeting_id for step in await rows(database, NextStep)} == ids
    assert any(step.status == "open" for step in await rows(database, NextStep))


async def test_thoughts_answer_the_prompts_that_stood_on_the_screen(database: Database) -> None:
    prompts = {prompt.id: prompt for prompt in await rows(database, Prompt)}
    thoughts = await rows(database, Contribution)
    answering = [thought for thought in thoughts if thought.prompt_id]
    assert len(answering) > len(thoughts) // 2
    assert all(prompts[thought.prompt_id].scope == thought.scope for thought in answering)


async def test_a_next_steps_look_for_became_the_focus_of_later_visits(database: Database) -> None:
    offered = {focus.look_for_id for focus in await rows(database, Focus)}
    carried = [visit for visit in await rows(database, Walkthrough) if visit.focus_look_for_id]
    assert len(carried) >= 20
    assert {visit.focus_look_for_id for visit in carried} <= offered
    assert all(visit.focus_text for visit in carried)


async def test_the_calendar_is_that_of_the_running_school_year(database: Database) -> None:
    (school,) = await rows(database, School)
    assert (school.year_start, school.year_end) == ("2026-08-24", "2027-06-12")


async def test_the_same_seed_tells_the_same_story(empty: Path, tmp_path: Path) -> None:
    first, again = [await _beginning(Path(shutil.copy(empty, tmp_path / name))) for name in ("a", "b")]
    assert first == again
    assert len(first) >= 12


async def _beginning(path: Path) -> set[tuple[str, str, str]]:
    """The notes of the first days, with their ids and moments."""
    database = Database(f"sqlite+aiosqlite:///{path}")
    try:
        place, story = await making.begin(database, TODAY, Random(3))
        await making.tell(place, story[:4])
        return {(note.id, note.text, note.begun_at) for note in await rows(database, EvidenceNote)}
    finally:
        await database.close()


async def _make(path: Path) -> int:
    database = Database(f"sqlite+aiosqlite:///{path}")
    try:
        with at(TODAY):
            return await making.make_demo(database)
    finally:
        await database.close()


async def _team(database: Database, name: str) -> str:
    return str(next(team.id for team in await rows(database, Team) if team.name == name))


def _minutes(first: str, last: str) -> float:
    return (datetime.fromisoformat(last) - datetime.fromisoformat(first)).total_seconds() / 60
