"""Reads what was written for the demo school."""

from functools import cache
from pathlib import Path

import msgspec

from server.demo.shapes import Scene, WrittenMeeting, WrittenSchool

HERE = Path(__file__).parent


@cache
def school() -> WrittenSchool:
    """People, classes and teams."""
    return msgspec.json.decode((HERE / "school.json").read_bytes(), type=WrittenSchool)


@cache
def meetings() -> tuple[WrittenMeeting, ...]:
    """Every meeting, in the order in which they are held."""
    decoded = msgspec.json.decode((HERE / "meetings.json").read_bytes(), type=dict[str, list[WrittenMeeting]])
    return tuple(decoded["meetings"])


@cache
def scenes() -> tuple[Scene, ...]:
    """Every visit of the corpus, file by file."""
    files = sorted((HERE / "corpus").glob("*.json"))
    decoded = [msgspec.json.decode(file.read_bytes(), type=dict[str, list[Scene]]) for file in files]
    return tuple(scene for file in decoded for scene in file["scenes"])
