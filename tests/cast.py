"""The cast (STYLE 12). Every read is tested with the one who must not.

Ana leads and administers Harbor Street School and observes. Ben teaches math there and is visited. Chi
teaches and facilitates the grade team. Dee teaches, on no team. Fay is a family member on Chi's team.
Eli leads another school on the same server, and must never see a word of this one.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from server.kernel.ids import child_id, new_id
from server.sync.digest import digest

AT = "2026-03-02T15:00:00.000Z"
START = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)

Op = dict[str, Any]


@dataclass(frozen=True)
class Verdict:
    """What became of one mutation; `problem` is its name."""

    status: str
    problem: str | None
    clock: int


@dataclass(eq=False)
class Actor:
    """One person with one device, over real HTTP. `base` is what the device holds, by row id."""

    name: str
    http: httpx.AsyncClient
    id: str
    school: str
    account: str
    device: str
    store_key: bytes = b""
    base: dict[str, dict[str, Any]] = field(default_factory=dict)
    asof: dict[str, Any] | None = None
    behind: dict[str, int] = field(default_factory=dict)
    scopes: dict[str, str] = field(default_factory=dict)

    async def did(self, verb: str, *ops: Op) -> Verdict:
        """Do it, and see that it was applied."""
        verdict = await self.do(verb, *ops)
        assert verdict.status == "applied", (self.name, verb, verdict)
        return verdict

    async def do(self, verb: str, *ops: Op, mutation: str | None = None) -> Verdict:
        """Push one mutation; each op's `from` is what this device has seen unless it is given."""
        await self.pull()
        told = await self.push(
            {
                "id": mutation or new_id(),
                "school": self.school,
                "verb": verb,
                "schema": 1,
                "at": AT,
                "ops": [self._seen(op) for op in ops],
            }
        )
        return told[0]

    async def push(self, *mutations: Mapping[str, Any]) -> list[Verdict]:
        """Push mutations as they are; pulls what came of them."""
        answer = await self.sync(list(mutations))
        return [
            Verdict(one["status"], (one.get("problem") or {}).get("name"), one["clock"]) for one in answer["results"]
        ]

    async def sees(self, kind: str, **where: Any) -> list[dict[str, Any]]:
        """The rows of a kind on this device after a pull: shown values by wire field, with id and scope."""
        await self.pull()
        rows = [shown(row) for row in self.base.values() if row["kind"] == kind and not row.get("gone")]
        matching = [row for row in rows if all(row.get(name) == value for name, value in where.items())]
        return sorted(matching, key=lambda row: str(row["id"]))

    async def pull(self) -> None:
        """Read until there is no more."""
        while (await self.sync([]))["more"]:
            pass

    async def sync(self, mutations: list[Mapping[str, Any]]) -> dict[str, Any]:
        """One round trip, as a device does it."""
        response = await self.http.post("/api/sync", json=self.request(mutations))
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        self._take(answer)
        return answer

    def request(self, mutations: list[Mapping[str, Any]]) -> dict[str, Any]:
        """What this device says in a round trip."""
        return {
            "protocol": 1,
            "account": self.account,
            "device": self.device,
            "build": 1,
            "asof": self.asof,
            "behind": self.behind,
            "scopesDigest": digest(self.scopes),
            "mutations": mutations,
        }

    def _take(self, answer: Mapping[str, Any]) -> None:
        self.scopes = answer["scopes"] if answer.get("scopes") is not None else {**self.scopes, **answer["granted"]}
        for ended in answer["ended"]:
            if answer.get("scopes") is None or ended not in answer["scopes"]:
                self.scopes.pop(ended, None)
        for row in [*answer["rows"], *answer["records"]]:
            if row["version"] >= self.base.get(row["id"], {}).get("version", 0):
                self.base[row["id"]] = row
        self.base = {row_id: row for row_id, row in self.base.items() if row["scope"] in self.scopes}
        self.asof, self.behind = {**(self.asof or {}), **answer["asof"]}, answer["behind"]

    def _seen(self, op: Op) -> Op:
        if "from" in op:
            return op
        heads = self.base.get(op["id"], {}).get("fields", {})
        fields = op["set"] if op["op"] == "put" else heads
        return {**op, "from": {name: [head["mutation"] for head in heads.get(name, [])] for name in fields}}


@dataclass(eq=False)
class World:
    """A running server with two schools and the cast. `math` is Ben's class; `protocol` is in force."""

    app: Any
    clock: "Clock"
    ana: Actor
    ben: Actor
    chi: Actor
    dee: Actor
    eli: Actor
    fay: Actor
    math: str
    team: str
    protocol: str
    look_fors: list[str]

    @property
    def school(self) -> str:
        return self.ana.school

    @property
    def cast(self) -> list[Actor]:
        return [self.ana, self.ben, self.chi, self.dee, self.eli, self.fay]

    def later(self, **passed: float) -> None:
        """Let time pass: `later(days=3)`."""
        self.clock.now += timedelta(**passed)

    async def walkthrough(self, observer: Actor, visited: Actor, class_id: str | None = None, notes: int = 2) -> str:
        """A visit with this many notes, finished, not shared; its id."""
        walk = new_id()
        scope = f"walkthrough:{walk}"
        started = {"classId": class_id or self.math, "protocolId": self.protocol, "observerId": observer.id}
        await observer.did(
            "start_walkthrough",
            put("walkthrough", walk, scope, startedAt=AT, **started),
            put("visited", child_id(walk, visited.id), scope, personId=visited.id, name=visited.name),
        )
        for number in range(notes):
            note = new_id()
            tag = child_id(note, self.look_fors[0])
            await observer.did(
                "add_evidence_note",
                put("evidence_note", note, scope, text=f"Note {number}: 7 of 9 pairs compared paths", begunAt=AT),
                put("note_tag", tag, scope, noteId=note, lookForId=self.look_fors[0]),
            )
        await observer.did("finish_walkthrough", put("walkthrough", walk, scope, finishedAt=AT))
        return walk

    async def shared(self, observer: Actor, visited: Actor, class_id: str | None = None) -> str:
        """A visit with two notes and a strength that rests on the first, shared; its id."""
        walk = await self.walkthrough(observer, visited, class_id)
        scope = f"walkthrough:{walk}"
        note = (await observer.sees("evidence_note", scope=scope))[0]["id"]
        strength = new_id()
        await observer.did(
            "name_strength",
            put("strength", strength, scope, text="Learners explain paths to each other"),
            put("strength_note", child_id(strength, note), scope, strengthId=strength, noteId=note),
        )
        await observer.did(
            "share_feedback", put("feedback", child_id(walk, "feedback"), scope, shared=True, sharedAt=AT)
        )
        return walk


@dataclass
class Clock:
    """The kernel's clock, told."""

    now: datetime = START


def put(kind: str, row: str, scope: str, **values: Any) -> Op:
    """An op that writes wire fields of a row."""
    return {"op": "put", "kind": kind, "id": row, "scope": scope, "set": values}


def remove(kind: str, row: str, scope: str) -> Op:
    """An op that takes a row away."""
    return {"op": "remove", "kind": kind, "id": row, "scope": scope}


def shown(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as a screen shows it: the first shown head of each field."""
    removed = set(row["removed"])
    values = {}
    for name, heads in row["fields"].items():
        living = [head for head in heads if head["mutation"] not in removed] or heads
        if living:
            values[name] = living[0]["value"]
    return {"id": row["id"], "scope": row["scope"], **values}


def key_of(text: str) -> bytes:
    """The store's key from a sign-in's answer."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
