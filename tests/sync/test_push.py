"""The way in: verdicts that are final, repeats that are the same answer, faults that stop nobody else."""

import pytest
from sqlalchemy import func, select

from server.kernel.ids import child_id, new_id
from server.kernel.verbs import Write
from server.sync import registry
from server.sync.models import Log, Revision
from server.walkthroughs.models import EvidenceNote
from tests.cast import AT, Actor, World, put


def add_note(actor: Actor, walk: str, text: str = "7 of 9 pairs") -> dict[str, object]:
    scope = f"walkthrough:{walk}"
    op = {**put("evidence_note", new_id(), scope, text=text, begunAt=AT), "from": {}}
    return mutation(actor, "add_evidence_note", op)


def mutation(actor: Actor, verb: str, *ops: dict[str, object]) -> dict[str, object]:
    return {"id": new_id(), "school": actor.school, "verb": verb, "schema": 1, "at": AT, "ops": list(ops)}


async def count(world: World, model: type) -> int:
    async with world.app.state.house.database.reading() as session:
        return (await session.execute(select(func.count()).select_from(model))).scalar_one()


async def test_a_repeat_is_answered_as_the_first_time_and_done_once(world: World) -> None:
    walk = await world.walkthrough(world.ana, world.ben, notes=0)
    note = add_note(world.ana, walk)
    first = await world.ana.push(note)
    assert await world.ana.push(note) == first
    assert await world.ana.push(note, note) == [first[0], first[0]]
    assert len(await world.ana.sees("evidence_note")) == 1


async def test_other_words_under_a_known_id_are_refused(world: World) -> None:
    walk = await world.walkthrough(world.ana, world.ben, notes=0)
    note = add_note(world.ana, walk)
    await world.ana.push(note)
    for other in ({**note, "ops": add_note(world.ana, walk)["ops"]}, {**note, "verb": "reword_evidence_note"}):
        assert [(v.status, v.problem) for v in await world.ana.push(other)] == [("rejected", "id_reused")]
    assert [(v.status, v.problem) for v in await world.ben.push(note)] == [("rejected", "id_reused")]
    assert len(await world.ana.sees("evidence_note")) == 1


async def test_all_ops_of_a_mutation_apply_or_none(world: World) -> None:
    walk = await world.walkthrough(world.ana, world.ben, notes=0)
    note, scope = new_id(), f"walkthrough:{walk}"
    strange = put("note_tag", child_id(note, world.look_fors[0]), scope, noteId=note, lookForId=note)
    verdict = await world.ana.do("add_evidence_note", put("evidence_note", note, scope, text="x", begunAt=AT), strange)
    assert verdict.status != "applied"
    assert await world.ana.sees("evidence_note") == []


async def test_what_is_wrong_with_one_never_stops_the_next(world: World) -> None:
    walk = await world.walkthrough(world.ana, world.ben, notes=0)
    wrong = [
        mutation(world.ana, "no_such_verb", put("evidence_note", new_id(), f"walkthrough:{walk}", text="x")),
        {**add_note(world.ana, walk), "ops": "none"},
        {**add_note(world.ana, walk), "schema": "new"},
        mutation(world.ana, "add_evidence_note"),
        add_note(world.ana, walk, "x" * 9000),
        add_note(world.ana, walk, "a\u0000b"),
        {**add_note(world.ana, walk), "at": "yesterday"},
        mutation(world.ana, "add_evidence_note", {"op": "burn"}),
    ]
    verdicts = await world.ana.push(*wrong, add_note(world.ana, walk, "still here"))
    assert [v.status for v in verdicts] == ["rejected"] * len(wrong) + ["applied"]
    assert [note["text"] for note in await world.ana.sees("evidence_note")] == ["still here"]


async def test_what_is_not_applied_is_kept_whole_on_the_server(world: World) -> None:
    walk = await world.walkthrough(world.ana, world.ben, notes=0)
    refused = mutation(
        world.ana, "no_such_verb", {**put("evidence_note", new_id(), f"walkthrough:{walk}", text="kept")}
    )
    await world.ana.push(refused)
    async with world.app.state.house.database.reading() as session:
        kept = await session.get(Revision, (refused["id"], 0))
        log = await session.get(Log, refused["id"])
    assert kept.op["mutation"]["ops"][0]["set"] == {"text": "kept"}
    assert (log.status, log.problem) == ("rejected", "unknown_verb")


