"""The one merge rule, the same here and on every device (`pwa/src/sync/merge.ts`; `tests/wire/merge_vectors.json`).

A row's mergeable content is plain JSON, the shape in which it travels:

    {"fields": {field: [{"mutation", "by", "at", "value"}, ...]}, "removed": [ids], "superseded": {field: [ids]}}

Each field keeps its *heads*: the values that nobody who had seen them replaced, in the order in which
they were committed. A put takes away the heads that its author saw and adds its own; so a chain of edits
on one device never conflicts with itself, and two people who wrote without seeing each other both stay.
A remove hides exactly the heads that it saw. No time and no arrival order decides anything: a put that
arrives before the one it supersedes is remembered in `superseded` and still wins.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

WORDINGS, REMEMBERED = 20, 2000
Content = dict[str, Any]
Known = Callable[[str], bool]


def empty() -> Content:
    """The content of a row that nobody has written yet."""
    return {"fields": {}, "removed": [], "superseded": {}}


def put(
    content: Content,
    mutation: str,
    by: str,
    at: str,
    values: Mapping[str, Any],
    seen: Mapping[str, Sequence[str]],
    known: Known,
) -> None:
    """Merge a put into `content`. `known(id)` says whether that mutation has been applied here before."""
    for field, value in values.items():
        replaced = set(seen.get(field, ()))
        ghosts = content["superseded"].get(field, [])
        heads = [h for h in content["fields"].get(field, []) if h["mutation"] not in replaced | {mutation}]
        if mutation not in ghosts:
            heads.append({"mutation": mutation, "by": by, "at": at, "value": value})
        content["fields"][field] = heads
        unheard = sorted(m for m in replaced if m not in ghosts and not known(m))
        if unheard:
            content["superseded"][field] = [*ghosts, *unheard]


def remove(content: Content, seen: Mapping[str, Sequence[str]]) -> None:
    """Merge a remove into `content`: the heads that its author saw are hidden, and no others."""
    content["removed"] = sorted({*content["removed"], *(m for ids in seen.values() for m in ids)})


def shown(content: Content, field: str) -> list[dict[str, Any]]:
    """The heads a reader sees: those that live, or, in a row that came back, the ones it had."""
    heads: list[dict[str, Any]] = content["fields"].get(field, [])
    living = [head for head in heads if head["mutation"] not in content["removed"]]
    return living or heads


def alive(content: Content) -> bool:
    """Whether the row is there: some head of some field has not been removed."""
    removed = set(content["removed"])
    return any(head["mutation"] not in removed for heads in content["fields"].values() for head in heads)


def two_wordings(content: Content, field: str) -> bool:
    """Whether readers must choose: more than one shown head, and they differ."""
    heads = shown(content, field)
    return any(head["value"] != heads[0]["value"] for head in heads[1:])


def crowded(content: Content) -> bool:
    """Whether a row holds more than people could ever mean by it: somebody fills it, and everybody would carry it."""
    heads = max(map(len, content["fields"].values()), default=0)
    ghosts = max(map(len, content["superseded"].values()), default=0)
    return heads > WORDINGS or max(ghosts, len(content["removed"])) > REMEMBERED
