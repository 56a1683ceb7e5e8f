"""Words that we do not say about people: not in a table, a field, a verb, nor in any text of the app (RULINGS 36)."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.kernel.db import Base
from server.kernel.problems import PROBLEMS
from server.sync import registry
from tests.house import HOUSE

IN_NAMES = re.compile(
    r"scor(e|ing)|rating|(^|_)(level|rank)|complian(t|ce)|evaluat|performance|weakness|deficit|rubric|(^|_)grade(d|s)?($|_(?!band))"
)
IN_ENGLISH = re.compile(
    r"\b(scores?|scored|scoring|ratings?|rated|levels?|rank(s|ed|ing|ings)?|complian(t|ce)|evaluat\w*|performance|"
    r"weakness(es)?|deficits?|rubrics?)\b",
    re.IGNORECASE,
)
IN_SPANISH = re.compile(
    r"\b(puntaje\w*|puntuaci\w*|calificaci\w*|calificar\w*|nivel(es)?|rango|ranking|cumplimiento|evalua\w*|evalúa\w*|"
    r"desempeñ\w*|rendimiento|debilidad(es)?|déficits?|deficien\w*|rúbricas?)\b",
    re.IGNORECASE,
)
# Whole sentences that may say such a word, because they say what this is not.
SAID_ON_PURPOSE: frozenset[str] = frozenset()

MESSAGES = sorted((HOUSE / "server" / "content" / "messages").glob("*.json"))


def test_no_table_and_no_field_says_them() -> None:
    names = {name for table in Base.metadata.tables.values() for name in (table.name, *table.columns.keys())}
    assert len(names) > 50
    assert not [name for name in names if IN_NAMES.search(name)]


def test_no_verb_and_no_problem_says_them() -> None:
    assert registry.VERBS
    said = [name for name in (*registry.VERBS, *PROBLEMS) if IN_NAMES.search(name)]
    said += [problem.sentence for problem in PROBLEMS.values() if IN_ENGLISH.search(problem.sentence)]
    assert not said


@pytest.mark.parametrize("file", MESSAGES, ids=lambda file: file.name)
def test_no_text_of_the_app_says_them(file: Path) -> None:
    forbidden = IN_SPANISH if file.name.endswith(".es.json") else IN_ENGLISH
    said = [text for text in _texts(json.loads(file.read_text())) if forbidden.search(text)]
    said = [text for text in said if text not in SAID_ON_PURPOSE]
    assert not said, f"Say these in another way, or add the whole sentence to SAID_ON_PURPOSE: {said}"


@pytest.mark.parametrize(
    "word", ["Your score is 3", "Level 2", "They were rated", "Evaluation", "a weakness", "ranked"]
)
def test_the_check_hears_them_in_english(word: str) -> None:
    assert IN_ENGLISH.search(word)


@pytest.mark.parametrize("word", ["Su puntaje", "nivel 2", "Evaluación", "el desempeño", "una debilidad", "déficit"])
def test_the_check_hears_them_in_spanish(word: str) -> None:
    assert IN_SPANISH.search(word)


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for inner in value.values():
                yield from _texts(inner)
        case list():
            for inner in value:
                yield from _texts(inner)
