"""Who is visited on which day of the past year: waves of visits, each under one protocol. Pure, by a seed.

A wave visits every teacher once within eight teaching days; its patterns close some days later, and the
teams meet. The last wave is still going on today.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from server.demo.shapes import Scene

WAVES = (
    "orderly-safe",
    "learners-explain",
    "learners-explain",
    "learners-explain",
    "student-voice",
    "student-voice",
)
AMONG_COLLEAGUES = "peer-visit"
VISITING_DAYS = 8
SEEN = 9  # teachers of each team whom a wave gets to; the others are seen in another one
SPAN = 15  # teaching days from a wave's first visit to its last meeting
STILL_GOING = 5  # teaching days that the last wave has had so far
LAST_WAVE = 12  # visits in it until today
LONGEST_BREAK = timedelta(days=21)


@dataclass(frozen=True, slots=True)
class Visit:
    """A scene on its day. `late`: the teacher answers only when the wave is over."""

    scene: Scene
    day: date
    wave: int
    late: bool = False


def waves(days: Sequence[date]) -> list[list[date]]:
    """The teaching days of each wave, the first day first; the last one has only those until today."""
    last = len(days) - STILL_GOING
    starts = [_after_holidays(days, 3 + round(number * (last - 3) / (len(WAVES) - 1))) for number in range(len(WAVES))]
    return [list(days[start : start + SPAN]) for start in (*starts[:-1], last)]


def visits(
    scenes: Iterable[Scene],
    teacher_of: Mapping[str, str],
    team_of: Mapping[str, str],
    days: Sequence[date],
    rng: Random,
) -> list[Visit]:
    """Every visit of the year, in the order of their days. The maps are from lessons."""
    waiting = _by_teacher(scenes, teacher_of, rng)
    planned: list[Visit] = []
    for number, wave in enumerate(waves(days), start=1):
        ready = [queue.pop(0) for (_, name), queue in waiting.items() if name == WAVES[number - 1] and queue]
        rng.shuffle(ready)
        planned += _in_wave(_those_seen(ready, team_of), number, wave)
    planned += _among_colleagues(waiting, waves(days))
    return sorted(planned, key=lambda visit: visit.day)


def _those_seen(ready: Iterable[Scene], team_of: Mapping[str, str]) -> list[Scene]:
    seen: list[Scene] = []
    for scene in ready:
        if sum(team_of[other.lesson] == team_of[scene.lesson] for other in seen) < SEEN:
            seen.append(scene)
    return seen


def _in_wave(ready: list[Scene], number: int, wave: list[date]) -> list[Visit]:
    """The visits of one wave over its first days; two teachers with an answer give it late."""
    if number == len(WAVES):
        return [Visit(scene, wave[n * len(wave) // LAST_WAVE], number) for n, scene in enumerate(ready[:LAST_WAVE])]
    answering = [scene.lesson for scene in ready if scene.answer]
    return [
        Visit(scene, wave[n * VISITING_DAYS // len(ready)], number, late=scene.lesson in answering[:2])
        for n, scene in enumerate(ready)
    ]


def _among_colleagues(waiting: Mapping[tuple[str, str], list[Scene]], planned: Sequence[Sequence[date]]) -> list[Visit]:
    """Peer visits fall into the weeks after a wave's visits, one or two to a wave."""
    scenes = [scene for (_, name), queue in waiting.items() if name == AMONG_COLLEAGUES for scene in queue]
    whole = planned[:-1]
    return [
        Visit(scene, whole[n % len(whole)][VISITING_DAYS + 1 + n // len(whole)], n % len(whole) + 1)
        for n, scene in enumerate(scenes)
    ]


def _by_teacher(
    scenes: Iterable[Scene], teacher_of: Mapping[str, str], rng: Random
) -> dict[tuple[str, str], list[Scene]]:
    """The scenes of each (teacher, protocol), in an order of their own."""
    found: dict[tuple[str, str], list[Scene]] = defaultdict(list)
    for scene in scenes:
        found[teacher_of[scene.lesson], scene.protocol].append(scene)
    for queue in found.values():
        rng.shuffle(queue)
    return found


def _after_holidays(days: Sequence[date], start: int) -> int:
    """No wave goes on over the summer: it begins after it instead."""
    for here in range(start + 1, min(start + SPAN, len(days))):
        if days[here] - days[here - 1] > LONGEST_BREAK:
            return here
    return start
