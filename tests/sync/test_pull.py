"""The way out: everything in my scopes, nothing else, in pages that never split or skip."""

import pytest

from server.kernel.ids import child_id, new_id
from server.sync import pull
from tests.cast import Actor, World, put
from tests.sync.test_push import add_note


def newcomer(actor: Actor) -> Actor:
    """The same session with an empty store."""
    return Actor(actor.name, actor.http, actor.id, actor.school, actor.account, actor.device)


@pytest.mark.parametrize("page", [1, 2, 3, 7])
async def test_pages_bring_everything_exactly(world: World, monkeypatch: pytest.MonkeyPatch, page: int) -> None:
    await world.shared(world.ana, world.ben)
    await world.walkthrough(world.ana, world.chi, await chis_class(world), notes=3)
    whole, paged = newcomer(world.ana), newcomer(world.ana)
    await whole.pull()
    monkeypatch.setattr(pull, "PAGE", page)
    await paged.pull()
    assert paged.base == whole.base
    assert paged.scopes == whole.scopes
    assert paged.asof == whole.asof


async def chis_class(world: World) -> str:
    row, scope = new_id(), f"staff:{world.school}"
    lesson = put("class_teacher", child_id(row, world.chi.id), scope, classId=row, personId=world.chi.id)
    await world.ana.did("add_class", put("class", row, scope, title="Science 4"), lesson)
    return row


async def test_a_page_in_the_middle_of_others_work_skips_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    walk = await world.walkthrough(world.ana, world.ben, notes=4)
    monkeypatch.setattr(pull, "PAGE", 2)
    late = newcomer(world.ana)
    while (await late.sync([]))["more"]:
        await world.ana.push(add_note(world.ana, walk)) if len(late.base) < 30 else None
    await world.ana.pull()
    await late.pull()
    assert late.base == world.ana.base


async def test_absence_from_the_whole_list_is_the_end_of_a_membership(world: World) -> None:
    scope = f"team:{world.team}"
    assert scope in world.fay.scopes or await world.fay.sees("team")
    seat = {"op": "remove", "kind": "team_member", "id": child_id(world.team, world.fay.id), "scope": scope}
    await world.chi.did("leave_team", seat)
    answer = await world.fay.sync([])
    assert scope in answer["ended"]
    assert scope not in answer["scopes"]
    assert all(row["scope"] != scope for row in world.fay.base.values())


async def test_a_device_with_a_wrong_list_of_scopes_is_sent_the_whole_list(world: World) -> None:
    await world.ben.pull()
    body = {"account": world.ben.account, "device": world.ben.device, "asof": world.ben.asof}
    wrong = await world.ben.http.post("/api/sync", json={**body, "scopesDigest": "00000000-0"})
    assert wrong.json()["scopes"] == world.ben.scopes
    from server.sync.digest import digest

    right = await world.ben.http.post("/api/sync", json={**body, "scopesDigest": digest(world.ben.scopes)})
    assert right.json()["scopes"] is None


async def test_a_lost_answer_is_given_again(world: World) -> None:
    await world.ben.pull()
    before = world.ben.asof
    await world.shared(world.ana, world.ben)
    first = await world.ben.sync([])
    world.ben.asof = before
    again = await world.ben.sync([])
    assert first["granted"] == again["granted"]
    assert {row["id"] for row in first["rows"]} <= {row["id"] for row in again["rows"]}


async def test_another_timeline_is_recognised_by_its_nonce(world: World) -> None:
    await world.ana.pull()
    asof = world.ana.asof or {}
    clock = asof[world.school]["clock"]
    for nonce, ahead in (("0" * 16, clock), ("0" * 16, clock + 1000)):
        stands = {world.school: {"clock": ahead, "nonce": nonce}}
        body = {"account": world.ana.account, "device": world.ana.device, "asof": stands}
        response = await world.ana.http.post("/api/sync", json=body)
        assert (response.status_code, response.json()["name"]) == (409, "timeline")


async def test_a_request_for_another_account_or_device_is_refused(world: World) -> None:
    for account, device in ((world.ben.account, world.ana.device), (world.ana.account, world.ben.device)):
        response = await world.ana.http.post("/api/sync", json={"account": account, "device": device})
        assert (response.status_code, response.json()["name"]) == (403, "wrong_account")


async def test_read_is_remembered_when_a_row_first_stands_in_an_answer(world: World) -> None:
    walk = await world.shared(world.ana, world.ben)
    scope = f"walkthrough:{walk}"
    withdrawn = put("feedback", child_id(walk, "feedback"), scope, shared=False, sharedAt=None)
    await world.ben.pull()
    verdict = await world.ana.do("withdraw_share", withdrawn)
    assert (verdict.status, verdict.problem) == ("rejected", "already_read")


async def test_older_and_newer_apps_are_told_what_to_do(world: World) -> None:
    body = {"account": world.ana.account, "device": world.ana.device}
    newer = await world.ana.http.post("/api/sync", json={**body, "protocol": 2})
    assert (newer.status_code, newer.json()["name"]) == (503, "server_older")
