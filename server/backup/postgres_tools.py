"""PostgreSQL's own programs, run with the address of our database: found, new enough, and told nothing in public.

The password travels in the environment, which only this user can read, never on the command line.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import make_url

from server.backup.refusals import Refusal


def tool(name: str, major: int) -> str:
    """Where a program lies; refuses a missing one, or one older than the database."""
    found = shutil.which(name)
    if found is None:
        raise Refusal("tool_missing", name, str(major))
    told = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.search(r"(\d+)\.", told)
    if version is None or int(version[1]) < major:
        raise Refusal("tool_older", f"{name} ({told.strip()})", str(major))
    return found


def surroundings(url: str) -> dict[str, str]:
    """The environment in which libpq finds the database of a SQLAlchemy address."""
    address = make_url(url)
    asked = {name: value for name, value in address.query.items() if isinstance(value, str)}
    named = {
        "PGHOST": asked.get("host") or address.host,
        "PGPORT": asked.get("port") or (str(address.port) if address.port else None),
        "PGUSER": address.username,
        "PGPASSWORD": address.password,
        "PGDATABASE": address.database,
        "PGSSLMODE": asked.get("ssl") or asked.get("sslmode"),
    }
    return {**os.environ, **{name: value for name, value in named.items() if value}}


def out_of(command: Sequence[str], url: str, size: int) -> Iterator[bytes]:
    """What a program writes, in pieces; refuses if it fails, also after its last piece."""
    with _running(command, url, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as process:
        assert process.stdout
        while piece := process.stdout.read(size):
            yield piece


def into(command: Sequence[str], url: str, pieces: Iterator[bytes]) -> None:
    """Give a program these pieces to read; refuses if it fails. A broken piece stops it before it can finish."""
    with _running(command, url, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        assert process.stdin
        try:
            for piece in pieces:
                process.stdin.write(piece)
            process.stdin.close()
        except BrokenPipeError:
            pass  # it has ended already; its exit code says why


@contextmanager
def _running(command: Sequence[str], url: str, *, stdin: int, stdout: int) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        command, env=surroundings(url), stdin=stdin, stdout=stdout, stderr=subprocess.PIPE, bufsize=0
    )
    try:
        yield process
        told = process.stderr.read() if process.stderr else b""
        if process.wait():
            lines = told.decode(errors="replace").strip().splitlines()
            raise Refusal("tool_failed", os.path.basename(command[0]), lines[-1] if lines else "it said nothing")  # noqa: PTH119
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe and not pipe.closed:
                pipe.close()
