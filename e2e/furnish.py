"""A school with people in it, made through the server's doors: what a story needs before it begins."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import httpx

from server.kernel.ids import child_id, new_id
from tests.cast import AT, Actor, World, put
from tests.served import Served

PASSWORD = "seven lamps along the river"
TEACHERS = ("Ben", "Chi", "Dee", "Gil", "Hana", "Ivo")


@dataclass(frozen=True)
class Furnished:
    """Ana leads and administers; the teachers sit on one team that Chi facilitates. `code` lets Ben in."""

    school: str
    team: str
    code: str


def furnish(server: Served) -> Furnished:
    """Found the school: six teachers with a class each, one team, and fourteen visits shared and answered."""
    with ThreadPoolExecutor(1) as beside:  # the browser driver has this thread's event loop
        return beside.submit(asyncio.run, _furnish(server)).result()


def furnish_little(server: Served) -> None:
    """Ana and Ben, who teaches one class and can sign in: enough for a visit and its answer."""
    with ThreadPoolExecutor(1) as beside:
        beside.submit(asyncio.run, _furnish_little(server)).result()


def furnish_two_sides(server: Served) -> None:
    """Ana leads; Ben and Chi teach a class each, and Chi has confirmed Ben as the teacher representative."""
    with ThreadPoolExecutor(1) as beside:
        beside.submit(asyncio.run, _furnish_two_sides(server)).result()


async def _furnish_two_sides(server: Served) -> None:
    async with httpx.AsyncClient(base_url=server.address, timeout=60) as http:
        ana = await _found(server, http)
        ben, chi = [(await _add_teacher(ana, name))[0] for name in ("Ben", "Chi")]
        for name, person in (("Ben", ben), ("Chi", chi)):
            async with httpx.AsyncClient(base_url=server.address, timeout=60) as own:
                teacher = await _teacher(ana, own, name, person)
                if name == "Chi":
                    role = put("role", child_id(ben, "representative"), f"staff:{ana.school}", personId=ben)
                    role["set"]["role"] = "representative"
                    await teacher.did("give_role", role)


async def _furnish_little(server: Served) -> None:
    at = {"base_url": server.address, "timeout": 60}
    async with httpx.AsyncClient(**at) as http, httpx.AsyncClient(**at) as own:
        ana = await _found(server, http)
        await _teacher(ana, own, "Ben", (await _add_teacher(ana, "Ben"))[0])


async def _furnish(server: Served) -> Furnished:
    async with httpx.AsyncClient(base_url=server.address, timeout=60) as http:
        ana = await _found(server, http)
        people = {name: await _add_teacher(ana, name) for name in TEACHERS}
        team = await _bring_together(ana, people)
        await _fourteen_visits(server, ana, people)
        return Furnished(ana.school, team, await _code(ana, people["Ben"][0]))


async def _found(server: Served, http: httpx.AsyncClient) -> Actor:
    token = server.first_run_link().partition("#")[2]
    school = {"name": "Harbor Street School", "timeZone": "America/New_York"}
    begun, ends = (date.today() + timedelta(days=days) for days in (-100, 200))
    year = {"yearStart": begun.isoformat(), "yearEnd": ends.isoformat(), "weekdays": [1, 2, 3, 4, 5, 6, 7]}
    admin = {"name": "Ana Reyes", "email": "ana@harbor.example", "password": PASSWORD}
    body = {"token": token, "school": {**school, **year}, "admin": admin, "deviceLabel": "office"}
    return _actor(http, await http.post("/api/first-run", json=body))


async def _add_teacher(ana: Actor, name: str) -> tuple[str, str]:
    """The person and their class."""
    person, room, scope = new_id(), new_id(), f"staff:{ana.school}"
    role = put("role", child_id(person, "teacher"), scope, personId=person, role="teacher")
    await ana.did("add_person", put("person", person, scope, name=f"{name} Okafor"), role)
    lesson = put("class_teacher", child_id(room, person), scope, classId=room, personId=person)
    await ana.did("add_class", put("class", room, scope, title=f"Math with {name}", subject="Math", room="114"), lesson)
    return person, room


async def _bring_together(ana: Actor, people: dict[str, tuple[str, str]]) -> str:
    team = new_id()
    scope = f"team:{team}"
    seats = []
    for name, (person, _) in people.items():
        seat = {"personId": person, "name": f"{name} Okafor", "perspectives": ["educator"]}
        flags = {"covered": True, "facilitates": name == "Chi"}
        seats.append(put("team_member", child_id(team, person), scope, **seat, **flags))
    await ana.did("make_team", put("team", team, scope, name="Grade 4 team", patterns="rooms"), *seats)
    return team


async def _fourteen_visits(server: Served, ana: Actor, people: dict[str, tuple[str, str]]) -> None:
    """Shared and answered: one more visit that is answered, and the first pattern can be released."""
    protocol = min(await ana.sees("protocol"), key=lambda one: one["position"])["id"]
    look_fors = [one["id"] for one in await ana.sees("look_for", protocolId=protocol)]
    known: dict[str, Any] = {"app": None, "clock": None, "protocol": protocol, "look_fors": look_fors, "team": ""}
    for place, name in enumerate(TEACHERS[1:]):
        person, room = people[name]
        async with httpx.AsyncClient(base_url=server.address, timeout=60) as http:
            teacher = await _teacher(ana, http, name, person)
            cast = dict.fromkeys(("ben", "chi", "dee", "eli", "fay"), teacher)
            for _ in range(2 if place == 0 else 3):
                walk = await World(**known, **cast, ana=ana, math=room).shared(ana, teacher)
                said = {"teacherId": person, "answer": "fits", "text": None, "answeredAt": AT}
                row = child_id(walk, "response", person)
                await teacher.did("answer_feedback", put("response", row, f"walkthrough:{walk}", **said))


async def _teacher(ana: Actor, http: httpx.AsyncClient, name: str, person: str) -> Actor:
    email, code = f"{name.lower()}@harbor.example", await _code(ana, person)
    body = {"code": code, "email": email, "password": PASSWORD, "deviceLabel": "laptop"}
    return _actor(http, await http.post("/api/join", json=body))


async def _code(ana: Actor, person: str) -> str:
    made = await ana.http.post(f"/api/people/{person}/join-link", json={})
    assert made.is_success, made.text
    return str(made.json()["code"])


def _actor(http: httpx.AsyncClient, answer: httpx.Response) -> Actor:
    assert answer.is_success, answer.text
    told = answer.json()
    person = told["persons"][0]
    return Actor(person["name"], http, person["id"], person["school"], told["account"]["id"], told["device"])
