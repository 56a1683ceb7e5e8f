"""Made-up schools: random visits, answers and teams over some weeks, run through the rules as the server does."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from server.patterns.rules import Finding, Visit, closes, countable, figures, group_of

LOOK_FORS = ("ask", "show", "revise")
FIRST_DAY = date(2026, 3, 2)


@dataclass(frozen=True)
class Released:
    """One block as it was released, and, for the attacker's judge only, the visits in it."""

    group: str
    visits: tuple[Visit, ...]
    figures: tuple[Finding, ...]


@dataclass
class MadeUp:
    """What a run left behind."""

    k: int
    releases: list[Released] = field(default_factory=list)
    snapshots: list[list[Released]] = field(default_factory=list)


def run(seed: int, k: int, size: int, weeks: int = 10) -> MadeUp:
    """A school of `size` teachers over some weeks: visits, late answers, teachers who change teams."""
    chance = random.Random(seed)
    teachers = [f"t{n}" for n in range(size)]
    liked = {look_for: chance.random() for look_for in LOOK_FORS}
    covering: dict[str, str] = {}
    waiting: list[tuple[Visit, int]] = []
    school = MadeUp(k)
    for n in range(weeks * 7):
        today = FIRST_DAY + timedelta(days=n)
        for _ in range(chance.choice((0, 0, 1, 2, 3))):
            waiting.append((_visit(chance, teachers, liked, today, len(waiting)), chance.randrange(8)))
        if chance.random() < 0.2:
            covering[chance.choice(teachers)] = chance.choice(("north", "south", ""))
        _close(school, waiting, {t: team for t, team in covering.items() if team}, today)
        school.snapshots.append(list(school.releases))
    return school


def _visit(chance: random.Random, teachers: list[str], liked: dict[str, float], today: date, n: int) -> Visit:
    visited = frozenset(chance.choices(teachers, k=1 if chance.random() < 0.8 else 2))
    noticed = frozenset(look_for for look_for in LOOK_FORS if chance.random() < liked[look_for])
    return Visit(f"{today}-{n}-{chance.random()}", visited, today, today, noticed)


def _close(school: MadeUp, waiting: list[tuple[Visit, int]], covering: dict[str, str], today: date) -> None:
    pools = defaultdict(list)
    for visit, answers_after in waiting:
        days = (today - visit.shared_on).days
        answered = visit.teachers if days >= answers_after else frozenset()
        if countable(visit.teachers, answered, days - 1):
            pools[group_of(visit.teachers, covering, school.k)].append(visit)
    for group, pool in sorted(pools.items()):
        if closes(pool, school.k, today):
            said = figures(pool, LOOK_FORS, school.k)
            school.releases.append(Released(group, tuple(pool), tuple(said)))
            counted = {visit.id for visit in pool}
            waiting[:] = [entry for entry in waiting if entry[0].id not in counted]
