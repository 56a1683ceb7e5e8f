"""Which questions a release asks: one for each phase, chosen so that the same history always asks the same.

Strength first: the meeting opens with what was noticed most. The talk is then about one *topic*, what is
growing or new before what was already familiar. No stem returns within three sets; where a phase has
nothing fresh to ask it stays silent. Every number here is a released one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from server.content.shapes import Change, Share, Stem, StemPhase

SETS_WITHOUT_REPEAT = 3
TOPICS_WITHOUT_REPEAT = 2
HIGH, SOME = Fraction(2, 3), Fraction(1, 3)
CHANGED = Fraction(1, 10)
PHASES: tuple[StemPhase, ...] = ("open", "notice", "make_sense", "equity", "grow", "decide", "close")
ANY_MEETING = "any_meeting"
MIXED: frozenset[StemPhase] = frozenset(("equity", "decide", "close"))


@dataclass(frozen=True, slots=True)
class Pattern:
    """A released figure. `noticed` is None when nearly all is said instead; `change` is against the block before."""

    look_for: str
    noticed: int | None
    visits: int
    change: Change | None = None

    @property
    def share(self) -> Share:
        """In how many of the visits, in a word."""
        if self.noticed is None:
            return "nearly_all"
        part = Fraction(self.noticed, self.visits)
        return "high" if part >= HIGH else "some" if part >= SOME else "few"


@dataclass(frozen=True, slots=True)
class Asked:
    """A prompt of an earlier set."""

    stem: str
    phase: str
    look_for: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """A prompt to be: which stem, about which pattern if any, and why this one."""

    stem: str
    phase: StemPhase
    pattern: Pattern | None
    rule: str


def questions(
    patterns: Sequence[Pattern], history: Sequence[Sequence[Asked]], stems: Mapping[str, Stem]
) -> list[Question]:
    """One question a phase, in the order of a meeting. `history` holds the team's earlier sets, newest first."""
    opening, topic = _strongest(patterns), _topic(patterns, history)
    asked = []
    for phase in PHASES:
        pattern, rule = (opening, "strongest") if phase == "open" else topic
        stem = _stem(phase, pattern, history, stems.values())
        if stem is not None:
            grounded = stem.needs == "pattern"
            asked.append(Question(stem.id, phase, pattern if grounded else None, rule if grounded else ANY_MEETING))
    return asked


def change_between(
    now: int | None, visits: int, before: tuple[int | None, int] | None, *, first: bool
) -> Change | None:
    """How a look-for moved since it was last released; `first`: this is the first block of all.

    Where nearly all was said there is no number, and nothing is claimed to have moved.
    """
    if before is None:
        return None if first else "new"
    if now is None or before[0] is None:
        return None
    moved = Fraction(now, visits) - Fraction(before[0], before[1])
    if abs(moved) < CHANGED:
        return None
    return "more" if moved > 0 else "fewer"


def _strongest(patterns: Iterable[Pattern]) -> Pattern | None:
    return max(patterns, key=_strength, default=None)


def _strength(pattern: Pattern) -> Fraction:
    return Fraction(1) if pattern.noticed is None else Fraction(pattern.noticed, pattern.visits)


def _topic(patterns: Sequence[Pattern], history: Sequence[Sequence[Asked]]) -> tuple[Pattern | None, str]:
    """What is growing, else what is new, else the most noticed, leaving out the topics of the last two sets."""
    lately = {
        asked.look_for for earlier in history[:TOPICS_WITHOUT_REPEAT] for asked in earlier if asked.phase != "open"
    }
    fresh = [pattern for pattern in patterns if pattern.look_for not in lately]
    for change in ("more", "new"):
        if moving := _strongest(pattern for pattern in fresh if pattern.change == change):
            return moving, change
    if fresh:
        return _strongest(fresh), "not_lately" if len(fresh) < len(patterns) else "strongest"
    return _strongest(patterns), "strongest"


def _stem(
    phase: StemPhase, pattern: Pattern | None, history: Sequence[Sequence[Asked]], stems: Iterable[Stem]
) -> Stem | None:
    """The stem that says most about this pattern, among these the one longest unused; None if all are recent."""
    used = {asked.stem: ago for ago, earlier in reversed(list(enumerate(history))) for asked in earlier}
    fitting = [stem for stem in stems if stem.phase == phase and _fits(stem, pattern)]
    fresh = [stem for stem in fitting if used.get(stem.id, SETS_WITHOUT_REPEAT) >= SETS_WITHOUT_REPEAT]
    never = len(history)
    return max(fresh, key=lambda stem: (_closeness(stem), used.get(stem.id, never)), default=None)


def _fits(stem: Stem, pattern: Pattern | None) -> bool:
    if stem.needs != "pattern":
        return stem.needs == "none"
    if pattern is None:
        return False
    return (not stem.when or pattern.share in stem.when) and stem.change in (None, pattern.change)


def _closeness(stem: Stem) -> int:
    """A stem about this very change says more than one about this share, and that more than a general one."""
    if stem.change is not None:
        return 3
    if stem.phase in MIXED:
        return 0
    return (2 if stem.when else 1) if stem.needs == "pattern" else 0
