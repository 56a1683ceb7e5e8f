"""When visits become a block, and which of its figures may be said. Pure; RULINGS 31, 33 and 34.

A *teacher's group* is the team that covers the teacher's room if it covers enough teachers, else
everyone else (the empty string). Visits wait in their group's pool until the pool can be frozen whole.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

THRESHOLD = 5
"""k: on how many different teachers everything that is shown must rest, until a charter says otherwise."""

ANSWER_DAYS = 3
"""School days in which a teacher may answer before the visit counts without an answer."""

MOST_OF_A_BLOCK = Fraction(2, 5)
MANY_VISITS = 3
PATIENCE = timedelta(days=14)
FEW_LEFT_OVER = 2
NEARLY_ALL = Fraction(3, 4)
EVERYONE_ELSE = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """A shared visit as the pool sees it: who was visited, when, and which look-fors were noticed."""

    id: str
    teachers: frozenset[str]
    day: date
    shared_on: date
    noticed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Finding:
    """One figure that may be said: in how many visits, or nearly all (then `noticed` is None)."""

    look_for: str
    noticed: int | None
    nearly_all: bool


def countable(teachers: Collection[str], answered: Collection[str], school_days_passed: int) -> bool:
    """Whether a shared visit may enter a block: everyone visited has answered, or had the days to."""
    return bool(teachers) and (set(teachers) <= set(answered) or school_days_passed >= ANSWER_DAYS)


def group_of(teachers: Iterable[str], covering: Mapping[str, str], k: int) -> str:
    """The group of a visit: the one team that covers all who were visited, if it covers at least k."""
    sizes = Counter(covering.values())
    groups = {covering.get(teacher, EVERYONE_ELSE) for teacher in teachers}
    only = groups.pop() if len(groups) == 1 else EVERYONE_ELSE
    return only if sizes[only] >= k else EVERYONE_ELSE


def still_of(group: str, covered: Mapping[str, int], k: int) -> str:
    """The group in which a visit waits: the one it was heard in, while that team covers at least k rooms."""
    return group if covered.get(group, 0) >= k else EVERYONE_ELSE


def closes(pool: Sequence[Visit], k: int, today: date) -> bool:
    """Whether a pool is ready to be frozen whole: enough teachers, none dominant, many visits or long patience."""
    if len(teachers_of(pool)) < k or dominated(pool):
        return False
    return len(pool) >= MANY_VISITS * k or today - min(visit.shared_on for visit in pool) >= PATIENCE


def dominated(pool: Sequence[Visit]) -> bool:
    """Whether one teacher has more than 40 % of the visits, so that the figures would be about that one."""
    visits = Counter(teacher for visit in pool for teacher in visit.teachers)
    return any(Fraction(count, len(pool)) > MOST_OF_A_BLOCK for count in visits.values())


def figures(block: Sequence[Visit], look_fors: Iterable[str], k: int) -> list[Finding]:
    """What may be said of a block, in the order of the look-fors; the withheld ones are absent."""
    counts = (_figure(block, look_for, k) for look_for in look_fors)
    return [count for count in counts if count is not None]


def _figure(block: Sequence[Visit], look_for: str, k: int) -> Finding | None:
    noticed = [visit for visit in block if look_for in visit.noticed]
    others = [visit for visit in block if look_for not in visit.noticed]
    if len(teachers_of(noticed)) < k:
        return None
    if len(teachers_of(others)) > FEW_LEFT_OVER:
        return Finding(look_for, len(noticed), nearly_all=False)
    # The visits left over would point at one or two teachers. "Nearly all" is said only where it is true.
    return Finding(look_for, None, nearly_all=True) if len(noticed) >= NEARLY_ALL * len(block) else None


def teachers_of(visits: Iterable[Visit]) -> frozenset[str]:
    """The different teachers on whom these visits rest."""
    return frozenset(teacher for visit in visits for teacher in visit.teachers)


def nearly_there(pool: Sequence[Visit], k: int) -> int | None:
    """At most how many more teachers' visits a pool awaits, once half of them are in; before that nothing.

    One step only, and never before two teachers' visits wait, so that no step of it is one person's
    (README, "What the next block gives away").
    """
    few = k // 2
    return few if min(len(pool), len(teachers_of(pool))) >= k - few else None


def week_around(days: Iterable[date]) -> tuple[date, date]:
    """Monday of the first week and Sunday of the last: a block never dates a single visit."""
    every = sorted(days)
    return every[0] - timedelta(days=every[0].weekday()), every[-1] + timedelta(days=6 - every[-1].weekday())
