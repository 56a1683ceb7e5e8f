"""The labelled notes, and what the lens finds in them: read once, by the very command that people type."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

from tests.house import HOUSE

HERE = Path(__file__).parent
FILES = ("en.train", "en.held_out", "es.train", "es.held_out")
LABELS = ("asset", "deficit", "evidence", "judgement", "ranking", "pii", "neutral", "question")
SLICES = (
    *("negated", "quoted", "term_of_art", "thing"),
    *("adult", "book", "place", "brand", "word_problem", "code"),
    *("backhanded", "both", "absence", "group_status"),
    *("caps", "shorthand", "typo", "emoji", "mixed", "voice"),
)

Note = dict[str, Any]


@cache
def notes(file: str) -> tuple[Note, ...]:
    return tuple(json.loads(line) for line in (HERE / f"{file}.jsonl").read_text().splitlines())


def all_notes() -> list[Note]:
    return [note for file in FILES for note in notes(file)]


@cache
def readings(file: str) -> dict[str, Note]:
    """What `./brightwalk lens` answers for a file, by the id of the note."""
    told = _lens("read", file)
    return {one["id"]: one for one in map(json.loads, told.splitlines())}


@cache
def measured(file: str) -> Note:
    """What `./brightwalk lens score` answers for a file."""
    answer: Note = json.loads(_lens("score", file))
    return answer


def _lens(doing: str, file: str) -> str:
    node = Path(sys.executable).parent / "node"
    command = [
        str(node) if node.exists() else "node",
        "--no-warnings",
        "pwa/src/lens/command.ts",
        doing,
        f"tests/lens/{file}.jsonl",
    ]
    return subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=True, timeout=60).stdout
