"""When feedback may be shared: the vectors that the device holds too, and the whole space of small cases."""

import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from server.feedback.rules import Named, Rests, resting_problem, sharing_problem
from server.kernel.problems import PROBLEMS

VECTORS = json.loads((Path(__file__).parents[1] / "wire" / "sharing_vectors.json").read_text())


def named(case: dict[str, Any]) -> str:
    return str(case["name"])


@pytest.mark.parametrize("case", VECTORS["sharing"], ids=named)
def test_sharing_is_decided_as_on_the_device(case: dict[str, Any]) -> None:
    strengths = [Named(strength["id"], strength["wordings"]) for strength in case["strengths"]]
    links = [Rests(*link) for link in case["links"]]
    assert sharing_problem(strengths, links, case["notes"], case["question"]) == case["problem"]


@pytest.mark.parametrize("case", VECTORS["resting"], ids=named)
def test_resting_is_decided_as_on_the_device(case: dict[str, Any]) -> None:
    assert (
        resting_problem(case["strengths"], [Rests(*link) for link in case["links"]], case["notes"]) == case["problem"]
    )


def test_every_problem_that_a_rule_names_is_a_numbered_one() -> None:
    named_problems = {case["problem"] for group in VECTORS.values() for case in group if case.get("problem")}
    assert named_problems <= PROBLEMS.keys()


def test_what_can_be_shared_always_has_a_strength_and_every_strength_a_note() -> None:
    strengths, notes = ("s1", "s2"), ("n1", "n2")
    pairs = [Rests(strength, note) for strength in strengths for note in notes]
    for kept in product((False, True), repeat=len(strengths) + len(notes) + len(pairs)):
        there = [Named(s, ["words"]) for s, keep in zip(strengths, kept, strict=False) if keep]
        left = {n for n, keep in zip(notes, kept[2:], strict=False) if keep}
        links = [pair for pair, keep in zip(pairs, kept[4:], strict=True) if keep]
        grounded = all(any(x.strength == s.id and x.note in left for x in links) for s in there)
        assert (sharing_problem(there, links, left, []) is None) == (bool(there) and grounded)


def test_adding_a_note_under_a_strength_never_makes_sharing_harder() -> None:
    strengths = [Named("s1", ["They explain"])]
    before = [Rests("s1", "n1")]
    assert sharing_problem(strengths, before, {"n1"}, []) is None
    assert sharing_problem(strengths, [*before, Rests("s1", "n2")], {"n1", "n2"}, []) is None
