"""Backups made cheaply: the key is derived with little work, since no test here is about guessing."""

import shutil
from pathlib import Path

import pytest

from server.backup import envelope
from tests.backup.story import Tablets
from tests.cast import World
from tests.conftest import Founded

WORDS = "nine lanterns over the quiet harbor"


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(envelope, "COST", 2**4)


@pytest.fixture
def school(founded: Founded, tmp_path: Path) -> Path:
    """A data folder with the founded schools in it."""
    data = tmp_path / "here"
    data.mkdir()
    shutil.copy(founded.path, data / "brightwalk.sqlite")
    return data


@pytest.fixture
def tablets(world: World) -> Tablets:
    """Everybody's device, remembering what it sends."""
    tablets = Tablets()
    for actor in world.cast:
        tablets.keep(actor)
    return tablets
