"""What a protocol must hold to be published. Pure decisions."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

MOST_LOOK_FORS = 5
"""A protocol keeps to few priorities; beyond this many look-fors a reason is asked (RULINGS 19)."""

MOST_LIVE = 3
"""A school keeps to few protocols at a time; beyond this many in force a reason is asked (RULINGS 19)."""

PROTOCOL_PARTS = ("title", "focus")
LOOK_FOR_PARTS = ("text",)


LENS_WORD_SORTS = ("adult", "place", "look_for")
"""Names of adults; places, books and programs; the school's own words for what it notices."""
LONGEST_LENS_WORD = 60


class Worded(NamedTuple):
    """One text of a protocol or look-for (`of`) in one language."""

    of: str
    part: str
    language: str
    text: str


def publishing_problem(
    protocol: str, look_fors: Collection[str], wordings: Iterable[Worded], reason: str | None
) -> str | None:
    """Why this protocol cannot be published as it is (a problem's name), or None.

    It needs a look-for, and its title, its focus question and every look-for worded in one language at
    least; a text for anything else does not belong to it.
    """
    wordings = list(wordings)
    wanted = {(protocol, part) for part in PROTOCOL_PARTS} | {
        (look, part) for look in look_fors for part in LOOK_FOR_PARTS
    }
    if not look_fors or any((said.of, said.part) not in wanted or not said.text.strip() for said in wordings):
        return "wrong_shape"
    if not any(wanted == _worded_in(language, wordings) for language in {said.language for said in wordings}):
        return "wrong_shape"
    if len(look_fors) > MOST_LOOK_FORS and not (reason or "").strip():
        return "reason_needed"
    return None


def lens_word_problem(sort: object, text: object) -> str | None:
    """The field because of which the lens cannot learn this word, or None."""
    if sort not in LENS_WORD_SORTS:
        return "sort"
    if not isinstance(text, str) or not any(sign.isalnum() for sign in text) or len(text) > LONGEST_LENS_WORD:
        return "text"
    return None


def too_many_live(others: int, reason: str | None) -> bool:
    """Whether one more protocol beside so many others in force asks for a reason that is not given."""
    return others >= MOST_LIVE and not (reason or "").strip()


def _worded_in(language: str, wordings: Iterable[Worded]) -> set[tuple[str, str]]:
    return {(said.of, said.part) for said in wordings if said.language == language}
