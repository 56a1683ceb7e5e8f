"""`./brightwalk lens`: JSON lines in, JSON lines out, faults told by line; and `lens score` beside it."""

import json
import subprocess
import sys
from pathlib import Path

from tests.house import HOUSE


def lens(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The command as it is typed in `folder`."""
    command = [sys.executable, "-m", "server.cli", "lens", *words]
    return subprocess.run(
        command, cwd=folder, env={"PYTHONPATH": str(HOUSE), "PATH": ""}, capture_output=True, text=True, check=False
    )


def written(folder: Path, *lines: str) -> str:
    (folder / "notes.jsonl").write_text("\n".join(lines))
    return "notes.jsonl"


def test_every_line_is_answered_in_its_order(tmp_path: Path) -> None:
    notes = [
        {"id": "a", "text": "🎉 The kids are lazy."},
        {"id": 2, "text": "¿Qué los ayudó?", "lang": "es"},
        {"id": "c", "text": "", "more": 1},
    ]
    told = lens(tmp_path, written(tmp_path, *map(json.dumps, notes), ""))
    answers = [json.loads(line) for line in told.stdout.splitlines()]
    assert (told.returncode, told.stderr) == (0, "")
    assert [answer["id"] for answer in answers] == ["a", 2, "c"]
    assert all(set(answer) == {"id", "labels", "findings"} for answer in answers)
    (lazy,) = [one for one in answers[0]["findings"] if one["label"] == "deficit"]
    assert set(lazy) == {"label", "start", "end", "rule", "suggestion"}
    assert notes[0]["text"][lazy["start"] : lazy["end"]] == "lazy"  # type: ignore[index]
    assert answers[1]["labels"] == ["question"]
    assert answers[2] == {"id": "c", "labels": [], "findings": []}


def test_a_line_that_cannot_be_read_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    good = json.dumps({"id": 1, "text": "Great lesson!"})
    bad = ["{", "[]", '{"id": 1}', '{"text": "x"}', '{"id": 1, "text": 5}', '{"id": 1, "text": "x", "lang": "fr"}']
    told = lens(tmp_path, written(tmp_path, good, *bad, good))
    assert told.returncode == 1
    assert len(told.stdout.splitlines()) == 2
    faults = told.stderr.splitlines()
    assert [line.split(":")[0] for line in faults] == [f"Line {number}" for number in range(2, 8)]


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    told = lens(tmp_path, "gone.jsonl")
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr.strip() == "There is no file gone.jsonl here."


def test_the_measure_counts_as_it_says(tmp_path: Path) -> None:
    notes = [
        {"id": 1, "text": "The kids are lazy.", "labels": ["deficit"], "lang": "en", "slices": ["plain"]},
        {"id": 2, "text": "The kids are lazy.", "labels": ["evidence"], "lang": "en"},
        {"id": 3, "text": "The kids are lazy.", "labels": ["evidence"], "optional": ["deficit", "evidence"]},
        {"id": 4, "text": "¿Qué los ayudó?", "labels": ["deficit"], "optional": ["question"], "lang": "es"},
    ]
    told = lens(tmp_path, "score", written(tmp_path, *map(json.dumps, notes)))
    figures = json.loads(told.stdout)
    lacks = figures["all"]["labels"]["deficit"]
    assert (lacks["found"], lacks["wrong"], lacks["missed"]) == (1, 1, 1)
    assert (lacks["precision"], lacks["recall"], lacks["f1"]) == (0.5, 0.5, 0.5)
    assert figures["lang"]["es"]["labels"]["deficit"]["recall"] == 0
    assert figures["slices"]["plain"]["labels"]["deficit"]["f1"] == 1
    assert figures["all"]["labels"]["question"]["found"] == 0  # optional counts neither way


def test_a_long_file_and_a_long_note_go_through(tmp_path: Path) -> None:
    long = json.dumps({"id": 1, "text": "Nia drew the model. \ud83d " * 2_400})
    told = lens(tmp_path, written(tmp_path, long, *[json.dumps({"id": 2, "text": "ñandú 😀"})] * 2_000))
    assert (told.returncode, len(told.stdout.splitlines())) == (0, 2_001)
