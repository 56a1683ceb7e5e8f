"""The script that plants bugs works, and has something to plant: a few of them are tried here, the rest on demand."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.two_devices import planted
from tests.two_devices.plants import PLANTS, Plant

SAMPLE = (
    "server: brings back what was replaced",
    "server: the first word on what waited",
    "device: a restart drops the queue",
)
KEPT = ("tests/two_devices/test_restored.py",)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tree = tmp_path_factory.mktemp("planted")
    planted._copy(tree)
    return tree


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.name)
def test_what_is_changed_by_a_plant_is_there_once(plant: Plant) -> None:
    assert (planted.HOUSE / plant.file).read_text().count(plant.line) == 1


@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLE)
def test_a_planted_bug_is_caught(tree: Path, name: str) -> None:
    [plant] = [plant for plant in PLANTS if plant.name == name]
    assert planted.look(tree, replace(plant, test=KEPT), "model", 1).where
    assert (tree / plant.file).read_text() == (planted.HOUSE / plant.file).read_text()
