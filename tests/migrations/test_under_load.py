"""A migration that only adds runs while a server of the old shape serves: nobody is refused, nothing is lost."""

import asyncio
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from alembic import command
from alembic.script import ScriptDirectory

from server import migrations
from server.kernel.db import Database
from server.kernel.ids import new_id
from server.people.first_run import first_run_link
from tests.cast import put
from tests.conftest import PASSWORD
from tests.crash.process import ServerProcess
from tests.crash.storm import Pusher, until_told
from tests.postgres import Cluster, postgres  # noqa: F401
from tests.two_devices import fold

ADDITIVE = '''
"""What a later version may add."""
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"


def upgrade():
    op.add_column("class", sa.Column("later", sa.String(40), nullable=True))
    op.add_column("log", sa.Column("later", sa.Integer(), server_default="0", nullable=False))
    op.create_table("later", sa.Column("id", sa.String(36), primary_key=True))
    op.create_index("ix_class_later", "class", ["later"])
'''
SCHOOL = {
    "name": "Oak Street School",
    "timeZone": "America/New_York",
    "yearStart": "2026-09-01",
    "yearEnd": "2027-06-20",
}


@pytest.mark.slow
async def test_devices_push_on_while_the_database_grows(postgres: Cluster, tmp_path: Path) -> None:  # noqa: F811
    url = postgres.database()
    await asyncio.to_thread(migrations.upgrade, url, lambda _: None)
    server = ServerProcess(tmp_path, database_url=url)
    await asyncio.to_thread(server.start)
    try:
        async with httpx.AsyncClient(base_url=server.address, timeout=30) as http:
            pushers = await _pushers(http, url)
            over = asyncio.Event()
            storm = [asyncio.create_task(pusher.storm(over)) for pusher in pushers]
            await until_told(pushers, storm, 30)
            await asyncio.to_thread(_grow, url, tmp_path)
            await until_told(pushers, storm, 60)
            over.set()
            await asyncio.gather(*storm)
    finally:
        server.stop()
        server.close()
    assert {verdict["status"] for pusher in pushers for verdict in pusher.told.values()} == {"applied"}
    assert not any(pusher.refused or pusher.cut for pusher in pushers)
    database = Database(url)
    await fold.check(database, {})
    await database.close()


def _grow(url: str, folder: Path) -> None:
    """Run a migration of tomorrow, as a newer server does when it starts beside this one."""
    config = migrations.configuration(url)
    head = ScriptDirectory.from_config(config).get_current_head()
    (folder / "9999_later.py").write_text(ADDITIVE.format(head=head))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", f"{migrations.HERE / 'versions'}\n{folder}")
    command.upgrade(config, "head")


async def _pushers(http: httpx.AsyncClient, url: str) -> list[Pusher]:
    database = Database(url)
    link = await first_run_link(database, "http://localhost")
    await database.close()
    assert link
    admin = {"name": "Ana Torres", "email": "ana@oak.example", "password": PASSWORD}
    form = {"token": link.partition("#")[2], "school": SCHOOL, "admin": admin, "deviceLabel": "laptop"}
    told = (await http.post("/api/first-run", json=form)).json()
    who = {"account": told["account"]["id"], "device": told["device"], "school": told["persons"][0]["school"]}
    scope = f"staff:{who['school']}"
    return [Pusher(http, who, random.Random(number), lambda n: _class(scope, n)) for number in range(3)]


def _class(scope: str, number: int) -> tuple[str, dict[str, Any]]:
    return "add_class", put("class", new_id(), scope, title=f"Math {number}", subject="Math", gradeBand="3-5")


@pytest.mark.slow
def test_servers_that_start_at_once_prepare_one_database_once(postgres: Cluster) -> None:  # noqa: F811
    url = postgres.database()
    words = [sys.executable, "-c", "import sys; from server import migrations; migrations.upgrade(sys.argv[1])", url]
    starts = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = [start.communicate(timeout=120)[0] for start in starts]
    assert [start.returncode for start in starts] == [0, 0, 0]
    assert "".join(said).count("Preparing the database") == 1
