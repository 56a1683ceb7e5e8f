"""Somebody who is let in and means harm: what a member of one scope may not do to the others."""

from types import SimpleNamespace

import pytest
from sqlalchemy import update

from server.kernel.ids import child_id, new_id
from server.kernel.problems import Refused
from server.people.models import Device
from server.sync.merge import REMEMBERED
from server.sync.pace import Pace
from tests.cast import AT, Actor, World, put
from tests.sync.test_push import add_note, mutation


async def meeting(world: World) -> str:
    """Chi's team sits down; Fay, a family member, is there."""
    row, scope = new_id(), f"team:{world.team}"
    times = {"startedAt": AT, "phaseStartedAt": AT}
    opened = put("meeting", row, scope, purpose="Talk", minutes=20, phase="gather", heldBy=world.chi.id, **times)
    await world.chi.did("open_meeting", opened)
    return row


async def test_nobody_takes_the_name_of_a_row_that_the_server_will_write(world: World) -> None:
    sitting, scope = await meeting(world), f"team:{world.team}"
    thought = {"meetingId": sitting, "phase": "gather", "text": "mine first"}
    wanted = {
        child_id(world.team, "next_block"),
        child_id(world.school, "next_block"),
        child_id(world.dee.id, "leader"),
        child_id(world.math, world.dee.id),
    }
    for name in wanted:
        verdict = await world.fay.do("contribute", put("contribution", name, scope, **thought))
        assert (verdict.status, verdict.problem) == ("rejected", "wrong_shape")
        decided = {"meetingId": sitting, "text": "so", "decisionKind": "shared"}
        verdict = await world.fay.do("decide", put("decision", name, scope, **decided))
        assert (verdict.status, verdict.problem) == ("rejected", "wrong_shape")


async def test_a_meeting_has_one_decision_by_name_and_others_by_chance(world: World) -> None:
    sitting, scope = await meeting(world), f"team:{world.team}"
    decided = {"meetingId": sitting, "text": "so", "decisionKind": "shared"}
    await world.fay.did("decide", put("decision", child_id(sitting, "decision"), scope, **decided))
    await world.fay.did("decide", put("decision", new_id(), scope, **decided))


async def test_nobody_piles_up_wordings_that_everybody_must_carry(world: World) -> None:
    few = 20
    sitting, scope = await meeting(world), f"team:{world.team}"
    decision = child_id(sitting, "decision")
    pile = [
        {**put("decision", decision, scope, meetingId=sitting, text=f"No {n}", decisionKind="shared"), "from": {}}
        for n in range(few + 3)
    ]
    verdicts = await world.fay.push(*(mutation(world.fay, "decide", one) for one in pile))
    assert [one.problem for one in verdicts] == [None] * few + ["two_wordings"] * 3
    chosen = put("decision", decision, scope, text="This one", decisionKind="shared", meetingId=sitting)
    await world.fay.did("decide", chosen)
    [stands] = await world.ben.sees("decision")
    assert stands["text"] == "This one"


