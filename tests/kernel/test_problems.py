"""The list of problems: numbered once, said in sentences, in both languages."""

import json
import re
from pathlib import Path

import pytest

from server.kernel.problems import PROBLEMS, NotYet, Refused
from tests.house import HOUSE

MESSAGES = HOUSE / "server" / "content" / "messages"
SAID_BY_THE_APP_ALONE = {"problem_unreachable", "problem_foreign_page"}
BLAME = re.compile(r"\b(you must|invalid|illegal|error|forbidden)\b", re.I)


def test_every_number_is_given_once_and_begins_with_its_status() -> None:
    numbers = [problem.number for problem in PROBLEMS.values()]
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch(r"[45]\d\d\.\d+", number) for number in numbers)
    assert PROBLEMS["disk_full"].status == 507


@pytest.mark.parametrize("name", PROBLEMS)
def test_a_problem_is_a_calm_sentence(name: str) -> None:
    sentence = PROBLEMS[name].sentence
    assert re.match(r"[A-Z].*\.$", sentence)
    assert not BLAME.search(sentence)
    assert len(sentence) <= 120


@pytest.mark.parametrize("language", ["en", "es"])
def test_each_language_says_every_problem_and_no_other(language: str) -> None:
    said = _messages(MESSAGES / f"problem.{language}.json")
    assert set(said) - SAID_BY_THE_APP_ALONE == {f"problem_{name}" for name in PROBLEMS}
    assert all(sentence.strip() for sentence in said.values())


def test_the_english_of_the_app_and_of_the_server_is_the_same() -> None:
    said = _messages(MESSAGES / "problem.en.json")
    different = [name for name, problem in PROBLEMS.items() if said[f"problem_{name}"] != problem.sentence]
    assert not different


def test_a_refusal_carries_its_problem_and_a_wait_what_it_waits_for() -> None:
    assert Refused("last_admin", field="role").particulars == {"field": "role"}
    assert NotYet("a row").waits_for == "a row"
    with pytest.raises(KeyError):
        Refused("no such problem")


def _messages(file: Path) -> dict[str, str]:
    read: dict[str, str] = json.loads(file.read_text())
    return {key: text for key, text in read.items() if not key.startswith("$")}
