"""No verb of a person yet: a team's prompts are made when its newest release comes, in the same transaction."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from server.content import stems
from server.feedback.mutations import ANSWER_FEEDBACK, SHARE_FEEDBACK
from server.kernel import clock
from server.kernel.ids import child_id
from server.kernel.verbs import Write, follow
from server.patterns.models import TeamRelease
from server.patterns.mutations import CLOSE_BLOCKS
from server.people.teams import CHANGE_TEAM, MAKE_TEAM
from server.prompts.models import Prompt
from server.prompts.queries import teams_without_prompts
from server.prompts.rules import Asked, Pattern, Question, change_between, questions


async def make_due_prompts(write: Write) -> None:
    """One set of prompts for each team whose newest release has none yet."""
    for scope in await teams_without_prompts(write.session, write.school):
        releases = sorted(await write.rows(TeamRelease, scope=scope), key=lambda release: release.block or 0)
        newest = releases[-1]
        asked = questions(_patterns(releases), await _history(write, scope), stems())
        rows = [(child_id(newest.id, one.phase), scope, _columns(one, newest, write)) for one in asked]
        await write.put_many(Prompt, rows)


def _patterns(releases: Sequence[TeamRelease]) -> list[Pattern]:
    """The newest release's figures, each against the release before it under the same protocol."""
    newest = releases[-1]
    earlier = [release for release in releases[:-1] if release.protocol_id == newest.protocol_id]
    before: dict[str, tuple[int | None, int]] = {}
    for release in earlier:
        before |= {figure["lookFor"]: (figure["noticed"], release.visits or 0) for figure in _figures(release)}
    visits = newest.visits or 0
    return [
        Pattern(
            figure["lookFor"],
            figure["noticed"],
            visits,
            change_between(figure["noticed"], visits, before.get(figure["lookFor"]), first=not earlier),
        )
        for figure in _figures(newest)
    ]


def _figures(release: TeamRelease) -> list[dict[str, Any]]:
    """The figures as they are stored, keyed as on the wire."""
    return list(release.figures or [])  # type: ignore[arg-type]


async def _history(write: Write, scope: str) -> list[list[Asked]]:
    rows = sorted(await write.rows(Prompt, scope=scope), key=lambda prompt: -(prompt.block or 0))
    return [
        [Asked(row.stem or "", row.phase or "", row.look_for_id) for row in asked]
        for _, asked in groupby(rows, key=lambda prompt: prompt.block)
    ]


def _columns(question: Question, release: TeamRelease, write: Write) -> dict[str, Any]:
    pattern = question.pattern
    return {
        "stem": question.stem,
        "phase": question.phase,
        "look_for_id": pattern.look_for if pattern else None,
        "noticed": pattern.noticed if pattern else None,
        "visits": pattern.visits if pattern else None,
        "nearly_all": pattern is not None and pattern.noticed is None,
        "block": release.block,
        "rule": question.rule,
        "made_at": clock.instant(write.now),
    }


for _verb in (SHARE_FEEDBACK, ANSWER_FEEDBACK, CLOSE_BLOCKS, MAKE_TEAM, CHANGE_TEAM):
    follow(_verb, make_due_prompts)
