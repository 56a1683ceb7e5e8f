"""A real server as a subprocess: started by the command that people type, stopped, killed, started again."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

HOUSE = Path(__file__).resolve().parent.parent
PATIENCE = 120


@dataclass
class Served:
    """One server with its own data folder, always on the same port, so that devices find it again.

    While it is stopped it is really unreachable, which is more than a browser told to be offline.
    """

    data: Path
    command: str = "serve"
    options: tuple[str, ...] = ()
    port: int = field(default_factory=lambda: free_port())
    _process: subprocess.Popen[str] | None = None
    _log: IO[str] | None = None

    @property
    def address(self) -> str:
        return f"{'https' if '--tls' in self.options else 'http'}://localhost:{self.port}"

    @property
    def log(self) -> Path:
        """Everything that it has said since its first start."""
        return self.data.parent / f"{self.data.name}.log"

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start it, and come back when it listens."""
        self._log = self.log.open("a")
        before = self.log.stat().st_size
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "server.cli", *self._words()],
            cwd=HOUSE,
            env={**_environment(), "PYTHONPATH": str(HOUSE)},
            stdout=self._log,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._wait_until_ready(before)

    def stop(self) -> None:
        """End it as Ctrl+C does."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """End it as a power cut does, in the middle of whatever it does."""
        self._end(signal.SIGKILL)

    def first_run_link(self) -> str:
        """The one-time link that its last start printed."""
        found = re.findall(r"(http\S+/first-run#\S+)", self.log.read_text())
        assert found, f"no first-run link was printed: {self.log.read_text()}"
        return str(found[-1])

    def _words(self) -> list[str]:
        return [self.command, "--data", str(self.data), "--port", str(self.port), *self.options]

    def _wait_until_ready(self, before: int) -> None:
        assert self._process
        until = time.monotonic() + PATIENCE
        while "is ready at" not in self.log.read_text()[before:]:
            assert self._process.poll() is None, f"the server ended: {self.log.read_text()[-2000:]}"
            assert time.monotonic() < until, f"the server did not get ready: {self.log.read_text()[-2000:]}"
            time.sleep(0.05)

    def _end(self, how: signal.Signals) -> None:
        if self._process and self._process.poll() is None:
            self._process.send_signal(how)
            self._process.wait(30)
        if self._log:
            self._log.close()
        self._process = self._log = None


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment() -> dict[str, str]:
    dropped = ("PYTHONDONTWRITEBYTECODE", "PYTHONHOME")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BRIGHTWALK_")}
    return {name: value for name, value in kept.items() if name not in dropped}
