"""The app's sync core in a Node process, spoken to in JSON lines: many devices, one process."""

import json
import subprocess
import sys
from dataclasses import dataclass
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
        self._process.wait()


@dataclass(eq=False)
class Tablet:
    """One device of one account. `key` names it in the Node process, `device` on the wire."""

    core: Core
    key: str
    account: str
    device: str
    person: str

    @classmethod
    def new(cls, core: Core, key: str, account: str, device: str, person: str) -> "Tablet":
        core.ask(do="new", device=key, account=account, name=device)
        return cls(core, key, account, device, person)

    def clone(self, key: str) -> "Tablet":
        """Another device set up from this one's backup: the same store, the same name on the wire."""
        self.core.ask(**{"do": "clone", "device": key, "from": self.key})
        return Tablet(self.core, key, self.account, self.device, self.person)

    def save(self, mutation: dict[str, Any], *, crash: bool = False) -> None:
        self.core.ask(do="save", device=self.key, mutation=mutation, crash=crash)

    def offer(self, most: int) -> dict[str, Any]:
        request: dict[str, Any] = self.core.ask(do="offer", device=self.key, most=most)
        return request

    def receive(self, request: dict[str, Any], answer: dict[str, Any], *, crash: bool = False) -> str:
        now = "2026-03-02T10:00:00.000Z"
        word: str = self.core.ask(do="receive", device=self.key, request=request, answer=answer, now=now, crash=crash)
        return word

    def restart(self, request: dict[str, Any]) -> str:
        word: str = self.core.ask(do="restart", device=self.key, request=request)
        return word

    def view(self, row: str) -> dict[str, Any] | None:
        content: dict[str, Any] | None = self.core.ask(do="view", device=self.key, id=row)
        return content

    def seen(self, row: str) -> dict[str, list[str]]:
        heads: dict[str, list[str]] = self.core.ask(do="seen", device=self.key, id=row)
        return heads

    def dump(self) -> dict[str, Any]:
        holding: dict[str, Any] = self.core.ask(do="dump", device=self.key)
        return holding
