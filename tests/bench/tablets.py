"""Devices that speak to the app in its own process: bytes in, bytes out, and only the server's time is counted."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from litestar import Litestar

from server.kernel.ids import PersonId, SchoolId, child_id, new_id, scope_of
from server.people.entering import become, open_account
from server.people.models import Person, Role
from server.people.seats import seat_in_school
from server.people.sessions import cookie_name, device_for, open_session
from server.sync.digest import digest


@dataclass(slots=True)
class Watch:
    """Seconds on the wall, and seconds of processor, while the server was at work."""

    wall: float = 0.0
    cpu: float = 0.0

    def __enter__(self) -> "Watch":
        self.wall -= time.perf_counter()
        self.cpu -= time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.wall += time.perf_counter()
        self.cpu += time.process_time()


async def post(app: Litestar, path: str, body: bytes, cookie: str = "") -> bytes:
    """One request, not compressed, as behind a proxy that compresses."""
    headers = [(b"host", b"localhost"), (b"content-type", b"application/json"), (b"cookie", cookie.encode())]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "headers": headers,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "server": ("localhost", 80),
        "client": ("127.0.0.1", 1),
        "root_path": "",
    }
    told: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        told.append(message)

    await app(scope, receive, send)  # type: ignore[arg-type]
    answer = b"".join(message.get("body", b"") for message in told)
    if told[0]["status"] >= 300:
        raise AssertionError(answer[:500])
    return answer


@dataclass(slots=True)
class Tablet:
    """A device of one person. It keeps where it stands, and of the rows only how many came.

    `spans` are the clocks of each request that pushed: from (not included) and until.
    """

    app: Litestar
    account: str
    device: str
    person: str
    cookie: str
    asof: dict[str, Any] | None = None
    heard: dict[str, Any] = field(default_factory=dict)
    behind: dict[str, int] = field(default_factory=dict)
    scopes: dict[str, str] = field(default_factory=dict)
    rows: int = 0
    spans: list[tuple[int, int]] = field(default_factory=list)
    watch: Watch = field(default_factory=Watch)

    def request(self, mutations: Sequence[dict[str, Any]] = ()) -> bytes:
        said = {
            "account": self.account,
            "device": self.device,
            "build": 1,
            "asof": self.asof,
            "heard": self.heard,
            "behind": self.behind,
            "scopesDigest": digest(self.scopes),
            "mutations": mutations,
        }
        return msgspec.json.encode(said)

    def starts(self) -> None:
        """From here on it is measured."""
        self.watch, self.spans, self.rows = Watch(), [], 0

    async def ask(self, mutations: Sequence[dict[str, Any]] = ()) -> bool:
        """One round trip; whether there is more to come."""
        body = self.request(mutations)
        with self.watch:
            answer = await post(self.app, "/api/sync", body, self.cookie)
        return self.take(msgspec.json.decode(answer), len(mutations))

    def take(self, told: dict[str, Any], pushed: int) -> bool:
        assert [one["status"] for one in told["results"]] == ["applied"] * pushed, told["results"]
        self.scopes = told["scopes"] if told["scopes"] is not None else {**self.scopes, **told["granted"]}
        for scope in told["ended"]:
            self.scopes.pop(scope, None)
        self.asof, self.heard = {**(self.asof or {}), **told["asof"]}, {**self.heard, **told["heard"]}
        self.behind = told["behind"]
        self.rows += len(told["rows"])
        if pushed:
            clocks = [one["clock"] for one in told["results"]]
            self.spans.append((min(clocks) - 1, max(clocks)))
        return bool(told["more"])

    async def catch_up(self) -> None:
        """Read until there is no more."""
        while await self.ask():
            pass

    async def another(self) -> "Tablet":
        """One more device of the same person."""
        return await _signed_in(self.app, self.account, self.person)

    def forgetful(self) -> "Tablet":
        """The same device with an empty store: what it reads first is everything."""
        return Tablet(self.app, self.account, self.device, self.person, self.cookie)


async def employ(app: Litestar, school: str, admin: str, many: int) -> list[Tablet]:
    """Leaders who observe, each with an account and a device that is signed in."""
    house = app.state.house
    people = [new_id() for _ in range(many)]
    staff = scope_of("staff", school)
    async with house.ledger.writing(SchoolId(school), PersonId(admin), "import_roster") as write:
        await write.put_many(Person, [(one, staff, {"name": f"Leader {n}"}) for n, one in enumerate(people)])
        leads = [(child_id(one, "leader"), staff, {"person_id": one, "role": "leader"}) for one in people]
        await write.put_many(Role, leads)
        await seat_in_school(write, people)
    return [await _opened(app, school, person) for person in people]


async def _opened(app: Litestar, school: str, person: str) -> Tablet:
    account, email = new_id(), f"{person}@bench.example"
    async with app.state.house.database.writing() as writing:
        await open_account(writing, account, email=email, name="", language="en", password_hash=None)
        await become(writing, account, person, school)
    return await _signed_in(app, account, person)


async def _signed_in(app: Litestar, account: str, person: str) -> Tablet:
    house = app.state.house
    async with house.database.writing() as writing:
        device = await device_for(writing, account, "tablet", None)
        token, _ = await open_session(writing, house, device, "")
    return Tablet(app, account, device.id, person, f"{cookie_name(house)}={token}")
