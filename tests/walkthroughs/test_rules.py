"""Who may be visited, what may be discarded, and in which week a visit falls: vectors that the device holds too."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from server.kernel.clock import moment
from server.walkthroughs.rules import OBSERVING, discard_problem, ever_was, start_problem, week_of

VECTORS = json.loads((Path(__file__).parents[1] / "wire" / "sharing_vectors.json").read_text())


def named(case: dict[str, Any]) -> str:
    return str(case["name"])


@pytest.mark.parametrize("case", VECTORS["starting"], ids=named)
def test_starting_is_decided_as_on_the_device(case: dict[str, Any]) -> None:
    assert start_problem(case["observer"], case["visited"], case["teachers"]) == case["problem"]


@pytest.mark.parametrize("case", VECTORS["discarding"], ids=named)
def test_discarding_is_decided_as_on_the_device(case: dict[str, Any]) -> None:
    assert discard_problem(case["discarded"], case["shared"]) == case["problem"]


@pytest.mark.parametrize("case", VECTORS["weeks"], ids=named)
def test_a_visit_falls_in_the_school_s_own_week(case: dict[str, Any]) -> None:
    assert week_of(moment(case["moment"]), case["zone"]) == case["week"]


def test_weeks_follow_each_other_without_a_gap_over_ten_years() -> None:
    monday = datetime(2024, 1, 1, 12, tzinfo=UTC)
    weeks = [week_of(monday + timedelta(weeks=count), "UTC") for count in range(520)]
    assert len(set(weeks)) == 520
    assert weeks == sorted(weeks)


def test_a_path_is_no_time_zone() -> None:
    assert week_of(datetime(2026, 3, 2, tzinfo=UTC), "../../etc/passwd") == "2026-W10"


def test_peers_observe_as_leaders_do_and_nobody_else() -> None:
    assert set(OBSERVING) == {"leader", "teacher"}


@pytest.mark.parametrize("moment", ["2026-02-30T10:00:00Z", "0000-05-01T10:00:00Z", "9999-12-31T23:59:59Z"])
def test_a_moment_that_never_was_starts_no_visit(moment: str) -> None:
    assert not ever_was(moment)
    assert ever_was("1970-01-01T00:00:00Z")
