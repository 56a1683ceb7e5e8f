"""Passwords, codes, tries and mail: the small parts of getting in."""

import asyncio
from datetime import timedelta
from email import message_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.kernel import clock
from server.kernel.problems import Refused
from server.people.codes import ALPHABET, hashed, hashed_code, new_code, new_token
from server.people.limits import TRIES, WINDOW, Limits
from server.people.mail import Post, join_letter, letter, takeover_letter
from server.people.passwords import good_enough, hash_password, is_password


@pytest.mark.parametrize(
    "password",
    [
        "", "short", "ninechars", "password12", "Password1234!", "12345678901", "9876543210", "aaaaaaaaaaaa",
        "abababababab", "abcdefghijkl", "qwertyuiop", "1q2w3e4r5t", "Contraseña2026", "bienvenidos1", "Welcome 2026!",
        "ana@oak.example", "Ana Torres 1999", "ANA TORRES!!", "x" * 201,
    ],
)  # fmt: skip
def test_what_a_stranger_would_try_first_is_no_password(password: str) -> None:
    assert not good_enough(password, "ana@oak.example", "Ana Torres")


@pytest.mark.parametrize(
    "password", ["four lamps by the river", "k7#Vq9!mWz", "una mesa bajo el olmo", "correct horse", "ñandú y colibrí"]
)
def test_a_sentence_of_ones_own_is_a_password(password: str) -> None:
    assert good_enough(password, "ana@oak.example", "Ana Torres")


async def test_a_password_is_stored_as_argon2id_and_never_twice_the_same() -> None:
    one, two = await hash_password("four lamps"), await hash_password("four lamps")
    assert one != two
    assert one.startswith("$argon2id$")
    assert await is_password(one, "four lamps")
    assert not await is_password(one, "four lamp")
    assert not await is_password(None, "a password that nobody has")
    assert not await is_password("not a hash", "four lamps")


def test_a_code_survives_being_read_out_and_typed() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    for code in codes:
        assert [len(group) for group in code.split("-")] == [4, 4, 4]
        assert set(code) <= set(ALPHABET) | {"-"}
        assert hashed_code(code) == hashed_code(f" {code.lower().replace('-', ' ')} ")


def test_the_alphabet_has_no_look_alikes_and_makes_no_words() -> None:
    assert not set("01258BILOSZ") & (set(ALPHABET) - {"8"})
    assert not set("AEIOU") & set(ALPHABET)


@given(st.text(max_size=30))
def test_any_text_can_be_hashed_as_a_code(typed: str) -> None:
    assert len(hashed_code(typed)) == 64


def test_tokens_are_long_and_their_hash_says_nothing() -> None:
    token = new_token()
    assert len(token) >= 43
    assert token not in hashed(token)


def test_success_forgets_the_tries_before_it() -> None:
    limits = Limits()
    for _ in range(3):
        for _ in range(TRIES):
            limits.count_try("ana", "10.1.1.1")
        limits.succeeded("ana", "10.1.1.1")


def test_too_many_tries_say_how_long_to_wait() -> None:
    limits, start = Limits(), clock.now()
    with clock.at(start):
        for _ in range(TRIES):
            limits.count_try("ana", "10.1.1.1")
        with pytest.raises(Refused) as refused:
            limits.count_try("ana", "10.1.1.1")
        limits.count_try("ben", "10.1.1.1")
        limits.count_try("ana", "10.9.9.9")
    assert refused.value.particulars == {"seconds": int(WINDOW.total_seconds())}
    with clock.at(start + WINDOW + timedelta(seconds=1)):
        limits.count_try("ana", "10.1.1.1")


def test_the_memory_of_tries_is_bounded() -> None:
    limits = Limits()
    for n in range(20_500):
        limits.failed(f"address {n}")
    assert len(limits._moments) == 20_000


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_letters_carry_the_link_and_nothing_about_a_visit(language: str) -> None:
    subject, text = join_letter(
        language, school="Oak", name="Ben", link="http://w.example/join#t", code="CCCC-CCCC-CCCC", until="2026-12-01"
    )
    assert "Oak" in subject
    assert all(part in text for part in ("Ben", "http://w.example/join#t", "CCCC-CCCC-CCCC", "2026-12-01"))
    assert "{" not in text + "".join(takeover_letter(language, school="Oak", name="Ben"))


def test_a_name_cannot_smuggle_a_header_into_a_mail() -> None:
    subject, text = join_letter("en", school="Oak\r\nBcc: all@oak.example", name="B", link="l", code="c", until="u")
    made = message_from_bytes(letter("walk@oak.example", "ben@oak.example", subject, text).as_bytes())
    assert made["Bcc"] is None
    with pytest.raises(ValueError, match=r"linefeed|newline|header"):
        letter("walk@oak.example", "ben@oak.example\r\nBcc: all@oak.example", "s", "t")


class PostOffice:
    """As much of an SMTP server as a mail needs; it keeps the text of what it is handed."""

    def __init__(self) -> None:
        self.mail = b""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 here\r\n")
        while line := await reader.readline():
            word = line[:4].strip().upper()
            if word == b"DATA":
                writer.write(b"354 go on\r\n")
                self.mail = await reader.readuntil(b"\r\n.\r\n")
            writer.write(b"221 bye\r\n" if word == b"QUIT" else b"250 well\r\n")
            if word == b"QUIT":
                break
        writer.close()


async def test_a_mail_is_handed_in_with_all_that_a_mail_needs() -> None:
    office = PostOffice()
    server = await asyncio.start_server(office.serve, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        post = Post(f"smtp://127.0.0.1:{port}", "Brightwalk <walk@oak.example>")
        assert await post.send("ben@oak.example", "Su acceso", "Olmo y ñandú")
    made = message_from_bytes(office.mail)
    assert (made["To"], made["From"]) == ("ben@oak.example", "Brightwalk <walk@oak.example>")
    assert made["Message-ID"].endswith("@oak.example>")
    assert made["Date"]
    assert "ñandú" in made.get_payload(decode=True).decode()  # type: ignore[union-attr]


async def test_a_mail_server_that_is_not_there_is_a_no_and_no_exception(unused_tcp_port: int) -> None:
    post = Post(f"smtp://127.0.0.1:{unused_tcp_port}", "walk@oak.example")
    assert await post.send("ben@oak.example", "subject", "text") is False
