"""`backup` and `restore` as they are typed: what they bring back, and everything that they refuse."""

import errno
import re
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from alembic import command as alembic

from server import cli, migrations
from server.backup.envelope import Sealing
from server.backup.refusals import REFUSALS, Refusal
from server.preparing import hold
from server.settings import Stop
from tests.backup.conftest import WORDS
from tests.house import HOUSE, table, text


@pytest.fixture(autouse=True)
def passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIGHTWALK_BACKUP_PASSPHRASE", WORDS)


def test_a_backup_restored_into_an_empty_folder_is_the_same_school(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, there = tmp_path / "one.backup", tmp_path / "there"
    before = everything(school)
    assert typed("backup", file, data=school) == 0
    assert "Harbor Street School: 5 people" in capsys.readouterr().out
    assert typed("restore", file, data=there) == 0
    told = capsys.readouterr().out
    assert "Made less than a minute ago" in told
    assert "Harbor Street School" in told
    assert "open School, Backups" in told
    after = everything(there)
    assert {"restoration", "join_link", "kept_backup"} >= {name for name in before if before[name] != after[name]}
    assert len(after["restoration"]) == 2
    assert [file.name for file in there.iterdir() if file.name != ".lock"] == ["brightwalk.sqlite"]


def test_the_file_has_no_word_of_the_school_in_it(school: Path, tmp_path: Path) -> None:
    sealed, plain = tmp_path / "sealed.backup", tmp_path / "plain.backup"
    assert typed("backup", sealed, data=school) == 0
    assert typed("backup", plain, "--plain", data=school) == 0
    assert b"Harbor Street" not in sealed.read_bytes()
    assert b"Harbor Street" in plain.read_bytes()
    assert sealed.stat().st_mode & 0o077 == 0


def test_looking_changes_nothing(school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, there = tmp_path / "one.backup", tmp_path / "there"
    typed("backup", file, data=school)
    assert typed("restore", file, "--look", data=there) == 0
    assert "It is whole." in capsys.readouterr().out
    assert not there.exists()


def test_nothing_is_left_beside_a_backup(school: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    typed("backup", folder / "one.backup", data=school)
    assert [one.name for one in folder.iterdir()] == ["one.backup"]
    assert [one.name for one in school.iterdir()] == ["brightwalk.sqlite"]


def test_a_file_that_is_there_is_not_written_over(school: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.txt"
    file.write_text("mine")
    assert refused("backup", file, data=school) == "file_exists"
    assert file.read_text() == "mine"


def test_a_disk_without_room_for_the_copy_leaves_nothing_behind(school: Path, tmp_path: Path) -> None:
    before = everything(school)
    words = [sys.executable, "-m", "server.cli", "backup", tmp_path / "one.backup", "--plain", "--data", school]
    full = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))  # noqa: E731
    done = subprocess.run(words, cwd=HOUSE, preexec_fn=full, capture_output=True, text=True)
    assert done.returncode == REFUSALS["disk_full"][0]
    assert re.search("There is no room|could not be written", done.stderr)  # as the system says it
    assert [one.name for one in tmp_path.iterdir()] == ["here"]
    assert not list(school.glob("*.copy*"))
    assert everything(school) == before


def test_a_disk_without_room_for_the_file_leaves_nothing_behind(
    school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Sealing, "end", full)
    assert refused("backup", tmp_path / "one.backup", data=school) == "disk_full"
    assert [one.name for one in tmp_path.iterdir()] == ["here"]


def test_a_folder_that_is_not_there_is_said(school: Path) -> None:
    assert refused("backup", school / "nowhere" / "one.backup", data=school) == "cannot_write"


def test_a_folder_without_a_school_has_nothing_to_back_up(tmp_path: Path) -> None:
    assert refused("backup", tmp_path / "one.backup", data=tmp_path / "empty") == "no_school"


def test_a_passphrase_is_asked_for_unless_plain_is_chosen(
    school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BRIGHTWALK_BACKUP_PASSPHRASE")
    assert refused("backup", tmp_path / "one.backup", data=school) == "passphrase_needed"
    short = tmp_path / "short"
    short.write_text("123456789\n")
    words = ("--passphrase-file", str(short))
    assert refused("backup", tmp_path / "one.backup", *words, data=school) == "passphrase_needed"
    missing = ("--passphrase-file", str(tmp_path / "missing"))
    assert refused("backup", tmp_path / "one.backup", *missing, data=school) == "passphrase_unreadable"


def test_a_wrong_passphrase_restores_nothing(school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typed("backup", tmp_path / "one.backup", data=school)
    monkeypatch.setenv("BRIGHTWALK_BACKUP_PASSPHRASE", "not these words at all")
    assert refused("restore", tmp_path / "one.backup", data=tmp_path / "there") == "wrong_passphrase"
    assert not (tmp_path / "there").exists()


@pytest.mark.parametrize("harm", ["cut", "bit", "other"])
def test_a_damaged_file_restores_nothing(school: Path, tmp_path: Path, harm: str) -> None:
    file, there = tmp_path / "one.backup", tmp_path / "there"
    typed("backup", file, data=school)
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    harmed = {"cut": file.read_bytes()[:-1000], "bit": bytes(raw), "other": b"a letter to the school"}[harm]
    file.write_bytes(harmed)
    assert refused("restore", file, data=there) == ("not_a_backup" if harm == "other" else "damaged")
    assert not (there / "brightwalk.sqlite").exists()
    assert not list(there.glob("*.part*"))


def test_a_school_that_is_there_is_named_and_kept(school: Path, tmp_path: Path) -> None:
    typed("backup", tmp_path / "one.backup", data=school)
    before = everything(school)
    told = refusal("restore", tmp_path / "one.backup", data=school)
    assert told.name == "not_empty"
    assert "Harbor Street School" in str(told)
    assert everything(school) == before


def test_a_place_where_nobody_has_founded_a_school_yet_is_empty(school: Path, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    migrations.upgrade(f"sqlite+aiosqlite:///{there / 'brightwalk.sqlite'}", lambda _: None)
    typed("backup", tmp_path / "one.backup", data=school)
    assert typed("restore", tmp_path / "one.backup", data=there) == 0
    assert everything(there)["school"] == everything(school)["school"]


def test_nothing_is_restored_under_a_running_server(school: Path, tmp_path: Path) -> None:
    typed("backup", tmp_path / "one.backup", data=school)
    with hold(tmp_path / "there", alone=True), pytest.raises(Stop, match="already serving"):
        typed("restore", tmp_path / "one.backup", data=tmp_path / "there")


def test_a_school_of_a_newer_program_is_refused(school: Path, tmp_path: Path) -> None:
    with sqlite3.connect(school / "brightwalk.sqlite") as writing:
        writing.execute("UPDATE alembic_version SET version_num = '9999'")
    typed("backup", tmp_path / "one.backup", data=school)
    assert refused("restore", tmp_path / "one.backup", data=tmp_path / "there") == "newer_school"


def test_a_school_of_an_older_program_is_migrated(tmp_path: Path) -> None:
    """Made as the tables were before anybody could write down a restore."""
    (tmp_path / "old").mkdir()
    place = tmp_path / "old" / "brightwalk.sqlite"
    alembic.upgrade(migrations.configuration(f"sqlite+aiosqlite:///{place}"), "0003")
    with sqlite3.connect(place) as writing:
        row = "('s', 's', 'school:s', 1, 1, '{}', '{}', '{}', '[]', 'Old Mill School')"
        columns = "id, school_id, scope, version, alive, heads, alternatives, superseded, removed, name"
        writing.execute(f"INSERT INTO school ({columns}) VALUES {row}")
        assert not list(writing.execute("SELECT 1 FROM sqlite_master WHERE name = 'restoration'"))
    typed("backup", tmp_path / "one.backup", data=tmp_path / "old")
    assert typed("restore", tmp_path / "one.backup", data=tmp_path / "there") == 0
    after = everything(tmp_path / "there")
    assert len(after["restoration"]) == len(after["school"]) == 1
    assert after["alembic_version"] != [("0003",)]


def test_a_school_on_another_kind_of_database_is_refused(
    school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed("backup", tmp_path / "one.backup", data=school)
    monkeypatch.setenv("BRIGHTWALK_DATABASE_URL", "postgresql+asyncpg://nobody@/nowhere")
    assert refused("restore", tmp_path / "one.backup", data=tmp_path / "there") == "other_database"


def test_links_that_were_open_do_not_come_back_open(school: Path, tmp_path: Path) -> None:
    with sqlite3.connect(school / "brightwalk.sqlite") as writing:
        writing.execute("UPDATE join_link SET used_at = NULL, expires_at = '2999-01-01T00:00:00.000Z'")
    typed("backup", tmp_path / "one.backup", data=school)
    typed("restore", tmp_path / "one.backup", data=tmp_path / "there")
    assert everything(tmp_path / "there")["join_link"]
    with sqlite3.connect(tmp_path / "there" / "brightwalk.sqlite") as reading:
        assert reading.execute("SELECT max(expires_at) FROM join_link").fetchone()[0] < "2999"


@pytest.mark.parametrize(("words", "left"), [((), True), (("--sign-out",), False)])
def test_devices_stay_signed_in_unless_asked_otherwise(
    school: Path, tmp_path: Path, words: tuple[str, ...], left: bool
) -> None:
    typed("backup", tmp_path / "one.backup", data=school)
    typed("restore", tmp_path / "one.backup", *words, data=tmp_path / "there")
    assert bool(everything(tmp_path / "there")["session"]) is left


def test_every_refusal_is_documented_with_its_exit_code() -> None:
    rows = table(text("server/backup/README.md"), "refusal")
    told = {(name.strip("`"), int(row[1])) for row in rows for name in row[0].split(", ")}
    assert told == {(name, code) for name, (code, _) in REFUSALS.items()}


def typed(command: str, file: Path, *words: str, data: Path) -> int:
    return cli.run([command, str(file), "--data", str(data), *words])


def refusal(command: str, file: Path, *words: str, data: Path) -> Refusal:
    with pytest.raises(Refusal) as refused:
        typed(command, file, *words, data=data)
    return refused.value


def refused(command: str, file: Path, *words: str, data: Path) -> str:
    return refusal(command, file, *words, data=data).name


def everything(data: Path) -> Mapping[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with sqlite3.connect(data / "brightwalk.sqlite") as reading:
        names = [name for (name,) in reading.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted(reading.execute(f"SELECT * FROM {name}").fetchall(), key=str) for name in names}
