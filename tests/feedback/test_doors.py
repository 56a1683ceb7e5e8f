"""Only the two who were there: every door of the server, tried by everybody else with ids that they should not have."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel.ids import new_id
from server.people.entering import become, open_account
from server.people.founding import Founding, found_school
from server.people.models import School
from server.people.passwords import hash_password
from server.sync import members
from tests.cast import Actor, World, put
from tests.conftest import PASSWORD, client
from tests.walkthroughs.visiting import Visit, given, ready

WORDS = ("Three students explained why 3/4 is larger.", "Students give reasons for their answers.")
ANSWER = "They had practised it on Monday."


async def answered(world: World, observer: Actor) -> tuple[Visit, str]:
    """A visit to Ben with everything that a visit may hold: shared, answered and consented to."""
    visit, note, _ = await given(world, observer)
    await world.ben.did("answer_feedback", visit.answering(world.ben, "context", ANSWER))
    await world.ben.did("allow_quote", visit.consenting(world.ben, note))
    return visit, note


def tells_nothing(told: str, visit: Visit) -> None:
    """No word, no id and no scope of the visit stands in what was told."""
    for word in (*WORDS, ANSWER, visit.id, visit.feedback):
        assert word not in told


async def export_of(actor: Actor) -> str:
    response = await actor.http.get("/api/export")
    assert response.status_code == 200
    return response.text


async def test_the_export_of_both_who_were_there_holds_every_word(world: World) -> None:
    await answered(world, world.chi)
    for one in (world.chi, world.ben):
        told = json.dumps(json.loads(await export_of(one)), ensure_ascii=False)
        assert all(word in told for word in (*WORDS, ANSWER)), f"{one.name}'s export lacks something"


async def test_nobody_else_s_export_tells_of_the_visit(world: World) -> None:
    visit, _ = await answered(world, world.chi)
    for other in (world.ana, world.dee, world.eli, world.fay):
        tells_nothing(await export_of(other), visit)


async def test_the_teacher_s_export_tells_nothing_before_sharing(world: World) -> None:
    visit, _, _ = await ready(world)
    tells_nothing(await export_of(world.ben), visit)


async def test_the_teacher_s_export_tells_nothing_after_a_withdrawal(world: World) -> None:
    visit, _, _ = await given(world)
    await world.ana.did("withdraw_share", visit.withdrawing())
    tells_nothing(await export_of(world.ben), visit)


async def test_asking_for_a_scope_by_name_opens_nothing(world: World) -> None:
    visit, _ = await answered(world, world.chi)
    for other in (world.ana, world.dee, world.eli, world.fay):
        other.behind = {visit.scope: 0, f"person:{world.ben.id}": 0}
        told = await other.sync([])
        tells_nothing(json.dumps(told["rows"] + told["records"]), visit)
        assert visit.scope not in told["granted"] | (told["scopes"] or {})


async def test_asking_from_the_beginning_opens_nothing(world: World) -> None:
    visit, _ = await answered(world, world.chi)
    for other in (world.ana, world.dee, world.eli, world.fay):
        other.asof, other.behind, other.scopes, other.base = None, {}, {}, {}
        while (told := await other.sync([]))["more"]:
            tells_nothing(json.dumps(told), visit)
        tells_nothing(json.dumps(told), visit)


async def test_writing_over_a_row_of_the_visit_tells_nothing_of_it(world: World) -> None:
    visit, note = await answered(world, world.chi)
    mine, _, _ = await ready(world, world.ana)
    for other in (world.ana, world.dee, world.eli, world.fay):
        for scope in (visit.scope, mine.scope, f"team:{world.team}"):
            op = {**put("evidence_note", note, scope, text="x", begunAt="2026-03-02T15:00:00.000Z"), "from": {}}
            body = {"id": new_id(), "school": other.school, "verb": "reword_evidence_note", "ops": [op]}
            told = await other.sync([{**body, "schema": 1, "at": "2026-03-02T15:00:00.000Z"}])
            assert told["results"][0]["status"] != "applied"
            assert WORDS[0] not in json.dumps(told["results"] + told["records"])


async def test_no_route_that_can_be_read_tells_of_the_visit(world: World) -> None:
    visit, note = await answered(world, world.chi)
    described = (await world.ana.http.get("/schema/openapi.json")).json()
    paths = [path for path, methods in described["paths"].items() if "get" in methods and "events" not in path]
    assert len(paths) >= 3
    for other in (world.ana, world.dee, world.eli, world.fay):
        for path in paths:
            for guess in (visit.id, note, world.ben.id, visit.scope):
                tried = path if "{" not in path else f"{path.partition('{')[0]}{guess}"
                told = await other.http.get(tried)
                assert told.status_code < 500
                tells_nothing(told.text, visit)


async def test_somebody_who_is_not_signed_in_is_told_nothing(world: World) -> None:
    visit, _ = await answered(world, world.chi)
    async with client(world.app, world.clock) as nobody:
        for path in ("/api/export", "/api/me", "/api/sync/events"):
            told = await nobody.get(path)
            assert told.status_code == 401
            tells_nothing(told.text, visit)
        asked = {"protocol": 1, "account": world.ben.account, "device": world.ben.device, "behind": {visit.scope: 0}}
        assert (await nobody.post("/api/sync", json=asked)).status_code == 401


async def test_another_s_account_in_a_request_opens_nothing(world: World) -> None:
    await answered(world, world.chi)
    asked = {"protocol": 1, "account": world.ben.account, "device": world.ben.device, "mutations": []}
    told = await world.ana.http.post("/api/sync", json=asked)
    assert (told.status_code, told.json()["name"]) == (403, "wrong_account")


async def test_a_guess_that_is_right_is_answered_like_one_that_is_wrong(world: World) -> None:
    visit, note = await answered(world, world.chi)
    right = await world.dee.do("allow_quote", visit.consenting(world.dee, note))
    nowhere = f"walkthrough:{new_id()}"
    wrong = await world.dee.do("allow_quote", {**visit.consenting(world.dee, new_id()), "scope": nowhere})
    assert (right.status, right.problem) == (wrong.status, wrong.problem) == ("parked", None)


async def test_the_district_reads_no_visit_of_its_schools(world: World) -> None:
    visit, _ = await answered(world, world.chi)
    async with district(world) as dora:
        assert [row["isDistrict"] for row in await dora.sees("school")] == [True]
        assert {scope.partition(":")[2] for scope in dora.scopes} <= {dora.id, dora.school}
        tells_nothing(json.dumps(list(dora.base.values())), visit)
        tells_nothing(await export_of(dora), visit)
        for verb, op in (
            ("add_evidence_note", visit.note(new_id())),
            ("answer_feedback", visit.answering(dora)),
            ("share_feedback", visit.sharing()),
        ):
            assert (await dora.do(verb, op)).status != "applied"


async def test_the_log_has_no_word_of_a_note(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    visit, note = await answered(world, world.chi)
    await world.dee.do("reword_evidence_note", visit.put("evidence_note", note, text=WORDS[0]))
    await world.chi.do("add_evidence_note", visit.put("evidence_note", new_id(), text=WORDS[1], begunAt="not a time"))
    # the driver quotes values in its own debug log, which nothing turns on
    said = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("aiosqlite"))
    assert all(word not in said for word in (*WORDS, ANSWER))


async def test_downloading_is_reading(world: World) -> None:
    visit, _, _ = await given(world)
    assert WORDS[1] in await export_of(world.ben)
    assert (await world.ana.do("withdraw_share", visit.withdrawing())).problem == "already_read"


async def test_a_share_taken_back_while_the_answer_is_made_is_not_in_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit, _, _ = await given(world)
    read = members.unread

    async def meanwhile(session: AsyncSession, wanted: list[tuple[str, str]]) -> list[tuple[str, str]]:
        found = await read(session, wanted)
        monkeypatch.setattr(members, "unread", read)
        await world.ana.did("withdraw_share", visit.withdrawing())
        return found

    await world.ana.pull()
    monkeypatch.setattr(members, "unread", meanwhile)
    told = await world.ben.sync([])
    tells_nothing(json.dumps(told["rows"] + told["records"]), visit)
    assert visit.scope not in world.ben.scopes


@asynccontextmanager
async def district(world: World) -> AsyncIterator[Actor]:
    """Dora administers the district that Harbor Street School belongs to."""
    house, account = world.app.state.house, new_id()
    founding = Founding(
        name="Bay District",
        time_zone="America/New_York",
        is_district=True,
        admin_name="Dora",
        year_start="2025-08-25",
        year_end="2026-06-12",
    )
    await found_school(house.ledger, founding)
    async with house.ledger.writing(world.school, world.ana.id, "join_district") as write:
        await write.put(School, world.school, f"school:{world.school}", district_id=founding.school)
    secret = await hash_password(PASSWORD)
    async with house.database.writing() as writing:
        named = {"email": "dora@bay.example", "name": "Dora", "language": "en", "password_hash": secret}
        await open_account(writing, account, **named)
        await become(writing, account, founding.admin, founding.school)
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(client(world.app, world.clock))
        body = {"email": "dora@bay.example", "password": PASSWORD, "deviceLabel": "laptop"}
        told = (await http.post("/api/sign-in", json=body)).json()
        yield Actor("Dora", http, founding.admin, founding.school, account, told["device"])
