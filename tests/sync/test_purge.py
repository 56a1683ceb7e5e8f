"""Words taken back for good: after it and a sync, no table, no file of the database and no answer holds them."""

import json
from pathlib import Path
from typing import Any

from server.kernel.ids import child_id, new_id
from tests.cast import AT, Actor, World, put

NAME = "Maria Quispe"
CLEAN = "a learner explains her path to a partner"


def mutation(actor: Actor, verb: str, *ops: dict[str, Any]) -> dict[str, Any]:
    return {"id": new_id(), "school": actor.school, "verb": verb, "schema": 1, "at": AT, "ops": list(ops)}


def text_op(note: str, walk: str, text: str, *seen: str) -> dict[str, Any]:
    return {**put("evidence_note", note, f"walkthrough:{walk}", text=text), "from": {"text": list(seen)}}


def on_disk(world: World) -> bytes:
    """The database file with all that lies beside it, as bytes."""
    file = Path(world.app.state.house.database.engine.url.database)
    return b"".join(one.read_bytes() for one in sorted(file.parent.glob(f"{file.name}*")))


async def a_named_note(world: World) -> tuple[str, str, list[dict[str, Any]]]:
    """A visit with a note in which a name stands, reworded twice; the mutations as Ana's tablet sent them."""
    walk, note = await world.walkthrough(world.ana, world.ben, notes=0), new_id()
    first = {**put("evidence_note", note, f"walkthrough:{walk}", text=f"{NAME} said 7", begunAt=AT), "from": {}}
    sent = [mutation(world.ana, "add_evidence_note", first)]
    for words in (f"{NAME} said 7 of 9", f"{NAME} said 7 of 9 pairs"):
        sent.append(mutation(world.ana, "reword_evidence_note", text_op(note, walk, words, sent[-1]["id"])))
    assert [verdict.status for verdict in await world.ana.push(*sent)] == ["applied"] * 3
    assert NAME.encode() in on_disk(world)
    return walk, note, sent


async def purge(actor: Actor, note: str, walk: str, *seen: str, text: str = CLEAN) -> dict[str, Any]:
    answer = await actor.sync([mutation(actor, "purge_words", text_op(note, walk, text, *seen))])
    assert [one["status"] for one in answer["results"]] == ["applied"]
    return answer


async def test_a_name_is_gone_from_every_table_and_every_byte_of_the_database(world: World) -> None:
    walk, note, sent = await a_named_note(world)
    answer = await purge(world.ana, note, walk, sent[-1]["id"])
    assert NAME not in json.dumps(answer)
    assert NAME.encode() not in on_disk(world)
    assert [one["text"] for one in await world.ana.sees("evidence_note")] == [CLEAN]
    export = await world.ana.http.get("/api/export")
    assert NAME not in export.text
    assert CLEAN in export.text


async def test_every_device_of_its_author_is_told_which_mutations_to_empty_whenever_it_comes(world: World) -> None:
    walk, note, sent = await a_named_note(world)
    away = dict(world.ana.asof or {})
    here = await purge(world.ana, note, walk, sent[-1]["id"])
    ids = sorted(one["id"] for one in sent)
    told = [{"mutation": one, "row": note, "field": "text"} for one in ids]
    assert sorted(here["purged"], key=lambda one: one["mutation"]) == told
    assert (await world.ana.sync([]))["purged"] == []
    world.ana.asof = away
    assert sorted((await world.ana.sync([]))["purged"], key=lambda one: one["mutation"]) == told
    assert (await world.ben.sync([]))["purged"] == []


async def test_an_honest_repeat_gets_the_same_answer_and_brings_no_word_back(world: World) -> None:
    walk, note, sent = await a_named_note(world)
    first = (await world.ana.sync(sent))["results"]
    await purge(world.ana, note, walk, sent[-1]["id"])
    again = await world.ana.sync(sent)
    assert again["results"] == first
    assert {one["mutation"] for one in again["purged"]} == {one["id"] for one in sent}  # an old file brought them
    emptied = [
        {**one, "emptied": True, "ops": [{**one["ops"][0], "set": {**one["ops"][0]["set"], "text": None}}]}
        for one in sent
    ]
    assert (await world.ana.sync(emptied))["results"] == first
    assert NAME.encode() not in on_disk(world)
    strange = await world.ben.push(*sent)
    assert [(one.status, one.problem) for one in strange] == [("rejected", "id_reused")] * 3


