"""What ships is complete in both languages, keeps to the product's words, and fits the rules it is used by."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from server import content

FILES = sorted(content.HERE.glob("*.json")) + sorted((content.HERE / "protocols").glob("*.json"))
UNSAID = re.compile(
    r"\b(scor|rating|level|rank(s|ed|ing)?\b|complian|evaluat|performanc|weakness|deficit"
    r"|puntaj|puntuac|calificac|nivel|ranking|desempeñ|debilidad|déficit|evalua|cumplimiento)",
    re.IGNORECASE,
)
OPEN_ENGLISH = re.compile(r"\b(what|which|who|whose|whom|how|where|when)\b", re.IGNORECASE)
OPEN_SPANISH = re.compile(r"(qué|cuál|cuáles|quién|quiénes|cómo|dónde|adónde|cuándo|cuántas)", re.IGNORECASE)
WE_ENGLISH = re.compile(r"\b(we|us|our|ours|each other)\b", re.IGNORECASE)
WE_SPANISH = re.compile(r"(\b(nos|nosotros|nuestr[oa]s?|juntos)\b|[aei]mos\b|nos\b)", re.IGNORECASE)


def texts(part: Any) -> Iterator[dict[str, str]]:
    """Every pair of languages anywhere inside."""
    if isinstance(part, dict):
        if "en" in part or "es" in part:
            yield part
        else:
            for inner in part.values():
                yield from texts(inner)
    if isinstance(part, list):
        for inner in part:
            yield from texts(inner)


ALL = [pair for path in FILES for pair in texts(json.loads(path.read_text()))]


def test_every_text_stands_in_both_languages() -> None:
    assert len(ALL) > 200
    for pair in ALL:
        assert set(pair) == {"en", "es"}, pair
        assert pair["en"].strip() == pair["en"] != ""
        assert pair["es"].strip() == pair["es"] != ""


def test_spanish_is_spanish_and_not_a_copy() -> None:
    same = [pair["en"] for pair in ALL if pair["en"] == pair["es"]]
    assert same == []


def test_no_text_says_what_we_do_not_say() -> None:
    assert [pair for pair in ALL if UNSAID.search(pair["en"] + " " + pair["es"])] == []


def test_both_languages_hold_the_same_placeholders() -> None:
    for pair in ALL:
        assert Counter(re.findall(r"\{\w+\}", pair["en"])) == Counter(re.findall(r"\{\w+\}", pair["es"])), pair


def test_the_five_dimensions_quote_their_figures_as_text() -> None:
    quoted = {dimension.id: dimension.effect for dimension in content.dimensions().dimensions}
    assert quoted == {
        "goals": "0.42",
        "resourcing": "0.31",
        "teaching": "0.84",
        "teacher_learning": "0.84",
        "environment": "0.27",
    }
    assert "2008" in content.dimensions().note.en


def test_one_protocol_is_the_default_and_stands_first() -> None:
    protocols = list(content.starter_protocols().values())
    assert [protocol.default for protocol in protocols] == [True] + [False] * (len(protocols) - 1)
    assert content.default_protocol() is protocols[0]


def test_a_protocol_has_one_question_and_at_most_five_look_fors() -> None:
    for protocol in content.starter_protocols().values():
        assert protocol.focus.en.count("?") == protocol.focus.es.count("?") == 1
        assert 1 <= len(protocol.look_fors) <= 5


def test_look_fors_have_ids_of_their_own_and_touch_every_dimension() -> None:
    written = [look_for for protocol in content.starter_protocols().values() for look_for in protocol.look_fors]
    assert len(content.starter_look_fors()) == len(written)
    assert {look_for.dimension for look_for in written} == {row.id for row in content.dimensions().dimensions}


def test_a_look_for_is_a_strength_one_can_see() -> None:
    absent = re.compile(r"\b(not|no|never|lack|without|fail|nunca|falta|sin|carece)\b", re.IGNORECASE)
    for look_for in content.starter_look_fors().values():
        assert not absent.search(look_for.text.en + " " + look_for.text.es)
        assert len(look_for.text.en) <= 90


@pytest.mark.parametrize("stem", content.stems().values(), ids=lambda stem: stem.id)
def test_a_stem_is_one_open_question_in_the_first_person_plural(stem: Any) -> None:
    assert stem.text.en.count("?") == stem.text.es.count("?") == stem.text.es.count("¿") == 1
    assert OPEN_ENGLISH.search(stem.text.en)
    assert OPEN_SPANISH.search(stem.text.es)
    assert WE_ENGLISH.search(stem.text.en)
    assert WE_SPANISH.search(stem.text.es)
    assert not re.search(r"why (don't|didn't|do not|did not)|por qué no", stem.text.en + stem.text.es, re.IGNORECASE)
    assert not re.search(r"\b(most|many|some|always|never|teacher)\b", stem.text.en, re.IGNORECASE)


@pytest.mark.parametrize("stem", content.stems().values(), ids=lambda stem: stem.id)
def test_a_stem_asks_only_for_what_its_situation_gives(stem: Any) -> None:
    held = set(re.findall(r"\{(\w+)\}", stem.text.en))
    assert held <= {"lookFor", "noticed", "visits"}
    if stem.needs == "pattern":
        assert "lookFor" in held
    else:
        assert not held
        assert not stem.when
        assert stem.change is None
    if "noticed" in held:
        assert stem.when
        assert "nearly_all" not in stem.when


def test_stems_name_only_shifts_that_exist_and_use_all_eight() -> None:
    assert len(content.shifts()) == 8
    assert {stem.shift for stem in content.stems().values() if stem.shift} == set(content.shifts())


@pytest.mark.parametrize("share", ["nearly_all", "high", "some", "few"])
@pytest.mark.parametrize("phase", ["open", "notice", "make_sense", "grow", "equity", "decide", "close"])
def test_every_phase_has_stems_enough_for_every_pattern(phase: str, share: str) -> None:
    fitting = [
        stem
        for stem in content.stems().values()
        if stem.phase == phase
        and stem.change is None
        and (stem.needs == "none" or (stem.needs == "pattern" and (not stem.when or share in stem.when)))
    ]
    assert len(fitting) >= 5


@pytest.mark.parametrize("needs", ["nothing_new", "too_few"])
def test_a_quiet_month_still_has_a_question_for_each_main_phase(needs: str) -> None:
    phases = {stem.phase for stem in content.stems().values() if stem.needs == needs}
    assert phases == {"open", "notice", "make_sense", "grow", "close"}


def test_a_meeting_fills_its_minutes_and_shows_every_kind_of_stem() -> None:
    meetings = content.meeting_templates()
    phases = [phase.id for phase in meetings.phases]
    assert {template.minutes for template in meetings.templates} == {20, 45, 60}
    for template in meetings.templates:
        assert list(template.timing) == phases
        assert sum(template.timing.values()) == template.minutes
        assert min(template.timing.values()) >= 1
    shown = [stem for phase in meetings.phases for stem in phase.stems]
    assert Counter(shown) == Counter(["open", "notice", "make_sense", "equity", "grow", "decide", "close"])


def test_the_charter_says_its_limits_plainly() -> None:
    charter = content.charter()
    articles = {article.id: article.text.en for article in charter.articles}
    assert charter.smallest_group == 5
    assert "{smallestGroup}" in articles["patterns"]
    for said in ("public-records law", "observer", "put together", "disk"):
        assert said in articles["limits"]


def test_the_perspectives_are_those_of_the_product() -> None:
    assert list(content.perspectives()) == [
        "administrator",
        "educator",
        "family",
        "learner",
        "community",
        "pupil_services",
        "school_board",
    ]


def test_a_reader_gets_their_own_language() -> None:
    title = content.default_protocol().title
    assert title.in_("es-MX") == title.es
    assert title.in_("en") == title.in_("fr") == title.en