async def test_a_fault_of_ours_parks_that_mutation_alone_and_is_healed_by_the_next_start(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from server.sync.opening import open_sync
    from server.sync.schemas import AppBuilds

    async def broken(_: Write) -> None:
        raise ZeroDivisionError

    walk = await world.walkthrough(world.ana, world.ben, notes=0)
    good = registry.VERBS["add_evidence_note"]
    verbs = {**registry.VERBS, "add_evidence_note": type(good)(good.name, puts=good.puts, check=broken)}
    monkeypatch.setattr(registry, "VERBS", verbs)
    note, finish = add_note(world.ana, walk), put("walkthrough", walk, f"walkthrough:{walk}", finishedAt=AT)
    verdicts = await world.ana.push(note, mutation(world.ana, "finish_walkthrough", {**finish, "from": {}}))
    assert [(v.status, v.problem) for v in verdicts] == [("parked", "our_fault"), ("applied", None)]
    monkeypatch.undo()
    await open_sync(world.app.state.house.database, AppBuilds(min_build=0, latest_build=1))
    answer = await world.ana.sync([])
    assert [one["status"] for one in answer["settled"]] == ["applied"]
    assert len(await world.ana.sees("evidence_note")) == 1


async def test_the_machines_trouble_leaves_nothing_half_done(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from sqlalchemy.exc import OperationalError

    async def full(_: Write) -> None:
        raise OperationalError("insert", {}, Exception("database or disk is full"))

    walk = await world.walkthrough(world.ana, world.ben, notes=0)
    before = await count(world, Log)
    good = registry.VERBS["finish_walkthrough"]
    verbs = {**registry.VERBS, "finish_walkthrough": type(good)(good.name, puts=good.puts, effect=full)}
    monkeypatch.setattr(registry, "VERBS", verbs)
    finish = {**put("walkthrough", walk, f"walkthrough:{walk}", finishedAt=AT), "from": {}}
    body = {"account": world.ana.account, "device": world.ana.device, "asof": None}
    pushed = [add_note(world.ana, walk), mutation(world.ana, "finish_walkthrough", finish)]
    response = await world.ana.http.post("/api/sync", json={**body, "mutations": pushed})
    assert (response.status_code, response.json()["name"]) == (507, "disk_full")
    monkeypatch.undo()
    assert await count(world, Log) == before
    assert [v.status for v in await world.ana.push(*pushed)] == ["applied", "applied"]


async def test_what_the_store_does_not_take_parks_its_mutation_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fifty are written together, and one of them does not fit: the others stand, with the verdicts of a good day."""

    async def takes_anothers_name(write: Write) -> None:
        await write.put(EvidenceNote, world.math, write.ops[0].scope, text="under the name of a class")

    walk = await world.walkthrough(world.ana, world.ben, notes=0)
    good = registry.VERBS["finish_walkthrough"]
    verbs = {**registry.VERBS, good.name: type(good)(good.name, puts=good.puts, effect=takes_anothers_name)}
    monkeypatch.setattr(registry, "VERBS", verbs)
    finish = mutation(
        world.ana, good.name, {**put("walkthrough", walk, f"walkthrough:{walk}", finishedAt=AT), "from": {}}
    )
    early, notes = add_note(world.ana, new_id()), [add_note(world.ana, walk, f"note {n}") for n in range(2)]
    verdicts = await world.ana.push(notes[0], finish, early, notes[1])
    assert [(v.status, v.problem) for v in verdicts] == [
        ("applied", None),
        ("parked", "our_fault"),
        ("parked", None),
        ("applied", None),
    ]
    assert [v.clock for v in verdicts] == list(range(verdicts[0].clock, verdicts[0].clock + 4))
    assert {note["text"] for note in await world.ana.sees("evidence_note")} == {"note 0", "note 1"}
    assert [lesson["title"] for lesson in await world.ana.sees("class")] == ["Math 4B"]
    assert await world.ana.push(notes[0], finish, early, notes[1]) == verdicts


async def test_a_row_written_twice_in_one_request_ends_as_it_was_last(world: World) -> None:
    walk = await world.walkthrough(world.ana, world.ben, notes=0)
    note = add_note(world.ana, walk, "first")
    op = note["ops"][0]  # type: ignore[index]
    again = mutation(
        world.ana, "reword_evidence_note", {**op, "set": {"text": "second"}, "from": {"text": [note["id"]]}}
    )
    refused = mutation(world.ana, "reword_evidence_note", {**op, "set": {"text": "third", "begunAt": AT}, "from": {}})
    verdicts = await world.ana.push(note, again, refused)
    assert [v.status for v in verdicts] == ["applied", "applied", "rejected"]
    [kept] = await world.ana.sees("evidence_note")
    assert (kept["text"], world.ana.base[kept["id"]]["version"]) == ("second", verdicts[1].clock)


async def test_the_log_has_no_words(world: World) -> None:
    walk = await world.walkthrough(world.ana, world.ben, notes=0)
    note = add_note(world.ana, walk, "unmistakable")
    await world.ana.push(note)
    async with world.app.state.house.database.reading() as session:
        log = await session.get(Log, note["id"])
    assert "unmistakable" not in str({name: getattr(log, name) for name in Log.__mapper__.columns.keys()})


async def test_more_than_a_request_may_hold_is_answered_for_a_prefix(world: World) -> None:
    walk = await world.walkthrough(world.ana, world.ben, notes=0)
    verdicts = await world.ana.push(*(add_note(world.ana, walk) for _ in range(60)))
    assert len(verdicts) == 50
