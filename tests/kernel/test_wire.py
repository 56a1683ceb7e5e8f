"""Messages, ids and moments: what the wire may hold."""

import uuid
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.kernel import clock
from server.kernel.ids import child_id, new_id, scope_of, scope_owner, scope_type
from server.kernel.problems import Refused
from server.kernel.wire import Count, Day, Id, Instant, Offset, Time, Wire, Word, reject_unstorable

ROW = "0199f000-0000-7000-8000-000000000001"


class Message(Wire):
    """One field of each bounded type."""

    row_id: Id | None = None
    at: Instant | None = None
    day: Day | None = None
    starts: Time | None = None
    word: Word | None = None
    many: Count | None = None
    started_offset: Offset | None = None


def test_messages_are_camel_case_outside_and_ignore_what_they_do_not_know() -> None:
    read = msgspec.json.decode(b'{"rowId": "%s", "later": 1}' % ROW.encode(), type=Message)
    assert read.row_id == ROW
    assert b'"startedOffset":null' in msgspec.json.encode(read)


@pytest.mark.parametrize(
    "wrong",
    [
        {"rowId": "not-an-id"}, {"rowId": ROW.upper()}, {"rowId": ROW + "\n"}, {"rowId": 7},
        {"at": "2026-03-02"}, {"at": "2026-03-02T10:00:00+01:00"}, {"at": "2026-03-02T10:00:00Z\n"},
        {"day": "2.3.2026"}, {"day": "2026-03-02\n"}, {"day": "٢٠٢٦-٠٣-٠٢"}, {"starts": "8:15"}, {"starts": "30:00"},
        {"word": "two words"}, {"word": "x" * 61}, {"word": "x\n"},
        {"many": -1}, {"many": 2**53}, {"many": 2**64}, {"many": 1.5}, {"many": True},
        {"startedOffset": 841},
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_at_the_edge(wrong: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(msgspec.json.encode(wrong), type=Message)


@given(
    st.recursive(
        st.text() | st.integers() | st.none(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_text_that_a_store_cannot_hold_is_found_wherever_it_lies(value: Any) -> None:
    if "\x00" in _texts(value):
        with pytest.raises(Refused, match="unstorable_text"):
            reject_unstorable(value)
    else:
        reject_unstorable(value)


def _texts(value: Any) -> str:
    """Every text inside a value, one after the other, as it is."""
    match value:
        case str():
            return value
        case dict():
            return "".join(_texts(inner) for pair in value.items() for inner in pair)
        case list():
            return "".join(map(_texts, value))
        case _:
            return ""


@pytest.mark.parametrize("value", ["\x00", "a\x00b", ["\x00"], {"x": ["\x00"]}, {"\x00": 1}, "\ud800", {"a": "\udfff"}])
def test_nul_and_lone_surrogates_are_refused(value: Any) -> None:
    with pytest.raises(Refused, match="unstorable_text"):
        reject_unstorable(value)


def test_new_ids_are_version_7_differ_and_sort_by_time() -> None:
    ids = [new_id() for _ in range(500)]
    assert len(set(ids)) == 500
    assert {uuid.UUID(made).version for made in ids} == {7}
    assert {uuid.UUID(made).variant for made in ids} == {uuid.RFC_4122}
    moments = [made[:13] for made in ids]
    assert moments == sorted(moments)


def test_a_child_has_one_id_under_its_parents_in_their_order() -> None:
    assert child_id(ROW, "teacher") == child_id(ROW, "teacher")
    assert child_id(ROW, "teacher") != child_id("teacher", ROW)
    assert uuid.UUID(child_id(ROW, "teacher")).version == 5


def test_a_scope_names_its_kind_and_owner() -> None:
    scope = scope_of("walkthrough", ROW)
    assert (scope, scope_type(scope), scope_owner(scope)) == (f"walkthrough:{ROW}", "walkthrough", ROW)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_a_moment_survives_being_written_to_the_millisecond(when: datetime) -> None:
    assert abs(clock.moment(clock.instant(when)) - when) < timedelta(milliseconds=1)


@given(st.lists(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)), min_size=2))
def test_moments_sort_as_their_texts_do(moments: list[datetime]) -> None:
    texts = [clock.instant(when) for when in moments]
    assert sorted(texts) == [clock.instant(when) for when in sorted(moments)]


def test_the_clock_can_be_told_for_a_while() -> None:
    then = datetime(2026, 3, 2, 12, tzinfo=timezone(timedelta(hours=-5)))
    with clock.at(then):
        assert clock.instant() == "2026-03-02T17:00:00.000Z"
    assert clock.now() - datetime.now(UTC) < timedelta(minutes=1)
