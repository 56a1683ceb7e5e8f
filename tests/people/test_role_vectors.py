"""Who may hold, give and end a role: decided alike here and on the device (`pwa/src/people/rules.test.ts`)."""

import json
from pathlib import Path
from typing import Any

import pytest

from server.people.rules import may_end, may_give, may_hold

VECTORS: dict[str, list[dict[str, Any]]] = json.loads(
    (Path(__file__).parents[1] / "wire" / "role_vectors.json").read_text()
)


@pytest.mark.parametrize("vector", VECTORS["hold"], ids=lambda vector: vector["name"])
def test_who_may_hold_a_role(vector: dict[str, Any]) -> None:
    assert may_hold(vector["role"], vector["held"]) is vector["may"]


@pytest.mark.parametrize("vector", VECTORS["give"], ids=lambda vector: vector["name"])
def test_who_may_give_a_role(vector: dict[str, Any]) -> None:
    given = may_give(vector["role"], vector["giver"], to_self=vector["toSelf"])
    assert (given and may_hold(vector["role"], vector["held"])) is vector["may"]


@pytest.mark.parametrize("vector", VECTORS["end"], ids=lambda vector: vector["name"])
def test_who_may_end_a_role(vector: dict[str, Any]) -> None:
    assert may_end(vector["role"], vector["ender"], own=vector["own"]) is vector["may"]
