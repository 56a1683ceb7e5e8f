"""Who is visited on which day of the past year: waves of visits, each under one protocol. Pure, by a seed.

A wave gets to a number of rooms of each team within seven teaching days; its patterns close some days later, and
the teams meet. The last wave is still going on today.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from server.demo.shapes import Scene

WAVES = (  # protocol, and visits to the rooms of each team
    ("orderly-safe", 9),
    ("learners-explain", 13),
    ("learners-explain", 13),
    ("student-voice", 9),
    ("student-voice", 4),
)
AMONG_COLLEAGUES = "peer-visit"
VISITING_DAYS = 7
BETWEEN_WAVES = 18  # teaching days after a wave's first, when colleagues visit each other
SPAN = 26  # teaching days that belong to a wave: visits, answers, meetings, peer visits
STILL_GOING = 5  # teaching days that the last wave has had so far
SUMMER = timedelta(days=21)
SHORT_BREAK = timedelta(days=5)


@dataclass(frozen=True, slots=True)
class Visit:
    """A scene on its day, the how-manieth visit of that day. `late`: the teacher answers when the wave is over."""

    scene: Scene
    day: date
    of_day: int
    wave: int
    late: bool = False


def waves(days: Sequence[date]) -> list[list[date]]:
    """The teaching days of each wave, the first day first; the last one has only those until today."""
    return [list(days[start : start + SPAN]) for start in _starts(days, 0, 0)]


def _starts(days: Sequence[date], number: int, earliest: int) -> list[int]:
    """Where the waves from this one on begin: spread evenly as far as holidays allow; empty if they do not fit."""
    last = len(days) - STILL_GOING
    if number == len(WAVES) - 1:
        return [last] if last >= earliest else []
    evenly = round(number * last / (len(WAVES) - 1))
    possible = [start for start in range(earliest, last - SPAN + 1) if _undisturbed(days, start)]
    for start in sorted(possible, key=lambda start: abs(start - evenly)):
        if rest := _starts(days, number + 1, start + SPAN):
            return [start, *rest]
    return []


def _undisturbed(days: Sequence[date], start: int) -> bool:
    """A wave's visits do not go on over a holiday, nor its meetings over the summer."""
    pauses = [days[here] - days[here - 1] for here in range(start + 1, start + SPAN)]
    return max(pauses) <= SUMMER and max(pauses[:VISITING_DAYS]) <= SHORT_BREAK


def visits(
    scenes: Iterable[Scene],
    teacher_of: Mapping[str, str],
    team_of: Mapping[str, str],
    days: Sequence[date],
    rng: Random,
) -> list[Visit]:
    """Every visit of the year, in the order of their days. The maps are from lessons."""
    waiting = _by_protocol(scenes, teacher_of, rng)
    planned: list[Visit] = []
    for number, (wave, (protocol, rooms)) in enumerate(zip(waves(days), WAVES, strict=True), start=1):
        seen = _those_seen(waiting[protocol], team_of, rooms)
        waiting[protocol] = [scene for scene in waiting[protocol] if scene not in seen]
        planned += _in_wave(seen, number, wave)
    planned += _among_colleagues(waiting[AMONG_COLLEAGUES], waves(days)[:-1])
    return sorted(planned, key=lambda visit: (visit.day, visit.of_day))


def _those_seen(waiting: Iterable[Scene], team_of: Mapping[str, str], rooms: int) -> list[Scene]:
    """The next scenes of each team, as many as there are rooms to get to."""
    seen: list[Scene] = []
    taken: Counter[str] = Counter()
    for scene in waiting:
        team = team_of[scene.lesson]
        if taken[team] < rooms:
            seen.append(scene)
            taken[team] += 1
    return seen


def _in_wave(seen: list[Scene], number: int, wave: list[date]) -> list[Visit]:
    """The visits of one wave over its first days; two teachers with an answer give it late."""
    days = wave[: min(VISITING_DAYS, len(wave))]
    late = [scene for scene in seen if scene.answer][:2] if len(wave) == SPAN else []
    placed = [(days[n * len(days) // len(seen)], scene) for n, scene in enumerate(seen)]
    of_day: Counter[date] = Counter()
    planned = []
    for day, scene in placed:
        planned.append(Visit(scene, day, of_day[day], number, late=scene in late))
        of_day[day] += 1
    return planned


def _among_colleagues(scenes: Iterable[Scene], whole: Sequence[Sequence[date]]) -> list[Visit]:
    """Peer visits fall into the weeks between waves, one or two to a wave."""
    return [
        Visit(scene, whole[n % len(whole)][BETWEEN_WAVES + n // len(whole)], 0, n % len(whole) + 1)
        for n, scene in enumerate(scenes)
    ]


def _by_protocol(scenes: Iterable[Scene], teacher_of: Mapping[str, str], rng: Random) -> dict[str, list[Scene]]:
    """The scenes of each protocol in turns: every teacher once, then every teacher a second time."""
    queues: dict[tuple[str, str], list[Scene]] = defaultdict(list)
    for scene in scenes:
        queues[scene.protocol, teacher_of[scene.lesson]].append(scene)
    found: dict[str, list[Scene]] = defaultdict(list)
    for queue in queues.values():
        rng.shuffle(queue)
    for turn in range(max(len(queue) for queue in queues.values())):
        ready = [queue[turn] for queue in queues.values() if turn < len(queue)]
        rng.shuffle(ready)
        for scene in ready:
            found[scene.protocol].append(scene)
    return found
