"""Join links: once, within a week, and never a way for an admin to become somebody else unnoticed."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from server.kernel import clock
from server.people.codes import ALPHABET, hashed, hashed_code, new_code
from server.people.models import JoinLink, Person
from tests.people.conftest import PASSWORD, Doors, Opened


class Letters:
    """A post office that keeps what it is given; `works` False: the server for mail is down."""

    def __init__(self, works: bool = True) -> None:
        self.works, self.sent = works, list[tuple[str, str, str]]()

    async def send(self, to: str, subject: str, text: str) -> bool:
        self.sent.append((to, subject, text))
        return self.works


def _form(code: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "password": PASSWORD, "deviceLabel": "Ben’s phone"} | more


async def test_a_teacher_joins_with_the_code_as_it_was_read_out(doors: Doors, school: Opened) -> None:
    ben = await school.founded.person("Ben Ortiz", "teacher", email="Ben@Oak.example")
    made = await school.link(ben)
    assert made["takesEffect"] is None
    assert made["mailed"] is False
    phone, typed = await doors.browser(), made["code"].lower().replace("-", " ")
    offer = await phone.post("/api/join/look", json={"code": typed})
    assert offer.status_code == 200
    assert offer.json() == {
        "schoolName": "Oak Street School",
        "name": "Ben Ortiz",
        "email": "Ben@Oak.example",
        "needsPassword": True,
        "waitsUntil": None,
    }
    joined = await phone.post("/api/join", json=_form(typed))
    assert joined.status_code == 201
    assert joined.json()["persons"][0]["roles"] == ["teacher"]
    assert (await phone.get("/api/me")).json()["account"]["email"] == "ben@oak.example"


async def test_the_link_carries_its_token_where_no_server_logs_it(school: Opened) -> None:
    made = await school.link(await school.founded.person("Ben Ortiz", "teacher", email="ben@oak.example"))
    page, _, token = made["link"].partition("#")
    assert page == "http://walk.example/join"
    assert len(token) >= 43
    assert set(made["code"]) <= set(ALPHABET) | {"-"}
    assert not set("0O1IL2Z5S8B") & (set(ALPHABET) - {"8"})


async def test_a_used_link_is_as_unknown_as_one_that_never_was(doors: Doors, school: Opened) -> None:
    made = await school.link(await school.founded.person("Ben Ortiz", "teacher", email="ben@oak.example"))
    phone, thief = await doors.browser(), await doors.browser()
    await phone.post("/api/join", json=_form(made["code"]))
    used = await thief.post("/api/join", json=_form(made["code"]))
    never = await thief.post("/api/join", json=_form("XXXX-XXXX-XXXX"))
    by_token = await thief.post("/api/join/look", json={"code": made["link"].partition("#")[2]})
    assert used.status_code == 401
    assert used.content == never.content == by_token.content
    assert not thief.cookies


async def test_of_two_who_use_a_link_at_once_one_gets_in(doors: Doors, school: Opened) -> None:
    made = await school.link(await school.founded.person("Ben Ortiz", "teacher", email="ben@oak.example"))
    browsers = [await doors.browser() for _ in range(4)]
    answers = await asyncio.gather(*(browser.post("/api/join", json=_form(made["code"])) for browser in browsers))
    assert sorted(answer.status_code for answer in answers) == [201, 401, 401, 401]


async def test_of_two_people_who_give_one_address_at_once_one_gets_it(doors: Doors, school: Opened) -> None:
    codes = [(await school.link(await school.founded.person(name, "teacher")))["code"] for name in ("Ben", "Dee")]
    browsers = [await doors.browser() for _ in codes]
    tries = [
        browser.post("/api/join", json=_form(code, email="both@oak.example", password=f"{code} of my own"))
        for browser, code in zip(browsers, codes, strict=True)
    ]
    answers = await asyncio.gather(*tries)
    assert sorted(answer.status_code for answer in answers) == [201, 401]
    assert {answer.json()["name"] for answer in answers if answer.status_code == 401} == {"wrong_sign_in"}


async def test_a_link_ends_after_a_week_and_when_a_newer_one_is_made(doors: Doors, school: Opened) -> None:
    ben = await school.founded.person("Ben Ortiz", "teacher", email="ben@oak.example")
    phone, first = await doors.browser(), await school.link(ben)
    second = await school.link(ben)
    assert (await phone.post("/api/join", json=_form(first["code"]))).status_code == 401
    with clock.at(clock.now() + timedelta(days=7, minutes=1)):
        assert (await phone.post("/api/join", json=_form(second["code"]))).status_code == 401
    assert (await phone.post("/api/join", json=_form(second["code"]))).status_code == 201


async def test_joining_asks_for_an_address_and_a_good_password(doors: Doors, school: Opened) -> None:
    made, phone = await school.link(await school.founded.person("Fay", "family")), await doors.browser()
    assert (await phone.post("/api/join", json=_form(made["code"]))).json()["name"] == "email_needed"
    weak = await phone.post("/api/join", json=_form(made["code"], email="fay@home.example", password="password"))
    assert weak.json()["name"] == "weak_password"
    assert (await phone.post("/api/join", json=_form(made["code"], email="fay@home.example"))).status_code == 201


async def test_a_person_in_two_schools_is_one_account_and_proves_it(doors: Doors, school: Opened) -> None:
    await school.joined("Ben Ortiz", "ben@oak.example", "teacher")
    other = await doors.found("Elm School", "eli@elm.example")
    made_by_eli = await _link_by_hand(doors, other.school, await other.person("Ben O.", "teacher"), other.admin)
    phone = await doors.browser()
    wrong = _form(made_by_eli, email="ben@oak.example", password="not his password")
    assert (await phone.post("/api/join", json=wrong)).json()["name"] == "wrong_sign_in"
    joined = await phone.post("/api/join", json=_form(made_by_eli, email="ben@oak.example"))
    assert {person["schoolName"] for person in joined.json()["persons"]} == {"Oak Street School", "Elm School"}


async def test_only_an_admin_of_that_school_makes_links_and_others_learn_nothing(doors: Doors, school: Opened) -> None:
    phone, ben = await school.joined("Ben Ortiz", "ben@oak.example", "teacher", "leader")
    stranger = await (await doors.found("Elm School", "eli@elm.example")).person("Dan", "teacher")
    nobody = "0199f000-0000-7000-8000-0000000000ff"
    answers = [
        await phone.post(f"/api/people/{ben}/join-link"),
        await phone.post(f"/api/people/{nobody}/join-link"),
        await school.laptop.post(f"/api/people/{stranger}/join-link"),
        await school.laptop.post(f"/api/people/{nobody}/join-link"),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert (await (await doors.browser()).post(f"/api/people/{ben}/join-link")).status_code == 401


async def test_an_admins_link_to_an_account_in_use_waits_a_day(doors: Doors, school: Opened) -> None:
    _, ben = await school.joined("Ben Ortiz", "ben@oak.example", "teacher")
    made, thief = await school.link(ben), await doors.browser()
    assert clock.moment(made["takesEffect"]) - clock.now() > timedelta(hours=23)
    early = await thief.post("/api/join", json=_form(made["code"]))
    assert (early.status_code, early.json()["name"]) == (403, "link_waits")
    assert early.json()["particulars"]["until"] == made["takesEffect"]
    with clock.at(clock.now() + timedelta(hours=25)):
        assert (await thief.post("/api/join", json=_form(made["code"]))).status_code == 201


async def test_its_owner_sees_such_a_link_and_may_refuse_it(doors: Doors, school: Opened) -> None:
    phone, ben = await school.joined("Ben Ortiz", "ben@oak.example", "teacher")
    made = await school.link(ben)
    [seen] = (await phone.get("/api/devices")).json()["links"]
    assert (seen["schoolName"], seen["name"], seen["mine"]) == ("Oak Street School", "Ben Ortiz", True)
    assert (await school.laptop.post(f"/api/join-links/{seen['id']}/refuse")).status_code == 404
    assert (await phone.post(f"/api/join-links/{seen['id']}/refuse")).status_code == 204
    assert (await phone.get("/api/devices")).json()["links"] == []
    with clock.at(clock.now() + timedelta(hours=25)):
        answer = await (await doors.browser()).post("/api/join", json=_form(made["code"]))
    assert answer.json()["name"] == "link_not_valid"


async def test_its_owner_may_confirm_it_from_an_old_device_and_set_a_new_password(doors: Doors, school: Opened) -> None:
    phone, ben = await school.joined("Ben Ortiz", "ben@oak.example", "teacher")
    with clock.at(clock.now() + timedelta(seconds=5)):
        made = await school.link(ben)
    [seen] = (await phone.get("/api/devices")).json()["links"]
    assert (await phone.post(f"/api/join-links/{seen['id']}/confirm")).status_code == 204
    tablet, new = await doors.browser(), "a kettle under the stairs"
    assert (await tablet.post("/api/join", json=_form(made["code"], password=new))).status_code == 201
    form = {"email": "ben@oak.example", "password": new, "deviceLabel": "another"}
    assert (await (await doors.browser()).post("/api/sign-in", json=form)).status_code == 201


async def test_a_link_kept_back_from_before_opens_no_account_that_has_come_since(doors: Doors, school: Opened) -> None:
    ben = await school.founded.person("Ben Ortiz", "teacher", email="ben@oak.example")
    kept, given = await school.link(ben), await school.link(ben)
    async with doors.house.database.writing() as writing:  # as when two are made in one moment, and neither ends
        await writing.execute(update(JoinLink).values(expires_at="2099-01-01T00:00:00.000Z"))
    assert (await (await doors.browser()).post("/api/join", json=_form(given["code"]))).status_code == 201
    answer = await school.laptop.post("/api/join", json=_form(kept["code"], password="a kettle under the stairs"))
    assert (answer.status_code, answer.json()["name"]) == (401, "link_not_valid")
    form = {"email": "ben@oak.example", "password": PASSWORD, "deviceLabel": "another"}
    assert (await (await doors.browser()).post("/api/sign-in", json=form)).status_code == 201


async def test_a_device_that_is_younger_than_the_link_cannot_confirm_it(doors: Doors, school: Opened) -> None:
    _, ben = await school.joined("Ben Ortiz", "ben@oak.example", "teacher")
    await school.link(ben)
    new = await doors.browser()
    form = {"email": "ben@oak.example", "password": PASSWORD, "deviceLabel": "new"}
    with clock.at(clock.now() + timedelta(minutes=1)):
        await new.post("/api/sign-in", json=form)
        [seen] = (await new.get("/api/devices")).json()["links"]
        assert (await new.post(f"/api/join-links/{seen['id']}/confirm")).json()["name"] == "not_yours"


async def test_the_teacher_representative_may_confirm_a_colleagues_link(doors: Doors, school: Opened) -> None:
    _, ben = await school.joined("Ben Ortiz", "ben@oak.example", "teacher")
    dee, _ = await school.joined("Dee Park", "dee@oak.example", "teacher", "representative")
    chi, _ = await school.joined("Chi Lane", "chi@oak.example", "teacher")
    made = await school.link(ben)
    assert (await chi.get("/api/devices")).json()["links"] == []
    [seen] = (await dee.get("/api/devices")).json()["links"]
    assert (seen["name"], seen["mine"]) == ("Ben Ortiz", False)
    assert (await chi.post(f"/api/join-links/{seen['id']}/confirm")).status_code == 404
    assert (await dee.post(f"/api/join-links/{seen['id']}/confirm")).status_code == 204
    assert (await (await doors.browser()).post("/api/join", json=_form(made["code"]))).status_code == 201


async def test_a_representative_of_another_school_sees_no_link_of_this_one(doors: Doors, school: Opened) -> None:
    _, ben = await school.joined("Ben Ortiz", "ben@oak.example", "teacher")
    await school.link(ben)
    other = await doors.found("Elm School", "eli@elm.example")
    code = await _link_by_hand(doors, other.school, await other.person("Dan", "teacher", "representative"), other.admin)
    dan = await doors.browser()
    await dan.post("/api/join", json=_form(code, email="dan@elm.example"))
    assert (await dan.get("/api/devices")).json()["links"] == []


async def test_joining_a_second_school_in_the_same_browser_keeps_its_store_and_key(
    doors: Doors, school: Opened
) -> None:
    phone, _ = await school.joined("Ben Ortiz", "ben@oak.example", "teacher")
    before = (await phone.get("/api/me")).json()["device"]
    other = await doors.found("Elm School", "eli@elm.example")
    code = await _link_by_hand(doors, other.school, await other.person("Ben O.", "teacher"), other.admin)
    joined = await phone.post("/api/join", json=_form(code, email="ben@oak.example"))
    assert joined.json()["device"] == before
    assert len((await phone.get("/api/devices")).json()["devices"]) == 1


@pytest.mark.parametrize("written", ["not an address", "a@b c", "@", "x" * 260 + "@oak.example"])
async def test_an_address_in_the_directory_that_is_none_asks_for_one(
    doors: Doors, school: Opened, written: str
) -> None:
    made = await school.link(await school.founded.person("Ben Ortiz", "teacher", email=written))
    answer = await (await doors.browser()).post("/api/join", json=_form(made["code"]))
    assert answer.json()["name"] == "email_needed"


async def test_a_link_is_mailed_where_mail_is_set_up(doors: Doors, school: Opened) -> None:
    post = Letters()
    doors.house.post = post  # type: ignore[assignment]
    made = await school.link(await school.founded.person("Ben Ortiz", "teacher", email="ben@oak.example"))
    assert made["mailed"] is True
    [(to, subject, text)] = post.sent
    assert (to, subject) == ("ben@oak.example", "Your way into Brightwalk at Oak Street School")
    assert made["link"] in text
    assert made["code"] in text


async def test_mail_about_an_account_in_use_goes_to_its_own_address_only(doors: Doors, school: Opened) -> None:
    _, ben = await school.joined("Ben Ortiz", "ben@oak.example", "teacher")
    async with doors.house.ledger.writing(school.founded.school, school.founded.admin, "change_person") as write:
        await write.put(Person, ben, f"staff:{school.founded.school}", email="admin@oak.example")
    post = Letters()
    doors.house.post = post  # type: ignore[assignment]
    await school.link(ben)
    assert {to for to, _, _ in post.sent} == {"ben@oak.example"}
    assert post.sent[0][1] == "A new link to your Brightwalk account"


async def test_a_mail_server_that_is_down_blocks_nobody(doors: Doors, school: Opened) -> None:
    doors.house.post = Letters(works=False)  # type: ignore[assignment]
    made = await school.link(await school.founded.person("Ben Ortiz", "teacher", email="ben@oak.example"))
    assert made["mailed"] is False
    assert (await (await doors.browser()).post("/api/join", json=_form(made["code"]))).status_code == 201


@pytest.mark.parametrize("code", ["", "x", "a\u0000bcdef", "é" * 12, "x" * 101, "'; DROP TABLE join_link; --"])
async def test_what_cannot_be_a_code_is_malformed(doors: Doors, code: str) -> None:
    answer = await (await doors.browser()).post("/api/join/look", json={"code": code})
    assert (answer.status_code, answer.json()["name"]) == (400, "malformed")
    assert answer.json()["particulars"]["fields"][0]["field"] == "code"


async def _link_by_hand(doors: Doors, school: str, person: str, admin: str) -> str:
    """A code made without a signed-in admin, for a school whose admin is not in this story."""
    code = new_code()
    async with doors.house.database.writing() as writing:
        writing.add(
            JoinLink(
                id="0199f000-0000-7000-8000-0000000000aa",
                token_hash=hashed("a token that nobody holds"),
                code_hash=hashed_code(code),
                person_id=person,
                school_id=school,
                made_by=admin,
                created_at=clock.instant(),
                expires_at=clock.instant(clock.now() + timedelta(days=7)),
            )
        )
    return code
