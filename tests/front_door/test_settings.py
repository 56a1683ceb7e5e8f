"""What can be set from outside: who wins, what follows from what, and what is refused."""

from pathlib import Path

import pytest

from server.settings import Settings, Stop, read, settable, variable


def test_an_option_wins_over_the_environment_and_the_environment_over_the_default() -> None:
    assert read({}).port == 8420
    assert read({"BRIGHTWALK_PORT": "9000"}).port == 9000
    assert read({"BRIGHTWALK_PORT": "9000"}, port="9001").port == 9001


def test_an_empty_variable_counts_as_not_set() -> None:
    assert read({"BRIGHTWALK_PORT": "", "BRIGHTWALK_SMTP_URL": ""}) == read({})


def test_variables_of_other_programs_are_left_alone() -> None:
    assert read({"PATH": "/bin", "HOME": "/", "BRIGHT": "1"}) == read({})


@pytest.mark.parametrize("row", settable(), ids=lambda row: row.name)
def test_the_example_of_every_setting_can_be_read(row: object) -> None:
    name, example = row.name, row.metadata["example"]  # type: ignore[attr-defined]
    assert getattr(read({variable(name): example}), name) is not None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "eighty"),
        ("session_days", "a month"),
        ("tls", "one.crt"),
        ("tls", "a b c"),
        ("public_url", "walk.school.example"),
        ("public_url", "https://walk.school.example/path"),
        ("public_url", "ftp://walk.school.example"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_an_example(name: str, value: str) -> None:
    with pytest.raises(Stop, match="should look like") as stopped:
        read({variable(name): value})
    assert variable(name) in str(stopped.value)


def test_a_mistyped_name_is_refused() -> None:
    with pytest.raises(Stop, match="BRIGHTWALK_SMTP is not a setting"):
        read({"BRIGHTWALK_SMTP": "smtp://mail"})


def test_a_certificate_may_lie_under_a_name_with_spaces() -> None:
    assert read({}, tls="'my school.crt' school.key").tls == ("my school.crt", "school.key")


def test_a_school_and_a_demo_never_share_a_database() -> None:
    here = Path("/data")
    assert Settings(data=here).database != Settings(data=here, demo=True).database


def test_no_variable_turns_a_school_into_a_demo() -> None:
    with pytest.raises(Stop):
        read({"BRIGHTWALK_DEMO": "yes"})


@pytest.mark.parametrize(
    ("given", "address", "secure"),
    [
        ({}, "http://localhost:8420", False),
        ({"host": "10.0.0.5"}, "http://10.0.0.5:8420", False),
        ({"tls": "local"}, "https://localhost:8420", True),
        ({"public_url": "https://walk.school.example/"}, "https://walk.school.example", True),
    ],
)
def test_the_address_follows_from_what_is_set(given: dict[str, str], address: str, secure: bool) -> None:
    settings = read({}, **given)
    assert settings.address == address
    assert settings.secure is secure


def test_a_demo_stays_on_this_machine_even_with_https_unless_told_otherwise() -> None:
    assert Settings(tls=("local",), demo=True).listen_on == "127.0.0.1"
    assert Settings(tls=("local",), demo=True, host="0.0.0.0").listen_on == "0.0.0.0"