async def test_nobody_piles_up_ids_of_what_never_was(world: World) -> None:
    sitting, scope = await meeting(world), f"team:{world.team}"
    decision = child_id(sitting, "decision")
    await world.fay.did("decide", put("decision", decision, scope, meetingId=sitting, text="a", decisionKind="shared"))
    unheard = [
        {**put("decision", decision, scope, text="b"), "from": {"text": [new_id() for _ in range(64)]}}
        for _ in range(REMEMBERED // 64 + 1)
    ]
    crowd = mutation(world.fay, "decide", *unheard[:1])
    assert (await world.fay.push(crowd))[0].status == "applied"
    verdicts = await world.fay.push(*(mutation(world.fay, "decide", one) for one in unheard[1:]))
    assert "two_wordings" in {one.problem for one in verdicts}


def request(actor: Actor, **more: object) -> dict[str, object]:
    return {"account": actor.account, "device": actor.device, "asof": actor.asof, **more}


async def test_thousands_of_scopes_named_as_behind_are_no_trouble(world: World) -> None:
    await world.dee.pull()
    await world.walkthrough(world.ana, world.ben, notes=0)
    behind = {f"{n:x}": 0 for n in range(40_000)}
    answer = await world.dee.http.post("/api/sync", json=request(world.dee, behind=behind))
    assert (answer.status_code, answer.json()["behind"]) == (200, {})


async def test_who_sends_without_end_is_told_to_wait_and_keeps_everything(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.sync.pace.EACH_SECOND", 1)
    world.app.state.exchange.pace.at_once = 100_000
    sent = [{"id": new_id(), "school": world.school, "verb": "x" * 60_000} for _ in range(2)]
    first = await world.fay.http.post("/api/sync", json=request(world.fay, mutations=sent[:1]))
    second = await world.fay.http.post("/api/sync", json=request(world.fay, mutations=sent[1:]))
    assert (first.status_code, second.status_code) == (200, 429)
    assert int(second.headers["retry-after"]) >= 1
    await world.ben.pull()


def test_the_pace_comes_back_with_time(monkeypatch: pytest.MonkeyPatch) -> None:
    pace = Pace(at_once=1000)
    monkeypatch.setattr("server.sync.pace.time", SimpleNamespace(monotonic=lambda: 100.0))
    pace.spend("ana", 1000)
    with pytest.raises(Refused):
        pace.spend("ana", 1000)
    pace.spend("ben", 1000)
    monkeypatch.setattr("server.sync.pace.time", SimpleNamespace(monotonic=lambda: 101.0))
    pace.spend("ana", 1000)


async def test_what_waits_has_an_end_and_goes_back_to_its_author(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.sync.crowd.MOST_WAITING", 2)
    nowhere = [add_note(world.dee, new_id()) for _ in range(3)]
    verdicts = await world.dee.push(*nowhere)
    assert [one.status for one in verdicts] == ["parked", "parked", "rejected"]
    assert (verdicts[2].problem, await world.dee.push(nowhere[2])) == ("waited_too_long", [verdicts[2]])
    assert [one.status for one in await world.chi.push(add_note(world.chi, new_id()))] == ["parked"]


async def test_the_name_of_anothers_change_tells_nothing_of_when_it_was(world: World) -> None:
    walk = await world.walkthrough(world.ana, world.ben, notes=0)
    note = add_note(world.ana, walk)
    await world.ana.push(note)
    [verdict] = await world.eli.push({**note, "school": world.eli.school})
    assert (verdict.problem, verdict.clock) == ("id_reused", 0)


async def test_what_a_closed_device_sends_waits_even_for_a_school_to_be_joined(world: World) -> None:
    async with world.app.state.house.database.writing() as session:
        await session.execute(update(Device).where(Device.id == world.dee.device).values(state="closed"))
    elsewhere = {**add_note(world.dee, new_id()), "school": world.eli.school}
    answer = await world.dee.sync([elsewhere])
    assert answer["results"][0]["waitsFor"] == f"device:{world.dee.device}"


async def test_nobody_learns_from_a_refusal_who_sits_on_another_team(world: World) -> None:
    own = new_id()
    scope = f"team:{own}"
    await world.dee.did("make_team", put("team", own, scope, name="Mine", patterns="rooms"))
    answers = set()
    for person in (world.ben.id, world.dee.id):  # Ben sits on Chi's team, Dee does not
        probe = put("team_member", child_id(world.team, person), scope, personId=person, name="x", covered=False)
        for verb in ("add_team_member", "make_team"):
            verdict = await world.dee.do(verb, probe)
            answers.add((verb, verdict.status, verdict.problem))
    assert len(answers) == 2


async def test_no_browser_takes_an_answer_for_anything_else_or_keeps_it(world: World) -> None:
    for path in ("/api/me", "/api/export", "/api/nothing", "/api/front-door"):
        answer = await world.ben.http.get(path)
        assert (answer.headers["x-content-type-options"], answer.headers["cache-control"]) == ("nosniff", "no-store")
    answer = await world.ben.http.post("/api/sync", json=request(world.ben))
    assert (answer.headers["x-content-type-options"], answer.headers["cache-control"]) == ("nosniff", "no-store")
