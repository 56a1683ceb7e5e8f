"""What is answered about one mutation: made, given again, or said of one that could not be applied."""

import logging
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel.direct import Question
from server.kernel.problems import PROBLEMS, NotYet, Problem, Refused
from server.sync.models import Log
from server.sync.offered import Offered
from server.sync.schemas import START, AsOf, ProblemNote, Verdict

_ANSWERED = "SELECT mutation_id, account_id, content_hash, status, problem, waits_for, clock FROM log WHERE "
_KNOWN = Question(_ANSWERED + "mutation_id = ANY($1)")
_SETTLED = Question(_ANSWERED + "account_id = $1 AND school_id = $2 AND settled > $3")
logger = logging.getLogger("brightwalk.sync")


class Answered(NamedTuple):
    """What the log says of a mutation that came before."""

    mutation_id: str
    account_id: str
    content_hash: str
    status: str
    problem: str | None
    waits_for: str | None
    clock: int


def verdict_of(
    mutation: str, status: str, problem: Problem | None, clock: int, waits_for: str | None = None
) -> Verdict:
    """A verdict as it travels."""
    note = ProblemNote(number=problem.number, name=problem.name, sentence=problem.sentence) if problem else None
    return Verdict(id=mutation, status=status, clock=clock, problem=note, waits_for=waits_for)  # type: ignore[arg-type]


def stored_verdict(log: Log | Answered) -> Verdict:
    """The answer that was given before: the same again."""
    problem = PROBLEMS.get(log.problem) if log.problem else None
    return verdict_of(log.mutation_id, log.status, problem, log.clock, log.waits_for)


def as_settled(results: list[Verdict], settled: list[Verdict]) -> list[Verdict]:
    """What waited for a later mutation of the same request was parked and woken since: the last word counts."""
    last = {verdict.id: verdict for verdict in settled}
    return [last.get(one.id, one) if one.status == "parked" else one for one in results]


def unapplied(one: Offered, clock: int, error: Exception) -> Verdict:
    """Refused for good, waiting for what is not known yet, or waiting for us."""
    match error:
        case Refused():
            return verdict_of(one.id, "rejected", error.problem, clock)
        case NotYet():
            return verdict_of(one.id, "parked", None, clock, error.waits_for)
        case _:
            logger.error("parked a mutation: verb %s", one.verb, exc_info=_without_words(error))
            return verdict_of(one.id, "parked", PROBLEMS["our_fault"], clock, "fix")


def _without_words(error: Exception) -> Any:
    """The place of a fault without its text, which may quote what somebody wrote."""
    return (type(error), type(error)(), error.__traceback__) if _bare(error) else None


def _bare(error: Exception) -> bool:
    try:
        type(error)()
    except Exception:
        return False
    return True


async def settled_since(
    session: AsyncSession, account: str, schools: Iterable[str], stands: Mapping[str, AsOf]
) -> list[Verdict]:
    """Verdicts of this account's parked mutations that have changed since the device last heard."""
    verdicts: list[Verdict] = []
    for school in schools:
        since = stands.get(school, START).clock
        settled = map(Answered._make, await _SETTLED.of(session, account, school, since))
        verdicts.extend(map(stored_verdict, settled))
    return verdicts


async def answered(session: AsyncSession, mutations: Iterable[str]) -> dict[str, Answered]:
    """What the log says of those of these mutations that came before."""
    return {row[0]: Answered(*row) for row in await _KNOWN.of(session, list(mutations))}
