"""A server process to be killed hundreds of times: the whole application under uvicorn, without the app's build.

Each life is a process of its own, forked from one that has imported everything and done nothing else: it starts in a
fraction of a second, opens the database anew, and dies alone.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from tests.served import free_port

HOUSE = Path(__file__).resolve().parent.parent.parent
NURSERY = """
import os, signal, sys, uvicorn
from pathlib import Path
from server.app import create_app
from server.settings import Settings
data, port = Path(sys.argv[1]), int(sys.argv[2])
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for _ in sys.stdin:
    child = os.fork()
    if not child:
        app = create_app(Settings(data=data, port=port, pwa=data / "no-app", database_url=sys.argv[3]))
        uvicorn.run(app, port=port, log_level="critical", access_log=False)
        os._exit(0)
    print(child, flush=True)
"""


@dataclass
class ServerProcess:
    """One server over one data folder, always on the same port."""

    data: Path
    database_url: str = ""
    port: int = field(default_factory=free_port)
    _nursery: "subprocess.Popen[str] | None" = None
    _living: int = 0

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def pid(self) -> int:
        """The process that lives now; 0 if none does."""
        return self._living

    def start(self) -> None:
        """Start it, and come back when it answers."""
        self._nursery = self._nursery or self._prepared()
        assert self._nursery.stdin
        assert self._nursery.stdout
        print("one more", file=self._nursery.stdin, flush=True)
        self._living = int(self._nursery.stdout.readline())
        until = time.monotonic() + 60
        while not self._answers():
            assert time.monotonic() < until, "the server did not get ready"
            time.sleep(0.02)

    def kill(self) -> None:
        """SIGKILL, in the middle of whatever it does."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """As Ctrl+C does it."""
        self._end(signal.SIGINT)

    def close(self) -> None:
        """No more lives."""
        self.kill()
        if self._nursery:
            self._nursery.communicate()
            self._nursery = None

    def _prepared(self) -> "subprocess.Popen[str]":
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("BRIGHTWALK_", "PYTHONDONT"))}
        words = [sys.executable, "-P", "-c", NURSERY, str(self.data), str(self.port), self.database_url]
        pipe = subprocess.PIPE
        return subprocess.Popen(
            words, cwd=HOUSE, env={**kept, "PYTHONPATH": str(HOUSE)}, stdin=pipe, stdout=pipe, text=True
        )

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/api/front-door", timeout=2):
                return True
        except OSError:
            return False

    def _end(self, how: signal.Signals) -> None:
        living, self._living = self._living, 0
        if not living:
            return
        os.kill(living, how)
        with contextlib.suppress(ProcessLookupError):
            while True:
                os.kill(living, 0)  # until it is gone
                time.sleep(0.01)
