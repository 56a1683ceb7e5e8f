"""Is the model test any good? Break the product in one line, in a copy of the tree, and see which tests say so.

    python -m tests.two_devices.planted [--part 1/3] [--only NAME ...] [--jury model] [--kept FILE] [--table]

Each plant is one changed line (`plants.py`). Three juries look at it, each stopping at its first failure: the model
test with its kept histories; the unit tests alone (vectors, kernel and rules for the server, vitest for the device);
and, for the server, the tests that go through its doors one by one (`tests/sync`). A plant is caught if the model says
so; what the others miss shows what the model is worth.

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
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.two_devices.plants import PLANTS, Plant

HOUSE = Path(__file__).resolve().parents[2]
NEEDED = ("server", "tests", "pwa", "pyproject.toml")
UNWANTED = shutil.ignore_patterns("__pycache__", ".hypothesis", "node_modules", "dist", "_pwa")
PYTEST = (sys.executable, "-m", "pytest", "-x", "-q", "-s", "--tb=native", "-p", "no:cacheprovider")
WHERE = ("--testTimeout", "60000", "src/sync", "src/db")
DOORS = (*PYTEST, "-m", "not slow", "tests/sync")
RULES = [str(path.relative_to(HOUSE)) for path in sorted(HOUSE.glob("tests/*/test_rules.py"))]
UNITS = {
    ".py": (*PYTEST, "tests/wire", "tests/kernel", *RULES),
    ".ts": (str(Path(sys.executable).parent / "npx"), "vitest", "run", "--bail", "1", *WHERE),
}
JURIES = ("model", "unit", "doors")
SEED = "20261121"
PATIENCE = 1800
IN_PYTHON = re.compile(r'tests/(?:two_devices|sync|wire|kernel)/\w+\.py", line \d+, in (\w+)')
IN_VITEST = re.compile(r"FAIL +\S+\.test\.ts > ([^\n]+)")
HISTORY = re.compile(r"failed in history (\d+)")


@dataclass(frozen=True)
class Verdict:
    """What one jury says of one plant: where it failed (None: nowhere), and after how many random histories."""

    name: str
    jury: str
    where: str | None
    history: int
    seconds: int

    def __str__(self) -> str:
        if self.where is None:
            return "**survived**" if self.jury == "model" else "missed"
        return f"{self.where} (history {self.history})" if self.history else self.where


Kept = dict[tuple[str, str], Verdict]


def main(words: list[str]) -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--examples", type=int, default=100, help="histories before a plant has survived (100)")
    options.add_argument("--part", default="1/1", help="the second of three: 2/3")
    options.add_argument("--only", nargs="*", default=[], help="plants whose name has one of these words")
    options.add_argument("--jury", nargs="*", choices=JURIES, default=JURIES)
    options.add_argument("--kept", type=Path, help="a file in which each verdict is kept, a line each")
    options.add_argument("--table", action="store_true", help="print what is kept, and try nothing")
    asked = options.parse_args(words)
    kept = _kept(asked.kept)
    part, parts = map(int, asked.part.split("/"))
    chosen = [plant for plant in PLANTS if not asked.only or any(word in plant.name for word in asked.only)]
    if not asked.table:
        _try(chosen[part - 1 :: parts], asked, kept)
    for plant in chosen:
        told = [kept.get((plant.name, jury)) for jury in JURIES]
        if any(told):
            print(f"| {plant.name} | {' | '.join(str(one or '') for one in told)} |")
    found = [verdict for (_, jury), verdict in kept.items() if jury == "model"]
    survived = sum(verdict.where is None for verdict in found)
    print(f"\n{len(found) - survived} of {len(found)} planted bugs were caught by the model test")
    return survived


def _try(plants: Sequence[Plant], asked: argparse.Namespace, kept: Kept) -> None:
    with tempfile.TemporaryDirectory(prefix="planted-") as folder:
        tree = Path(folder)
        _copy(tree)
        for plant in plants:
            for jury in asked.jury:
                if (plant.name, jury) not in kept and not (jury == "doors" and plant.file.endswith(".ts")):
                    verdict = kept[plant.name, jury] = look(tree, plant, jury, asked.examples)
                    print(f"{verdict.seconds:4} s  {plant.name}: {jury}: {verdict}", flush=True)
                    if asked.kept:
                        with asked.kept.open("a") as file:
                            file.write(json.dumps(asdict(verdict)) + "\n")


def look(tree: Path, plant: Plant, jury: str, examples: int) -> Verdict:
    """Plant, ask, take it out again."""
    file, begun = tree / plant.file, time.monotonic()
    good = file.read_text()
    if good.count(plant.line) != 1:
        raise SystemExit(f"{plant.name}: its line is in {plant.file} {good.count(plant.line)} times, not once")
    of_the_app = jury == "unit" and file.suffix == ".ts"
    model = (*PYTEST, f"--hypothesis-seed={SEED}", *plant.test)
    command = {"model": model, "unit": UNITS[file.suffix], "doors": DOORS}[jury]
    file.write_text(good.replace(plant.line, plant.planted))
    try:
        told = _failure(tree / "pwa" if of_the_app else tree, command, examples)
    finally:
        file.write_text(good)
    history = HISTORY.search(told or "")
    where = _named(told, jury) if told is not None else None
    return Verdict(plant.name, jury, where, int(history[1]) if history else 0, round(time.monotonic() - begun))


def _named(told: str, jury: str) -> str:
    """The law that did not hold, or the test that failed."""
    places = IN_PYTHON.findall(told)
    if jury == "model":
        return places[-1] if places else "all of it"
    tests = [name for name in places if name.startswith("test_")] + IN_VITEST.findall(told)
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


def _kept(file: Path | None) -> Kept:
    lines = file.read_text().splitlines() if file and file.exists() else []
    return {(one["name"], one["jury"]): Verdict(**one) for one in map(json.loads, lines)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
