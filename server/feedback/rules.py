"""When feedback may be shared: the same decision on the device (`pwa/src/feedback/rules.ts`).

Both are held to `tests/wire/sharing_vectors.json`. Pure.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple


class Named(NamedTuple):
    """A strength with its wordings: one, or more if two devices wrote without seeing each other."""

    id: str
    wordings: Sequence[str]


class Rests(NamedTuple):
    """A strength rests on a note."""

    strength: str
    note: str


def sharing_problem(
    strengths: Sequence[Named], links: Iterable[Rests], notes: Collection[str], question: Sequence[str]
) -> str | None:
    """Why this feedback cannot be shared as it stands (a problem's name), or None.

    All of it is what lives now: `notes` are the ids of the visit's notes, `question` the wordings of the
    growth question (none if nothing is asked). Choosing between two wordings comes before all else,
    since nobody can say yet what would be shared.
    """
    if any(len(set(said)) > 1 for said in (question, *(strength.wordings for strength in strengths))):
        return "two_wordings"
    if not strengths or any(not "".join(strength.wordings).strip() for strength in strengths):
        return "nothing_to_share"
    return resting_problem([strength.id for strength in strengths], links, notes)


def resting_problem(strengths: Iterable[str], links: Iterable[Rests], notes: Collection[str]) -> str | None:
    """`strength_without_note` if one of these strengths rests on no note that is there, else None."""
    resting = {link.strength for link in links if link.note in notes}
    return None if resting.issuperset(strengths) else "strength_without_note"
