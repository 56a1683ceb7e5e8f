"""The house as its tests see it: which files belong to it, and what its READMEs list."""

import re
import subprocess
from functools import cache
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
CHAPTERS = ("people", "inquiry", "walkthroughs", "feedback", "patterns", "prompts", "meetings")


@cache
def files() -> tuple[Path, ...]:
    """Every file that is part of the project, relative to its top: what git has or would take."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    told = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=True).stdout
    return tuple(sorted({Path(line) for line in told.splitlines() if (HOUSE / line).is_file()}))


def under(folder: str, *endings: str) -> list[Path]:
    """The files below a folder whose name ends so."""
    return [file for file in files() if file.is_relative_to(folder) and (not endings or file.name.endswith(endings))]


def folders_in(folder: str) -> set[str]:
    """The names of the folders that stand directly in this one."""
    depth = len(Path(folder).parts)
    inside = (file.relative_to(folder).parts if depth else file.parts for file in under(folder))
    return {parts[0] for parts in inside if len(parts) > 1}


def text(file: Path | str) -> str:
    """A file's text; empty if it is not there."""
    place = HOUSE / file
    return place.read_text() if place.is_file() else ""


def table(markdown: str, first: str) -> list[list[str]]:
    """The cells of every row of the tables whose first column is headed so."""
    rows: list[list[str]] = []
    for block in re.findall(r"(?:^\|.*\n?)+", markdown, re.M):
        cells = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in block.splitlines()]
        rows += cells[2:] if cells[0][0] == first else []
    return rows


def quoted(rows: list[list[str]]) -> set[str]:
    """What stands between backticks in the first cells."""
    return {word for row in rows for word in re.findall(r"`([^`]+)`", row[0])}
