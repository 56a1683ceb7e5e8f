"""Is the model test any good? Break the product in one line, in a copy of the tree, and see which tests say so.

    python -m tests.two_devices.planted [--part 1/3] [--only NAME ...] [--kept FILE] [--table]

Each plant is one changed line (`plants.py`). Two juries look at it, each stopping at its first failure: the model
test with its kept histories, and the unit tests alone (`tests/sync` and `tests/wire` for the server, vitest for the
device). A plant is caught if the model says so; what only the model catches shows what it is worth.

The histories are the same each time. `--kept` writes each verdict down and skips what is in there already, so that
a run can be taken up again; `--table` prints what is kept, for `README.md`. The exit code is the number of survivors.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.two_devices.plants import PLANTS, Plant

HOUSE = Path(__file__).resolve().parents[2]
NEEDED = ("server", "tests", "pwa", "pyproject.toml")
UNWANTED = shutil.ignore_patterns("__pycache__", ".hypothesis", "node_modules", "dist", "_pwa")
PYTEST = (sys.executable, "-m", "pytest", "-x", "-q", "-s", "--tb=native", "-p", "no:cacheprovider")
UNITS = {
    ".py": (*PYTEST, "-m", "not slow", "tests/sync", "tests/wire"),
    ".ts": (str(Path(sys.executable).parent / "npx"), "vitest", "run", "--bail", "1", "src/sync", "src/db"),
}
SEED = "20261121"
PATIENCE = 1800
IN_PYTHON = re.compile(r'tests/(?:two_devices|sync|wire)/\w+\.py", line \d+, in (\w+)')
IN_VITEST = re.compile(r"FAIL +\S+\.test\.ts > ([^\n]+)")
HISTORY = re.compile(r"failed in history (\d+)")


@dataclass(frozen=True)
class Found:
    """What two juries say of one plant: where the model failed (None: nowhere) and after how many histories."""

    name: str
    model: str | None
    history: int
    unit: str | None
    seconds: int

    def line(self) -> str:
        """One line of the table."""
        after = f" (history {self.history})" if self.history else ""
        model = f"{self.model}{after}" if self.model else "**survived**"
        return f"| {self.name} | {model} | {self.unit or 'missed'} |"


def main(words: list[str]) -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--examples", type=int, default=100, help="histories before a plant has survived (100)")
    options.add_argument("--part", default="1/1", help="the second of three: 2/3")
    options.add_argument("--only", nargs="*", default=[], help="plants whose name has one of these words")
    options.add_argument("--kept", type=Path, help="a file in which each verdict is kept, a line each")
    options.add_argument("--table", action="store_true", help="print what is kept, and try nothing")
    asked = options.parse_args(words)
    kept = _kept(asked.kept)
    if asked.table:
        print("\n".join(kept[plant.name].line() for plant in PLANTS if plant.name in kept))
        return 0
    part, parts = map(int, asked.part.split("/"))
    chosen = [plant for plant in PLANTS if not asked.only or any(word in plant.name for word in asked.only)]
    return _try([plant for plant in chosen[part - 1 :: parts] if plant.name not in kept], asked.examples, asked.kept)


def _try(plants: list[Plant], examples: int, keep: Path | None) -> int:
    survived = 0
    with tempfile.TemporaryDirectory(prefix="planted-") as folder:
        tree = Path(folder)
        _copy(tree)
        for plant in plants:
            found = look(tree, plant, examples)
            survived += found.model is None
            print(found.line(), f"{found.seconds} s", flush=True)
            if keep:
                with keep.open("a") as file:
                    file.write(json.dumps(asdict(found)) + "\n")
    print(f"\n{len(plants) - survived} of {len(plants)} planted bugs were caught by the model test")
    return survived


def look(tree: Path, plant: Plant, examples: int) -> Found:
    """Plant, ask both juries, take it out again."""
    file, begun = tree / plant.file, time.monotonic()
    good = file.read_text()
    if good.count(plant.line) != 1:
        raise SystemExit(f"{plant.name}: its line is in {plant.file} {good.count(plant.line)} times, not once")
    file.write_text(good.replace(plant.line, plant.planted))
    try:
        told = _failure(tree, (*PYTEST, f"--hypothesis-seed={SEED}", *plant.test), examples)
        unit = _failure(tree / "pwa" if file.suffix == ".ts" else tree, UNITS[file.suffix], examples)
    finally:
        file.write_text(good)
    where = IN_PYTHON.findall(told) if told else []
    history = HISTORY.search(told or "")
    seconds = round(time.monotonic() - begun)
    return Found(plant.name, where[-1] if where else None, int(history[1]) if history else 0, _named(unit), seconds)


def _named(told: str | None) -> str | None:
    """The unit test that failed."""
    if told is None:
        return None
    tests = [name for name in IN_PYTHON.findall(told) if name.startswith("test_")] + IN_VITEST.findall(told)
    return tests[0] if tests else "all of them"


def _failure(folder: Path, command: tuple[str, ...], examples: int) -> str | None:
    """What was said when a test failed, or None if all is well."""
    how = {"BRIGHTWALK_MODEL_EXAMPLES": str(examples), "BRIGHTWALK_MODEL_UNSHRUNK": "1"}
    how |= {"PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1"}
    how["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    env = {name: value for name, value in os.environ.items() if name not in ("CI", "FORCE_COLOR")} | how
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=PATIENCE)
    if done.returncode == 0:
        return None
    if done.returncode != 1:
        raise SystemExit(f"the tests did not run:\n{done.stdout[-3000:]}{done.stderr[-1000:]}")
    return done.stdout + done.stderr


def _copy(tree: Path) -> None:
    for name in NEEDED:
        source = HOUSE / name
        if source.is_dir():
            shutil.copytree(source, tree / name, ignore=UNWANTED)
        else:
            shutil.copy(source, tree / name)
    (tree / "pwa/node_modules").symlink_to((HOUSE / "pwa/node_modules").resolve())


def _kept(file: Path | None) -> dict[str, Found]:
    lines = file.read_text().splitlines() if file and file.exists() else []
    return {one["name"]: Found(**one) for one in map(json.loads, lines)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
