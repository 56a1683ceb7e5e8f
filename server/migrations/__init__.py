"""The database's shape through time: `upgrade` brings any older one to today's, a new one too (Alembic).

A migration only adds; what a running older server still reads is never renamed or retyped.
"""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

HERE = Path(__file__).parent


def configuration(url: str) -> Config:
    """Alembic's settings for a database, without a file of its own."""
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["url"] = url
    return config


def upgrade(url: str, say: Callable[[str], None] = print) -> None:
    """Bring the database to today's shape; says so only if there is something to do."""
    config = configuration(url)
    config.attributes["say"] = say
    command.upgrade(config, "head")


def pending(connection: Connection, config: Config) -> bool:
    """Whether the database is older than this code."""
    heads = ScriptDirectory.from_config(config).get_heads()
    return set(MigrationContext.configure(connection).get_current_heads()) != set(heads)


def known() -> frozenset[str]:
    """Every shape that this code knows: a database of another one was made by a newer program."""
    return frozenset(one.revision for one in ScriptDirectory.from_config(configuration("")).walk_revisions())
