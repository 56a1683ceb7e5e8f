"""What a protocol must hold to be published. Pure decisions."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

MOST_LOOK_FORS = 5
"""A protocol keeps to few priorities; beyond this many look-fors a reason is asked (RULINGS 19)."""

PROTOCOL_PARTS = ("title", "focus")
LOOK_FOR_PARTS = ("text",)


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


def _worded_in(language: str, wordings: Iterable[Worded]) -> set[tuple[str, str]]:
    return {(said.of, said.part) for said in wordings if said.language == language}
