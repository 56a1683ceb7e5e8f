"""How well the lens reads notes that no rule was written from: never worse than it was, and quiet on traps."""

import json
from pathlib import Path

import pytest

from tests.lens.notes import measured, notes, readings

FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text())
MEASURES = [
    (lang, label, measure) for lang, labels in FLOORS.items() for label, floor in labels.items() for measure in floor
]
TRAPS_FOR_DEFICIT = ("negated", "quoted", "term_of_art", "thing")
TRAPS_FOR_PII = ("adult", "book", "place", "brand", "word_problem", "code")


@pytest.mark.parametrize(("lang", "label", "measure"), MEASURES)
def test_no_label_is_read_worse_than_it_was(lang: str, label: str, measure: str) -> None:
    figures = measured(f"{lang}.held_out")["all"]["labels"][label]
    assert figures[measure] >= FLOORS[lang][label][measure], figures


@pytest.mark.parametrize("lang", FLOORS)
def test_a_word_that_only_sounds_like_a_lack_is_not_marked(lang: str) -> None:
    wrong, share = _false_marks(lang, "deficit", TRAPS_FOR_DEFICIT)
    assert share <= 0.03, wrong


@pytest.mark.parametrize("lang", FLOORS)
def test_adults_books_and_places_are_no_students(lang: str) -> None:
    wrong, share = _false_marks(lang, "pii", TRAPS_FOR_PII)
    assert share <= 0.05, wrong


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_mark_stands_on_the_words_that_a_reader_would_point_at(lang: str) -> None:
    """Of the notes where a lack or a student is rightly found: the share whose mark touches the labelled words."""
    touched, all_of_them = 0, 0
    for note in notes(f"{lang}.held_out"):
        found = readings(f"{lang}.held_out")[note["id"]]
        for label, spans in note.get("spans", {}).items():
            if label not in found["labels"]:
                continue
            marks = [one for one in found["findings"] if one["label"] == label]
            all_of_them += 1
            touched += any(mark["start"] < end and start < mark["end"] for mark in marks for start, end, _ in spans)
    assert touched / all_of_them >= 0.95


def _false_marks(lang: str, label: str, traps: tuple[str, ...]) -> tuple[list[str], float]:
    """The notes of those slices that wrongly get the label, and their share; a trap is a trap in both halves."""
    trapped = [
        (note, readings(f"{lang}.{half}")[note["id"]])
        for half in ("train", "held_out")
        for note in notes(f"{lang}.{half}")
        if set(traps) & set(note.get("slices", [])) and label not in note["labels"] + note.get("optional", [])
    ]
    assert len(trapped) >= 30
    wrong = [note["text"] for note, found in trapped if label in found["labels"]]
    return wrong, len(wrong) / len(trapped)
