"""The envelope: nothing in it can be changed, left out, swapped or cut off unnoticed, sealed or plain."""

import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.backup.envelope import Sealing, frames
from server.backup.refusals import Refusal
from tests.backup.conftest import WORDS

HERE = Path("harbor.backup")
BODIES = [b"the first", b"", b"\x00" * 3000, b"the last"]


def written(passphrase: str) -> bytes:
    file = io.BytesIO()
    sealing = Sealing(file, passphrase)
    for body in BODIES[:-1]:
        sealing.frame(body)
    sealing.end(BODIES[-1])
    return file.getvalue()


def read(raw: bytes, passphrase: str) -> list[bytes]:
    return [body for body, _ in frames(io.BufferedReader(io.BytesIO(raw)), HERE, passphrase)]  # type: ignore[arg-type]


def parts(raw: bytes) -> list[bytes]:
    """The header, and each frame."""
    start = raw.index(b"}") + 1 + 32
    found, at = [raw[:start]], start
    while at < len(raw):
        end = at + 4 + int.from_bytes(raw[at : at + 4])
        found.append(raw[at:end])
        at = end
    return found


@pytest.mark.parametrize("passphrase", [WORDS, ""])
def test_what_was_put_in_comes_out(passphrase: str) -> None:
    assert read(written(passphrase), passphrase) == BODIES


def test_sealed_words_cannot_be_seen() -> None:
    assert b"the first" not in written(WORDS)
    assert b"the first" in written("")


def test_another_passphrase_is_told_apart_from_damage() -> None:
    with pytest.raises(Refusal) as refused:
        read(written(WORDS), "another one altogether")
    assert refused.value.name == "wrong_passphrase"


@pytest.mark.parametrize("passphrase", [WORDS, ""])
@given(place=st.integers(min_value=0, max_value=10_000), bit=st.integers(min_value=0, max_value=7))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_one_bit_changed_anywhere_is_noticed(passphrase: str, place: int, bit: int) -> None:
    raw = bytearray(written(passphrase))
    raw[place % len(raw)] ^= 1 << bit
    with pytest.raises(Refusal):
        read(bytes(raw), passphrase)


@pytest.mark.parametrize("passphrase", [WORDS, ""])
def test_a_file_cut_off_anywhere_is_noticed(passphrase: str) -> None:
    raw = written(passphrase)
    for length in range(0, len(raw), 7):
        with pytest.raises(Refusal):
            read(raw[:length], passphrase)


@pytest.mark.parametrize("passphrase", [WORDS, ""])
@pytest.mark.parametrize("order", [[0, 2, 1, 3, 4], [0, 1, 3, 4], [0, 1, 2, 3], [0, 1, 1, 2, 3, 4], [0, 1, 2, 3, 4, 4]])
def test_parts_that_are_swapped_left_out_or_doubled_are_noticed(passphrase: str, order: list[int]) -> None:
    pieces = parts(written(passphrase))
    assert b"".join(pieces) == written(passphrase) or passphrase
    with pytest.raises(Refusal):
        read(b"".join(pieces[one] for one in order), passphrase)


def test_a_part_of_another_backup_with_the_same_passphrase_does_not_fit() -> None:
    one, other = parts(written(WORDS)), parts(written(WORDS))
    with pytest.raises(Refusal):
        read(b"".join([*one[:2], other[2], *one[3:]]), WORDS)
