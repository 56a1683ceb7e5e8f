"""The demo school's story told from its founding to yesterday, moment by moment, in order."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import groupby
from random import Random
from zoneinfo import ZoneInfo

from server.demo import written
from server.demo.gatherings import Gathering, Promised
from server.demo.opening import begin_next_year, open_school, opening_day
from server.demo.place import Place
from server.demo.terms import past_teaching_days, past_years
from server.demo.visits import VisitOnPaper
from server.demo.year import SPAN, Visit, visits, waves
from server.kernel import clock
from server.kernel.db import Database
from server.sync.opening import open_sync
from server.sync.schemas import AppBuilds

SEED = 20260901
LATE = 13  # teaching days after a wave's first: its last answers come, and its patterns close
MEETS = {"lower": (14, 15), "middle": (15, 15), "leading": (16, 16)}  # teaching day of the wave, hour
SILENT = 0.18  # answering is welcome and never a duty
KEPT_AS_DRAFT = 1  # of the newest visits: finished, not shared yet


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that somebody does at a moment."""

    when: datetime
    does: Callable[[], Awaitable[None]]


async def make_demo(database: Database, *, today: datetime | None = None, seed: int = SEED) -> int:
    """Tell a year at Harbor Street School into an empty, migrated database; how many mutations it took.

    The year ends the day before `today`. The same seed and day tell the same story.
    """
    place, story = await begin(database, today or clock.now(), Random(seed))
    await tell(place, story)
    return place.teller.told


async def begin(database: Database, now: datetime, rng: Random) -> tuple[Place, list[Happening]]:
    """The school on its first day, and all that will happen there until `now`, in order."""
    zone = ZoneInfo(written.school().time_zone)
    days, (year, *later) = past_teaching_days(now.astimezone(zone).date()), past_years(now.astimezone(zone).date())
    when = datetime.combine(opening_day(waves(days)[0][0]), time(9), zone)
    sync = await open_sync(database, AppBuilds(min_build=0, latest_build=0))
    place = await open_school(database, sync, year, when, rng)
    story = _visits(place, days, now, rng) + _meetings(place, days)
    story += [Happening(place.moment(one.first, 0), partial(begin_next_year, place, one)) for one in later]
    return place, sorted(story, key=lambda happening: happening.when)


async def tell(place: Place, story: Iterable[Happening]) -> None:
    """Let it happen, a day at a time."""
    for _, of_a_day in groupby(story, key=lambda one: one.when.date()):
        async with place.teller.day():
            for happening in of_a_day:
                await happening.does()


def _visits(place: Place, days: list[date], now: datetime, rng: Random) -> list[Happening]:
    teacher_of = {key: lesson.teacher for key, lesson in place.lessons.items()}
    team_of = {key: place.covering(teacher)[0] for key, teacher in teacher_of.items()}
    planned = visits(written.scenes(), teacher_of, team_of, days, rng)
    drafts = planned[-KEPT_AS_DRAFT:]
    starts = waves(days)
    story: list[Happening] = []
    for visit in planned:
        story += _one_visit(place, visit, starts[visit.wave - 1], now, rng, shares=visit not in drafts)
    return story


def _one_visit(
    place: Place, visit: Visit, wave: list[date], now: datetime, rng: Random, *, shares: bool
) -> list[Happening]:
    """The observer's batch on the day of the visit, and the teacher's answer if there is one by now."""
    began = place.moment(visit.day, 8 + visit.of_day, rng.randrange(0, 40))
    sent = began + timedelta(minutes=rng.randint(25, 120))
    own = Random(rng.getrandbits(64))
    kept: list[VisitOnPaper] = []

    async def observe() -> None:
        paper = VisitOnPaper(place, visit.scene, began, own)
        mutations = paper.captured() + paper.drafted(sent) + (paper.shared(sent) if shares else [])
        await place.teller.push(paper.observer, sent, mutations)
        kept.append(paper)

    story = [Happening(sent, observe)]
    answers, silent = _answer_time(place, visit, wave, sent, rng), rng.random() < SILENT and not visit.late
    if not shares or silent or visit.scene.answer is None or answers >= now:
        return story

    async def answer() -> None:
        await place.teller.push(kept[0].teacher, answers, kept[0].answered(answers, own))

    return [*story, Happening(answers, answer)]


def _answer_time(place: Place, visit: Visit, wave: list[date], sent: datetime, rng: Random) -> datetime:
    """The same afternoon, the next morning or lunch time; late ones when the wave is over."""
    if visit.late and len(wave) == SPAN:
        return place.moment(wave[LATE], 7, rng.randrange(10, 50))
    if rng.random() < 0.3:
        return sent + timedelta(minutes=rng.randint(30, 200))
    later = visit.day + timedelta(days=1)
    return place.moment(later, rng.choice((7, 12, 15, 20)), rng.randrange(0, 60))


def _meetings(place: Place, days: list[date]) -> list[Happening]:
    planned = waves(days)
    promised: dict[str, Promised] = {}
    story = []
    for meeting in written.meetings():
        offset, hour = MEETS[meeting.team]
        when = place.moment(planned[meeting.after_wave - 1][offset + meeting.days_later], hour, 15)

        async def hold(gathering: Gathering = Gathering(place, meeting, when)) -> None:  # noqa: B008
            team = gathering.meeting.team
            promised[team] = await gathering.hold(promised.get(team))

        story.append(Happening(when, hold))
    return story
