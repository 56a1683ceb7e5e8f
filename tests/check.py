"""`./brightwalk test`: every check of the house, one after the other, and what came of each.

All steps run even if one fails; the exit code is that of the first that failed. `fast` leaves out what
takes minutes: the databases other than SQLite, the build and the browser. Paths run pytest on those only.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from server import build_pwa
from tests import browser, postgres

HOUSE = Path(__file__).resolve().parent.parent
PWA = HOUSE / "pwa"
CI = os.environ.get("CI") == "true"
PYTEST = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
WORKERS = ["-n", "auto", "--maxprocesses", "4", "--dist", "loadfile"]
BROWSERS = ["-n", "2", "--dist", "loadfile"]  # a browser test mostly waits; more than two would wait for each other
SIDE_BY_SIDE = [*PYTEST, *WORKERS, "tests", "--ignore", "tests/front_door"]  # which builds, and wants to be alone


@dataclass(frozen=True)
class Step:
    """One check. `run` gives an exit code; `missing` says in one sentence what this machine lacks for it, if anything.

    `nothing_without`: then nothing of it can run; else the rest runs and says itself what it leaves out.
    """

    name: str
    run: Callable[[], int]
    missing: Callable[[], str | None] = lambda: None
    nothing_without: bool = False


@dataclass(frozen=True)
class Outcome:
    """What came of a step: its exit code, or None if it was left out, and why."""

    step: Step
    code: int | None
    seconds: float
    why: str = ""


def main(words: Sequence[str]) -> int:
    """Run what was asked for, say what came of it, and give the exit code."""
    outcomes = [_take(step) for step in steps(words)]
    _summary(outcomes)
    failed = [outcome.code for outcome in outcomes if outcome.code]
    return failed[0] if failed else 0


def steps(words: Sequence[str]) -> list[Step]:
    """Everything; with `fast` what takes seconds; with paths (or pytest's options) pytest on those alone."""
    if words and words[0] != "fast":
        in_browser = any("e2e" in word for word in words)
        return [Step("tests", lambda: _call(*PYTEST, *words), browser.missing if in_browser else lambda: None)]
    if words:
        return [*_server_steps(), Step("tests", lambda: _call(*SIDE_BY_SIDE, "-m", "not slow")), *_app_steps()]
    return [
        *_server_steps(),
        Step("tests", lambda: _call(*SIDE_BY_SIDE), postgres.missing),
        Step("front door", lambda: _call(*PYTEST, "tests/front_door")),
        *_app_steps(),
        Step("app build", _build),
        Step("browser tests", lambda: _call(*PYTEST, *BROWSERS, "e2e"), browser.missing, nothing_without=True),
    ]


def _server_steps() -> list[Step]:
    return [
        Step("format", lambda: _call("ruff", "format", "--check", ".")),
        Step("lint", lambda: _call("ruff", "check", ".")),
        Step("types", lambda: _call("mypy", "--strict", "server")),
        Step("contracts", lambda: _call("lint-imports", "--no-logo")),
    ]


def _app_steps() -> list[Step]:
    return [
        Step("app packages", _packages),
        Step("app types", lambda: _call("npm", "run", "--silent", "check", cwd=PWA)),
        Step("app lint", lambda: _call("npm", "run", "--silent", "lint", cwd=PWA)),
        Step("app tests", lambda: _call("npm", "test", "--silent", cwd=PWA)),
    ]


def _packages() -> int:
    return _built(build_pwa.packages) or _built(build_pwa.types)


def _build() -> int:
    return _built(build_pwa.build)


def _built(part: Callable[[Callable[[str], None]], None]) -> int:
    try:
        part(print)
    except build_pwa.BuildFailed as failed:
        print(failed)
        return 1
    return 0


def _call(*command: str, cwd: Path = HOUSE) -> int:
    here = Path(sys.executable).parent / command[0]
    return subprocess.run([str(here) if here.exists() else command[0], *command[1:]], cwd=cwd).returncode


def _take(step: Step) -> Outcome:
    print(f"\n▸ {step.name}", flush=True)
    begun = time.monotonic()
    why = step.missing() or ""
    code = None if why and step.nothing_without else step.run()
    if why:
        print(f"  {'FAILED' if CI else 'SKIPPED' if code is None else 'PARTLY SKIPPED'}: {why}", flush=True)
        code = code or (1 if CI else code)
    return Outcome(step, code, time.monotonic() - begun, why)


def _summary(outcomes: Sequence[Outcome]) -> None:
    print("\n" + "─" * 60)
    for outcome in outcomes:
        word = "SKIPPED" if outcome.code is None else "FAILED" if outcome.code else "ok"
        print(f"{outcome.step.name:<16}{word:<9}{outcome.seconds:6.1f} s  {outcome.why}".rstrip())
    total = sum(outcome.seconds for outcome in outcomes)
    failed = [outcome.step.name for outcome in outcomes if outcome.code]
    verdict = f"FAILED: {', '.join(failed)}" if failed else "all that ran is good"
    print(f"{'─' * 60}\n{verdict}, {total:.0f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
