"""The labelled notes themselves: enough, in the shape that the lens and its measure read, each on one side only."""

import pytest

from tests.lens.notes import FILES, LABELS, SLICES, all_notes, notes


def test_there_are_enough_in_each_language() -> None:
    assert len(notes("en.train")) + len(notes("en.held_out")) >= 500
    assert len(notes("es.train")) + len(notes("es.held_out")) >= 350


def test_no_note_stands_on_both_sides_and_no_id_twice() -> None:
    texts = [note["text"].casefold() for note in all_notes()]
    ids = [note["id"] for note in all_notes()]
    assert len(texts) == len(set(texts))
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("file", FILES)
def test_every_note_has_labels_that_exist_and_none_twice(file: str) -> None:
    for note in notes(file):
        wanted, optional = note["labels"], note.get("optional", [])
        assert wanted, note["id"]
        assert not set(wanted) & set(optional), note["id"]
        assert set(wanted) | set(optional) <= set(LABELS), note["id"]
        assert set(note.get("slices", [])) <= set(SLICES), note["id"]
        assert note["lang"] == file[:2], note["id"]


@pytest.mark.parametrize("file", FILES)
def test_every_lack_and_every_sign_of_a_student_has_its_words(file: str) -> None:
    for note in notes(file):
        spans = note.get("spans", {})
        assert set(spans) == {"deficit", "pii"} & set(note["labels"]), note["id"]
        for start, end, words in (span for found in spans.values() for span in found):
            assert note["text"][start:end] == words, note["id"]


def test_both_languages_have_every_trap_on_the_side_that_is_only_measured() -> None:
    for lang in ("en", "es"):
        counted = {name: sum(name in note.get("slices", []) for note in notes(f"{lang}.held_out")) for name in SLICES}
        few = {name: count for name, count in counted.items() if count < 2 and (name, lang) != ("mixed", "en")}
        assert not few
