"""How a meeting may begin, decide and end: vectors that the device holds too."""

import json
from pathlib import Path
from typing import Any

import pytest

from server.meetings.rules import Decided, closing_problem, decision_problem, opening_problem

VECTORS = json.loads((Path(__file__).parents[1] / "wire" / "meeting_vectors.json").read_text())


def named(case: dict[str, Any]) -> str:
    return str(case["name"])


def decided(decision: dict[str, Any]) -> Decided:
    return Decided(decision["text"], decision["decisionKind"], decision["howUsed"])


@pytest.mark.parametrize("case", VECTORS["opening"], ids=named)
def test_opening_is_decided_as_on_the_device(case: dict[str, Any]) -> None:
    assert opening_problem(case["purpose"]) == case["problem"]


@pytest.mark.parametrize("case", VECTORS["deciding"], ids=named)
def test_deciding_is_decided_as_on_the_device(case: dict[str, Any]) -> None:
    assert decision_problem(decided(case["decision"])) == case["problem"]


@pytest.mark.parametrize("case", VECTORS["closing"], ids=named)
def test_closing_is_decided_as_on_the_device(case: dict[str, Any]) -> None:
    assert closing_problem(map(decided, case["decisions"])) == case["problem"]