async def test_a_wording_that_nobody_had_seen_stands_beside_the_purge_until_somebody_chooses(world: World) -> None:
    walk, note, sent = await a_named_note(world)
    unseen = mutation(world.ana, "reword_evidence_note", text_op(note, walk, f"{NAME} smiled", sent[0]["id"]))
    await world.ana.push(unseen)
    answer = await purge(world.ana, note, walk, sent[-1]["id"])
    assert unseen["id"] not in {one["mutation"] for one in answer["purged"]}
    (row,) = [one for one in [*answer["rows"], *answer["records"]] if one["id"] == note]
    assert [head["value"] for head in row["fields"]["text"]] == [f"{NAME} smiled", CLEAN]
    heads = [head["mutation"] for head in row["fields"]["text"]]
    chosen = await world.ana.sync([mutation(world.ana, "reword_evidence_note", text_op(note, walk, CLEAN, *heads))])
    assert unseen["id"] in {one["mutation"] for one in chosen["purged"]}
    assert NAME.encode() not in on_disk(world)


async def test_what_the_purge_had_seen_and_comes_only_later_comes_without_its_words(world: World) -> None:
    """Ana's other tablet types on and goes into a drawer; a rescue file of it was opened here."""
    walk, note, sent = await a_named_note(world)
    late = mutation(world.ana, "reword_evidence_note", text_op(note, walk, f"{NAME} once more", sent[-1]["id"]))
    later = mutation(world.ana, "reword_evidence_note", text_op(note, walk, f"{NAME} at last", late["id"]))
    await purge(world.ana, note, walk, later["id"])
    answer = await world.ana.sync([later, late])
    assert [one["status"] for one in answer["results"]] == ["applied", "applied"]
    assert {one["mutation"] for one in answer["purged"]} >= {late["id"], later["id"]}
    assert NAME.encode() not in on_disk(world)
    assert [one["text"] for one in await world.ana.sees("evidence_note")] == [CLEAN]


async def test_what_waits_and_what_was_refused_is_emptied_too(world: World) -> None:
    walk, note, sent = await a_named_note(world)
    scope = f"walkthrough:{walk}"
    refused = mutation(world.ana, "no_such_verb", text_op(note, walk, f"{NAME} refused", sent[-1]["id"]))
    strength = new_id()
    waits = mutation(
        world.ana,
        "name_strength",
        {**put("strength", strength, scope, text=f"{NAME} leads"), "from": {}},
        {**put("strength_note", child_id(strength, new_id()), scope, strengthId=strength, noteId=new_id()), "from": {}},
    )
    verdicts = await world.ana.push(refused, waits)
    assert [one.status for one in verdicts] == ["rejected", "rejected"]
    told = await purge(world.ana, note, walk, sent[-1]["id"])
    assert refused["id"] in {one["mutation"] for one in told["purged"]}
    assert waits["id"] not in {one["mutation"] for one in told["purged"]}
    assert f"{NAME} refused".encode() not in on_disk(world)
    assert f"{NAME} leads".encode() in on_disk(world)  # another text, and nobody has taken that back


async def test_purging_is_for_whoever_wrote_it(world: World) -> None:
    walk = await world.shared(world.ana, world.ben)
    scope = f"walkthrough:{walk}"
    (note, *_) = await world.ben.sees("evidence_note", scope=scope)
    assert (await world.ben.do("purge_words", put("evidence_note", note["id"], scope, text="x"))).problem == "not_yours"
    answer = child_id(walk, "response", world.ben.id)
    said = {"teacherId": world.ben.id, "answer": "context"}
    await world.ben.did("answer_feedback", put("response", answer, scope, text=f"{NAME} had moved", **said))
    assert (await world.ana.do("purge_words", put("response", answer, scope, text="x"))).problem == "not_yours"
    await world.ben.did("purge_words", put("response", answer, scope, text="a new learner had moved"))
    (strength,) = await world.ana.sees("strength", scope=scope)
    await world.ana.did("reword_strength", put("strength", strength["id"], scope, text=f"{NAME} leads"))
    await world.ana.did("purge_words", put("strength", strength["id"], scope, text="learners lead"))
    asked = child_id(walk, "feedback")
    await world.ana.did("ask_growth_question", put("feedback", asked, scope, question=f"What helped {NAME}?"))
    await world.ana.did("purge_words", put("feedback", asked, scope, question="What helped them?"))
    assert NAME.encode() not in on_disk(world)
    two = put("evidence_note", note["id"], scope, text="x"), put("strength", strength["id"], scope, text="y")
    assert (await world.ana.do("purge_words", *two)).problem == "not_agreed_parts"


async def test_a_field_that_was_purged_keeps_no_earlier_wording_later_either(world: World) -> None:
    walk, note, sent = await a_named_note(world)
    await purge(world.ana, note, walk, sent[-1]["id"])
    scope = f"walkthrough:{walk}"
    await world.ana.did("reword_evidence_note", put("evidence_note", note, scope, text="slip: Quispe again"))
    await world.ana.did("reword_evidence_note", put("evidence_note", note, scope, text="no name"))
    assert b"Quispe" not in on_disk(world)
    assert [one["text"] for one in await world.ana.sees("evidence_note")] == ["no name"]
