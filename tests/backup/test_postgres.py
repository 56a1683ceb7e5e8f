"""What a backup of PostgreSQL and a restore into it refuse, each with nothing done."""

import asyncio
import os
from pathlib import Path

import asyncpg
import pytest

from server import cli
from server.backup.making import make_backup
from server.backup.refusals import Refusal
from tests.backup.conftest import WORDS
from tests.postgres import Cluster
from tests.two_devices.place import Place

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def tools(postgres: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """The programs of the cluster's own version, and the passphrase."""
    monkeypatch.setenv("PATH", f"{postgres.binaries}:{os.environ['PATH']}")
    monkeypatch.setenv("BRIGHTWALK_BACKUP_PASSPHRASE", WORDS)


async def refused(*words: str) -> Refusal:
    with pytest.raises(Refusal) as told:
        await asyncio.to_thread(cli.run, words)
    return told.value


def names_in(folder: Path) -> list[str]:
    return [one.name for one in folder.iterdir()]


async def tables(address: str) -> int:
    connection = await asyncpg.connect(address.replace("postgresql+asyncpg", "postgresql"))
    try:
        return int(await connection.fetchval("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
    finally:
        await connection.close()


async def test_a_database_that_holds_a_school_is_named_and_kept(on_postgres: Place, tmp_path: Path) -> None:
    file = tmp_path / "one.backup"
    await asyncio.to_thread(make_backup, on_postgres.address, file, WORDS)
    told = await refused("restore", str(file), "--database-url", on_postgres.address, "--data", str(tmp_path / "data"))
    assert told.name == "not_empty"
    assert "harbor" in str(told)
    assert [tuple(row) for row in await on_postgres.database.glance.rows("SELECT count(*) FROM school")] == [(2,)]


async def test_a_damaged_file_leaves_the_database_empty(on_postgres: Place, postgres: Cluster, tmp_path: Path) -> None:
    file, empty = tmp_path / "one.backup", postgres.database()
    await asyncio.to_thread(make_backup, on_postgres.address, file, WORDS)
    raw = bytearray(file.read_bytes())
    raw[-200] ^= 1
    file.write_bytes(bytes(raw))
    words = ("restore", str(file), "--database-url", empty, "--data", str(tmp_path / "data"))
    assert (await refused(*words)).name == "damaged"
    assert await tables(empty) == 0


async def test_a_database_with_other_tables_is_left_alone(
    on_postgres: Place, postgres: Cluster, tmp_path: Path
) -> None:
    file, other = tmp_path / "one.backup", postgres.database()
    await asyncio.to_thread(make_backup, on_postgres.address, file, WORDS)
    connection = await asyncpg.connect(other.replace("postgresql+asyncpg", "postgresql"))
    await connection.execute("CREATE TABLE library_book (id int)")
    await connection.close()
    told = await refused("restore", str(file), "--database-url", other, "--data", str(tmp_path / "data"))
    assert (told.name, "library_book" in str(told)) == ("not_empty", True)
    assert await tables(other) == 1


@pytest.mark.parametrize(("says", "name"), [("", "tool_missing"), ("pg_dump (PostgreSQL) 9.6.24", "tool_older")])
async def test_programs_that_are_missing_or_too_old_are_named(
    on_postgres: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says: str, name: str
) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    if says:
        (programs / "pg_dump").write_text(f"#!/bin/sh\necho '{says}'\n")
        (programs / "pg_dump").chmod(0o755)
    monkeypatch.setenv("PATH", str(programs) + (":/bin" if says else ""))
    told = await refused("backup", str(tmp_path / "one.backup"), "--database-url", on_postgres.address)
    assert told.name == name
    assert "pg_dump" in str(told)
    assert names_in(tmp_path) == ["programs"]


async def test_a_database_that_does_not_answer_is_said_without_its_password(tmp_path: Path) -> None:
    nowhere = "postgresql+asyncpg://walk:secret@127.0.0.1:1/school"
    told = await refused("backup", str(tmp_path / "one.backup"), "--database-url", nowhere)
    assert told.name == "database_unusable"
    assert "secret" not in str(told)
