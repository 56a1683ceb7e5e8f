"""The app's sync core in a Node process, spoken to in JSON lines: many devices, one process."""

import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).resolve().parents[2]
NODE = Path(sys.executable).parent / "node"


class Core:
    """One Node process running `pwa/src/sync/stdio.ts`."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [str(NODE), "--no-warnings", str(HOUSE / "pwa/src/sync/stdio.ts")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, **asked: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        assert "error" not in answer, (asked["do"], answer)
        return answer["ok"]

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()


@dataclass(eq=False)
class Tablet:
    """One device of one account. `key` names it in the Node process, `device` on the wire.

    `glance` is what it held when it last took an answer, without the words; `outbox` is kept up to date.
    """

    core: Core
    key: str
    name: str
    account: str
    device: str
    build: int = 1
    outbox: list[str] = field(default_factory=list)
    glance: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def new(cls, core: Core, key: str, name: str, account: str, device: str) -> "Tablet":
        core.ask(do="new", device=key, account=account, name=device)
        return cls(core, key, name, account, device).look()

    def clone(self, key: str) -> "Tablet":
        """Another device set up from this one's backup: the same store, the same name on the wire."""
        self.core.ask(**{"do": "clone", "device": key, "from": self.key})
        return Tablet(self.core, key, self.name, self.account, self.device, self.build).look()

    def look(self) -> "Tablet":
        self.glance = self.core.ask(do="glance", device=self.key)
        self.outbox = self.glance["outbox"]
        return self

    def save(self, mutation: dict[str, Any], *, crash: bool = False) -> dict[str, Any]:
        """Save; ops without `from` get what this device shows. The mutation as it now waits."""
        saved = self.core.ask(do="save", device=self.key, mutation=mutation, crash=crash)
        self.outbox = saved["outbox"]
        assert crash or saved["shown"], mutation  # read your own writes, offline
        waiting: dict[str, Any] = saved["mutation"]
        return waiting

    def offer(self, most: int, *, crash: bool = False) -> dict[str, Any]:
        """What it would send. A newer app says things that this server has not heard of."""
        request: dict[str, Any] = self.core.ask(do="offer", device=self.key, most=most, crash=crash)
        return {**request, "build": self.build} | ({"mood": ["fine"]} if self.build > 1 else {})

    def receive(self, request: dict[str, Any], answer: dict[str, Any], *, crash: bool = False) -> str:
        now = "2026-03-02T10:00:00.000Z"
        told = self.core.ask(do="receive", device=self.key, request=request, answer=answer, now=now, crash=crash)
        self.glance, self.outbox = told["glance"], told["glance"]["outbox"]
        return str(told["word"])

    def restart(self, request: dict[str, Any], *, crash: bool = False) -> str:
        word: str = self.core.ask(do="restart", device=self.key, request=request, crash=crash)
        self.look()
        return word

    def pack(self) -> list[dict[str, Any]]:
        """What goes into a rescue file."""
        mutations: list[dict[str, Any]] = self.core.ask(do="pack", device=self.key)
        return mutations

    def unpack(self, mutations: list[dict[str, Any]], *, crash: bool = False) -> None:
        """A rescue file of the same account is taken over."""
        self.core.ask(do="unpack", device=self.key, mutations=mutations, crash=crash)
        self.look()

    def holds(self) -> set[str]:
        """Every mutation that it still has: waiting, or answered."""
        return {*self.outbox, *self.glance["answered"]}

    def there(self, rows: list[str]) -> set[str]:
        """Which of these rows its person can see."""
        return set(self.core.ask(do="there", device=self.key, ids=rows)) if rows else set()

    def dump(self) -> dict[str, Any]:
        holding: dict[str, Any] = self.core.ask(do="dump", device=self.key)
        return holding
