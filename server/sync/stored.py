"""A row in its typed table, and the same row as mergeable content: there and back.

The column holds the value of the first shown head; `heads` holds who wrote each head and when, in commit
order; `alternatives` holds the values of the heads that are not in the column.
"""

from collections.abc import Mapping
from typing import Any

from server.kernel.rows import Synced, columns
from server.sync import merge
from server.sync.merge import Content


def content_of(model: type[Synced], row: Mapping[str, Any]) -> Content:
    """The mergeable content of a stored row, given as a mapping of its columns."""
    wire = columns(model)
    fields = {
        field: [
            {"mutation": mutation, "by": by, "at": at, "value": _value(row, wire[field], field, mutation)}
            for mutation, by, at in heads
        ]
        for field, heads in row["heads"].items()
    }
    superseded = {field: list(ids) for field, ids in row["superseded"].items()}
    return {"fields": fields, "removed": list(row["removed"]), "superseded": superseded}


def stored(model: type[Synced], content: Content) -> dict[str, Any]:
    """The columns that hold a content: the kind's own, and those of the merge."""
    own: dict[str, Any] = {}
    heads: dict[str, Any] = {}
    alternatives: dict[str, Any] = {}
    for field, column in columns(model).items():
        shown = merge.shown(content, field)
        own[column] = shown[0]["value"] if shown else None
        if not shown:
            continue
        every = content["fields"][field]
        heads[field] = [[head["mutation"], head["by"], head["at"]] for head in every]
        others = {h["mutation"]: h["value"] for h in every if h["mutation"] != shown[0]["mutation"]}
        if others:
            alternatives[field] = others
    return {
        **own,
        "alive": merge.alive(content),
        "heads": heads,
        "alternatives": alternatives,
        "superseded": content["superseded"],
        "removed": content["removed"],
    }


def travelling(model: type[Synced], row: Mapping[str, Any]) -> dict[str, Any]:
    """The row as it goes over the wire; a row that is gone goes without any content."""
    place = {"id": row["id"], "kind": model.__tablename__, "scope": row["scope"], "version": row["version"]}
    if not row["alive"]:
        return {**place, "gone": True}
    content = content_of(model, row)
    return {**place, **(_unsigned(content, row["id"]) if model.unsigned else content)}


def _unsigned(content: Content, row_id: str) -> Content:
    """One wording without its author, its moment and its mutation: they would name whose visit brought it."""
    fields = {
        name: [
            {"mutation": row_id, "by": "", "at": "", "value": head["value"]} for head in merge.shown(content, name)[:1]
        ]
        for name in content["fields"]
    }
    return {"fields": fields, "removed": [], "superseded": {}}


def _value(row: Mapping[str, Any], column: str, field: str, mutation: str) -> Any:
    others = row["alternatives"].get(field, {})
    return others[mutation] if mutation in others else row[column]
