"""When a charter can be signed and what it says: the vectors that the device is held to as well."""

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from server.inquiry.charter_rules import Signed, both_have_signed, is_whole, side_of, signing_problem
from server.people.school_days import make_calendar, school_days_after
from tests.house import HOUSE

VECTORS: dict[str, list[dict[str, Any]]] = json.loads((HOUSE / "tests/wire/charter_vectors.json").read_text())
COLUMNS = {"neverFor": "never_for"}


@pytest.mark.parametrize("case", VECTORS["side_of"], ids=lambda case: "+".join(case["roles"]) or "nobody")
def test_a_person_signs_for_one_side(case: dict[str, Any]) -> None:
    assert side_of(case["roles"]) == case["side"]


@pytest.mark.parametrize("case", VECTORS["signing"], ids=lambda case: case["title"])
def test_a_signature(case: dict[str, Any]) -> None:
    asked = {"in_force": case["inForce"], "replaces": case["replaces"], "standing": case["standing"]}
    assert signing_problem(case["side"], case["roles"], **asked) == case["problem"]


@pytest.mark.parametrize("case", VECTORS["whole"], ids=str)
def test_a_whole_text(case: dict[str, Any]) -> None:
    texts = [{COLUMNS.get(name, name): said for name, said in text.items()} for text in case["texts"]]
    assert is_whole(texts) == case["whole"]


@pytest.mark.parametrize("case", VECTORS["due"], ids=lambda case: case["title"])
def test_a_due_day_is_the_last_on_which_no_more_school_days_have_passed(case: dict[str, Any]) -> None:
    calendar = make_calendar("UTC", case["weekdays"], case["first"], case["last"], case["off"])
    start = noon(case["day"])
    if case["due"] is None:
        assert school_days_after(calendar, start, start + timedelta(days=400)) < case["days"]
        return
    due = noon(case["due"])
    assert school_days_after(calendar, start, due) <= max(case["days"] - 1, 0)
    assert school_days_after(calendar, start, due + timedelta(days=1)) == case["days"]


def test_two_of_one_side_are_not_both_sides() -> None:
    leader, teacher = Signed("leadership", ["leader"]), Signed("teachers", ["teacher", "representative"])
    assert not both_have_signed([leader, leader])
    assert not both_have_signed([leader, Signed("teachers", ["teacher"])])
    assert not both_have_signed([Signed("teachers", ["admin"]), Signed("leadership", ["representative"])])
    assert both_have_signed([leader, teacher])


def noon(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(12), UTC)
