"""The shape of the house: every folder has its place, no file outgrows its idea, no name hides one."""

import re
from pathlib import Path

import pytest

from tests.house import CHAPTERS, HOUSE, files, folders_in, text, under

PLACES = {
    "": {"server", "pwa", "tests", "e2e", ".ci"},
    "server": {*CHAPTERS, "sync", "backup", "kernel", "content", "migrations", "demo", "deploy"},
    "pwa": {"src", "public", "tools", "project.inlang"},
    "pwa/src": {*CHAPTERS, "app", "lens", "db", "sync", "api", "ui", "i18n", "wordings"},
    "tests": {
        *CHAPTERS,
        "backup",
        "sync",
        "kernel",
        "content",
        "migrations",
        "demo",
        "front_door",
        "bench",
        "crash",
        "two_devices",
        "wire",
        "lens",
    },
}
CEILINGS = [
    ("server", (".py",), 200),
    ("pwa/src", (".ts",), 200),
    ("pwa/src", (".svelte",), 150),
    ("pwa/tools", (".ts",), 200),
    ("tests", (".py",), 400),
    ("e2e", (".py",), 400),
    ("pwa/src", (".test.ts",), 400),
]
WRITTEN_BY_A_COMMAND = {Path("pwa/src/api/kinds.ts"), Path("server/migrations/versions/0001_first.py")}
NAMES_THAT_HIDE = ("util", "utils", "helper", "helpers", "manager", "managers", "common", "misc")


@pytest.mark.parametrize("folder", PLACES)
def test_every_folder_has_its_place_in_the_story(folder: str) -> None:
    strangers = folders_in(folder) - PLACES[folder]
    assert not strangers, (
        f"{sorted(strangers)} in {folder or 'the top folder'} has no place in the house. Put what it holds into the "
        "chapter that it belongs to, or give it a place: here (PLACES), in pyproject.toml (the layers) and in "
        "pwa/eslint.config.js (the zones)."
    )


@pytest.mark.parametrize(("folder", "endings", "ceiling"), CEILINGS)
def test_no_file_outgrows_its_idea(folder: str, endings: tuple[str, ...], ceiling: int) -> None:
    measured = {file: len(text(file).splitlines()) for file in _measured(folder, endings)}
    long = {str(file): lines for file, lines in measured.items() if lines > ceiling}
    assert not long, f"Past {ceiling} lines, the idea in each of these wants to be two: {long}"


def test_no_file_is_named_after_nothing() -> None:
    hiding = [str(file) for file in files() if file.name.split(".")[0].lower() in NAMES_THAT_HIDE]
    assert not hiding, f"Name these after the idea inside: {hiding}"


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_opens_with_a_paragraph_of_prose(chapter: str) -> None:
    opening = text(f"server/{chapter}/__init__.py")
    prose = re.match(r'"""(.+?)"""', opening, re.S)
    assert prose, f"server/{chapter}/__init__.py should open with a paragraph that says what the chapter is about."
    assert len(prose[1].split()) >= 15, f"server/{chapter}/__init__.py says too little about its chapter."


def test_nothing_that_a_machine_made_is_committed() -> None:
    made = [str(file) for file in files() if set(file.parts) & {"node_modules", "dist", "__pycache__", ".venv"}]
    made += [str(file) for file in files() if (HOUSE / file).stat().st_size > 2_000_000]
    assert not made, f"These are made, or far too large to be read: {made}. Add them to .gitignore."


def test_no_registry_and_no_place_of_one_machine_is_named() -> None:
    written = [
        file for file in files() if file.suffix in (".py", ".ts", ".svelte", ".md", ".json", ".toml", ".lock", "")
    ]
    traces = re.compile(r'"resolved": "http|--index-url|--extra-index-url|/root/|/home/[a-z]+/')
    found = [f"{file}: {match[0]}" for file in written if (match := traces.search(text(file)))]
    found = [line for line in found if not line.startswith("tests/test_shape.py")]
    assert not found, f"These lines belong to one machine only: {found}"


def _measured(folder: str, endings: tuple[str, ...]) -> list[Path]:
    tests_too = ".test.ts" in endings
    found = [file for file in under(folder, *endings) if file not in WRITTEN_BY_A_COMMAND]
    return [file for file in found if tests_too or not file.name.endswith(".test.ts")]
