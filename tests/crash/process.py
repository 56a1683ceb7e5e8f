"""A server process to be killed hundreds of times: the whole application under uvicorn, without the app's build."""

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
PROGRAM = """
import sys, uvicorn
from pathlib import Path
from server.app import create_app
from server.settings import Settings
data, port = Path(sys.argv[1]), int(sys.argv[2])
app = create_app(Settings(data=data, port=port, pwa=data / "no-app", database_url=sys.argv[3]))
uvicorn.run(app, port=port, log_level="critical", access_log=False)
"""


@dataclass
class ServerProcess:
    """One server over one data folder, always on the same port."""

    data: Path
    database_url: str = ""
    port: int = field(default_factory=free_port)
    _process: "subprocess.Popen[bytes] | None" = None

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        """Start it, and come back when it answers."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("BRIGHTWALK_", "PYTHONDONT"))}
        words = [sys.executable, "-P", "-c", PROGRAM, str(self.data), str(self.port), self.database_url]
        self._process = subprocess.Popen(words, cwd=HOUSE, env={**kept, "PYTHONPATH": str(HOUSE)})
        until = time.monotonic() + 60
        while not self._answers():
            assert self._process.poll() is None, "the server ended by itself"
            assert time.monotonic() < until, "the server did not get ready"
            time.sleep(0.02)

    def kill(self) -> None:
        """SIGKILL, in the middle of whatever it does."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGINT)

    @property
    def running(self) -> bool:
        return self._process is not None

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/api/front-door", timeout=2):
                return True
        except OSError:
            return False

    def _end(self, how: signal.Signals) -> None:
        if self._process and self._process.poll() is None:
            self._process.send_signal(how)
            self._process.wait(30)
        self._process = None
