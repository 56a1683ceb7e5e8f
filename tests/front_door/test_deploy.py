"""The examples for running it: what they name exists, and the commands in them are understood."""

import re
import shlex
from pathlib import Path

import pytest
import yaml

from server import cli
from server.settings import HOUSE, settable, variable

DEPLOY = HOUSE / "server" / "deploy"
FILES = sorted(path for path in DEPLOY.iterdir() if path.is_file() and path.name != "README.md")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_setting_in_an_example_can_be_set(file: Path) -> None:
    known = {variable(row.name) for row in settable()}
    assert set(re.findall(r"BRIGHTWALK_[A-Z_]+", file.read_text())) <= known


@pytest.mark.parametrize("file", sorted(DEPLOY.glob("*.service")), ids=lambda file: file.name)
def test_a_unit_starts_a_command_that_is_understood(file: Path) -> None:
    [started] = re.findall(r"^ExecStart=(\S+)(.*)$", file.read_text(), re.MULTILINE)
    assert started[0].endswith("/brightwalk")
    asked = cli.parse(shlex.split(started[1].replace("%i", "8421")))
    assert asked.command == "serve"


def test_the_image_is_made_of_what_is_there() -> None:
    lines = (DEPLOY / "Dockerfile").read_text().splitlines()
    copied = [
        word for line in lines if line.startswith("COPY ") and "--from" not in line for word in line.split()[1:-1]
    ]
    assert copied
    assert all((HOUSE / name).exists() for name in copied)


def test_every_process_of_the_district_is_behind_its_proxy() -> None:
    district = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    processes = {name for name, told in district["services"].items() if told["image"] == "brightwalk"}
    proxy = (DEPLOY / "Caddyfile.district").read_text()
    assert set(re.findall(r"(\S+):8420", proxy)) == processes
    assert len(processes) == 2
    for name in processes:
        assert (DEPLOY / district["services"][name]["build"]["context"]).resolve() == HOUSE
