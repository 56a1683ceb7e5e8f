"""How a meeting may begin, decide, promise and end. Pure; `pwa/src/meetings/rules.ts` says the same.

Each answers with the name of the problem, or None. Held equal on both sides by `tests/wire/meeting_vectors.json`.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as it stands: what, whose, and how the team's input was used."""

    text: str | None
    kind: str | None
    how_used: str | None


def opening_problem(purpose: str | None) -> str | None:
    """No meeting without a purpose."""
    return None if _says(purpose) else "no_purpose"


def decision_problem(decided: Decided) -> str | None:
    """A decision says what and whose it is; the leader's, after input, says how the input was used.

    Kind "none" is a decision too: the text says why nothing was decided.
    """
    if not decided.kind or not _says(decided.text):
        return "no_decision"
    if decided.kind == "leader_with_input" and not _says(decided.how_used):
        return "no_input_used"
    return None


def closing_problem(decisions: Iterable[Decided]) -> str | None:
    """A meeting ends with a decision that holds, or with one that says plainly that there was none."""
    problems = [decision_problem(decided) for decided in decisions]
    return None if None in problems else next(iter(problems), "no_decision")


def _says(text: str | None) -> bool:
    return bool(text and text.strip())
