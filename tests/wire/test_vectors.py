"""Python does what the shared vectors say; `pwa/src/sync/merge.test.ts` holds the app to the same."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from server.kernel.ids import child_id
from server.sync import merge
from server.sync.digest import digest
from server.sync.purged import emptied
from tests.wire.write_vectors import HERE


def read(name: str) -> list[dict[str, Any]]:
    vectors: list[dict[str, Any]] = json.loads((HERE / f"{name}.json").read_text())
    return vectors


def test_merging_gives_what_the_vectors_say() -> None:
    for history in read("merge_vectors"):
        content = merge.empty()
        for step in history["steps"]:
            pen, op = step["pen"], step["op"]
            if op["op"] == "put":
                known = step["known"].__contains__
                merge.put(content, pen["mutation"], pen["by"], pen["at"], op["set"], op["from"], known)
            else:
                merge.remove(content, op["from"])
            assert content == step["content"]
        assert merge.alive(content) == history["alive"]
        for field, shown in history["shown"].items():
            assert [head["mutation"] for head in merge.shown(content, field)] == shown
            assert merge.two_wordings(content, field) == (field in history["twoWordings"])


def test_children_have_the_ids_of_the_vectors() -> None:
    for vector in read("ids"):
        assert child_id(*vector["parts"]) == vector["id"]


def test_lists_of_scopes_have_the_digests_of_the_vectors() -> None:
    for vector in read("digests"):
        assert digest(vector["scopes"]) == vector["digest"]


def test_what_is_left_of_a_purged_mutation_is_what_the_vectors_say() -> None:
    for vector in read("purge_vectors"):
        places = [(place["row"], place["field"]) for place in vector["places"]]
        assert emptied(vector["mutation"], places) == vector["after"]


@given(st.permutations(range(4)), st.lists(st.integers(0, 3), max_size=3))
def test_no_order_of_arrival_changes_what_stands(order: list[int], replaced: list[int]) -> None:
    """Four edits of one field, the last of which saw some of the others: the same heads whoever comes first."""

    def merged(sequence: list[int]) -> set[str]:
        content, known = merge.empty(), set[str]()
        for number in sequence:
            seen = [f"m{n}" for n in replaced if n != 3] if number == 3 else []
            merge.put(content, f"m{number}", "A", "", {"text": number}, {"text": seen}, known.__contains__)
            known.add(f"m{number}")
        return {head["mutation"] for head in content["fields"]["text"]}

    assert merged(order) == merged([0, 1, 2, 3])
