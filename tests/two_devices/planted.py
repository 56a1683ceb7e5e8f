"""Is the model test any good? Break the product in one line, in a copy of the tree, and see that a test says so.

    python -m tests.two_devices.planted [--examples 60] [--part 1/3] [words of a plant's name ...]

Every plant is one changed line. It is caught when the tests named beside it fail: the model test on SQLite,
unless another is named. The whole takes a while, so it is not part of `./brightwalk test`.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.two_devices.plants import MODEL, PLANTS, Plant

HOUSE = Path(__file__).resolve().parents[2]
NEEDED = ("server", "tests", "pwa/src/sync", "pwa/package.json", "pyproject.toml")
FAILED_IN = re.compile(r'tests/(?:two_devices|sync|wire)/\w+\.py", line \d+, in (\w+)')
PATIENCE = 900


def main(words: list[str]) -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--examples", type=int, default=60)
    options.add_argument("--part", default="1/1", help="the second of three: 2/3")
    options.add_argument("names", nargs="*")
    asked = options.parse_args(words)
    part, parts = map(int, asked.part.split("/"))
    chosen = [plant for plant in PLANTS if all(word in plant.name for word in asked.names)][part - 1 :: parts]
    with tempfile.TemporaryDirectory(prefix="planted-") as folder:
        tree = Path(folder)
        _copy(tree)
        if not asked.names and part == 1 and _failure(tree, MODEL, 10) is not None:
            print("without any plant the model test fails already: nothing can be shown")
            return 1
        survived = [plant for plant in chosen if not _shown(tree, plant, asked.examples)]
    print(f"\n{len(chosen) - len(survived)} of {len(chosen)} planted bugs were caught")
    return len(survived)


def _shown(tree: Path, plant: Plant, examples: int) -> bool:
    """Plant, test, take it out again; print one line of the table."""
    file, begun = tree / plant.file, time.monotonic()
    good = file.read_text()
    if good.count(plant.line) != 1:
        print(f"| {plant.name} | {plant.file} | NOT PLANTED: its line is there {good.count(plant.line)} times |")
        return False
    file.write_text(good.replace(plant.line, plant.planted))
    try:
        where = _failure(tree, plant.test, examples)
    finally:
        file.write_text(good)
    verdict = f"caught by {where}" if where else "SURVIVED"
    print(f"| {plant.name} | {plant.file} | {verdict} | {time.monotonic() - begun:.0f} s |", flush=True)
    return where is not None


def _failure(tree: Path, test: str, examples: int) -> str | None:
    """The function that failed, or None if all is well."""
    how = {"BRIGHTWALK_MODEL_EXAMPLES": str(examples), "BRIGHTWALK_MODEL_UNSHRUNK": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    pytest = [sys.executable, "-m", "pytest", "-x", "-q", "--tb=native", "-p", "no:cacheprovider", *test.split()]
    done = subprocess.run(pytest, cwd=tree, env={**os.environ, **how}, capture_output=True, text=True, timeout=PATIENCE)
    if done.returncode == 0:
        return None
    places = FAILED_IN.findall(done.stdout)
    if done.returncode != 1 or not places:
        raise SystemExit(f"the test did not run:\n{done.stdout[-3000:]}{done.stderr[-1000:]}")
    return str(places[-1])


def _copy(tree: Path) -> None:
    unwanted = shutil.ignore_patterns("__pycache__", ".hypothesis")
    for name in NEEDED:
        source = HOUSE / name
        if source.is_dir():
            shutil.copytree(source, tree / name, ignore=unwanted)
        else:
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, tree / name)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
