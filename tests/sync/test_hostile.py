"""A hostile client: nothing leaks, nothing crashes, nothing is half applied."""

import json

import pytest

from server.kernel.ids import child_id, new_id
from tests.cast import AT, World, put
from tests.sync.test_push import add_note, mutation

BODIES = [
    b"",
    b"{",
    b"[]",
    b"null",
    b'"text"',
    b'{"account": 1}',
    b'{"account": "\\ud800", "device": "x"}',
    b'{"a":' * 300 + b"1" + b"}" * 300,
    b"[" * 100_000,
    b"\xff\xfe",
    b'{"account": "a", "device": "b", "mutations": [{"id": "c", "text": "\\ud800"}]}',
    json.dumps({"account": "x" * 100_000}).encode(),
    b'{"asof": {"x": {"clock": 99999999999999999999999999, "nonce": ""}}}',
]


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
async def test_a_body_that_cannot_be_read_gets_a_numbered_problem(world: World, body: bytes) -> None:
    response = await world.ana.http.post("/api/sync", content=body, headers={"content-type": "application/json"})
    assert response.status_code in (400, 403), response.text
    assert response.json()["number"].startswith(str(response.status_code))


async def test_ten_megabytes_are_refused_before_they_are_read(world: World) -> None:
    body = b'{"x": "' + b"x" * 10_000_000 + b'"}'
    response = await world.ana.http.post("/api/sync", content=body, headers={"content-type": "application/json"})
    assert (response.status_code, response.json()["name"]) == (413, "too_large")


async def test_a_mutation_without_a_name_is_malformed_as_a_whole(world: World) -> None:
    walk = await world.walkthrough(world.ana, world.ben, notes=0)
    nameless = {**add_note(world.ana, walk), "id": "not-an-id"}
    body = {
        "account": world.ana.account,
        "device": world.ana.device,
        "mutations": [add_note(world.ana, walk), nameless],
    }
    response = await world.ana.http.post("/api/sync", json=body)
    assert (response.status_code, response.json()["name"]) == (400, "malformed")
    assert await world.ana.sees("evidence_note") == []


@pytest.mark.parametrize(
    "values",
    [
        {"text": 5},
        {"text": ["a"]},
        {"text": {"a": {"b": 1}}},
        {"begunAt": "2026-03-02"},
        {"begunOffset": 2**70},
        {"begunOffset": 1.5},
        {"nothing": "known"},
        {"school_id": "x"},
        {"version": 0},
        {},
    ],
    ids=str,
)
async def test_fields_that_do_not_fit_are_refused(world: World, values: dict[str, object]) -> None:
    walk = await world.walkthrough(world.ana, world.ben, notes=0)
    op = {**put("evidence_note", new_id(), f"walkthrough:{walk}", **values), "from": {}}
    [verdict] = await world.ana.push(mutation(world.ana, "add_evidence_note", op))
    assert verdict.status == "rejected"
    assert await world.ana.sees("evidence_note") == []


async def test_a_row_of_one_visit_cannot_be_written_through_another(world: World) -> None:
    theirs = await world.walkthrough(world.ana, world.ben)
    note = (await world.ana.sees("evidence_note", scope=f"walkthrough:{theirs}"))[0]
    own = await world.walkthrough(world.chi, world.ben, notes=0)
    forged = put("evidence_note", note["id"], f"walkthrough:{own}", text="mine now")
    verdict = await world.chi.do("reword_evidence_note", forged)
    assert (verdict.status, verdict.problem) == ("rejected", "not_yours")
    unchanged = (await world.ana.sees("evidence_note", id=note["id"]))[0]
    assert unchanged["text"] == note["text"]


async def test_an_existing_scope_cannot_be_opened_again_by_somebody_else(world: World) -> None:
    walk = await world.walkthrough(world.ana, world.ben)
    scope = f"walkthrough:{walk}"
    values = {"classId": world.math, "protocolId": world.protocol, "observerId": world.dee.id, "startedAt": AT}
    visited = put("visited", child_id(walk, world.ben.id), scope, personId=world.ben.id, name="Ben")
    verdict = await world.dee.do("start_walkthrough", put("walkthrough", walk, scope, **values), visited)
    assert (verdict.status, verdict.problem) == ("rejected", "scope_exists")
    assert await world.dee.sees("evidence_note") == []


async def test_another_schools_scopes_and_people_are_out_of_reach(world: World) -> None:
    scope = f"staff:{world.school}"
    person = new_id()
    for school in (world.eli.school, world.school):
        one = put("person", person, scope, name="Mole")
        role = put("role", child_id(person, "admin"), scope, personId=person, role="admin")
        pushed = {**mutation(world.eli, "add_person", {**one, "from": {}}, {**role, "from": {}}), "school": school}
        [verdict] = await world.eli.push(pushed)
        assert verdict.status in ("parked", "rejected")
    assert person not in {row["id"] for row in await world.ana.sees("person")}
    assert {row["scope"] for row in world.eli.base.values()}.isdisjoint({scope, f"school:{world.school}"})


async def test_thousands_of_ops_and_unknown_seen_ids_change_nothing_else(world: World) -> None:
    await world.walkthrough(world.ana, world.ben, notes=1)
    note = (await world.ana.sees("evidence_note"))[0]
    op = {**put("evidence_note", note["id"], note["scope"], text="x"), "from": {"text": [new_id()]}}
    [many] = await world.ana.push(mutation(world.ana, "reword_evidence_note", *([op] * 150)))
    assert many.status == "rejected"
    [unknown] = await world.ana.push(mutation(world.ana, "reword_evidence_note", op))
    assert unknown.status == "applied"
    row = world.ana.base[note["id"]]
    assert {head["value"] for head in row["fields"]["text"]} == {note["text"], "x"}
