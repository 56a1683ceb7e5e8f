"""What ships as content, in English and Spanish: protocols, stems, dimensions, the charter and the words.

Plain JSON beside this file, read by the server here and by the app's build through `$content`. Ids are
slugs that never change, because schools' rows and prompts carry them. Imports the kernel only; every
chapter may import it.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import msgspec

from server.content.shapes import (
    CharterText,
    Dimensions,
    MeetingTemplates,
    Perspective,
    Shift,
    StarterLookFor,
    StarterProtocol,
    Stem,
    Texts,
    Word,
)

HERE = Path(__file__).parent
Shape = TypeVar("Shape")


@cache
def dimensions() -> Dimensions:
    """Robinson's five dimensions, with their quoted figures and the note that belongs to them."""
    return msgspec.json.decode(_read("dimensions.json"), type=Dimensions)


@cache
def starter_protocols() -> Mapping[str, StarterProtocol]:
    """The protocols a school can begin with, by id; the default one first."""
    found = [
        msgspec.json.decode(path.read_bytes(), type=StarterProtocol) for path in (HERE / "protocols").glob("*.json")
    ]
    found.sort(key=lambda protocol: (not protocol.default, protocol.id))
    return MappingProxyType({protocol.id: protocol for protocol in found})


def default_protocol() -> StarterProtocol:
    """The protocol that a new school has in force from its first day."""
    return next(iter(starter_protocols().values()))


@cache
def starter_look_fors() -> Mapping[str, StarterLookFor]:
    """Every look-for of the starter protocols, by its id."""
    return MappingProxyType(
        {look_for.id: look_for for protocol in starter_protocols().values() for look_for in protocol.look_fors}
    )


@cache
def stems() -> Mapping[str, Stem]:
    """Every prompt stem by id, in the order of a meeting."""
    return MappingProxyType({stem.id: stem for stem in _list("stems.json", "stems", Stem)})


@cache
def charter() -> CharterText:
    """The text that holds until a school signs its own."""
    return msgspec.json.decode(_read("charter.json"), type=CharterText)


@cache
def shifts() -> Mapping[str, Shift]:
    """The eight shifts in leadership, by id."""
    return MappingProxyType({shift.id: shift for shift in _list("shifts.json", "shifts", Shift)})


@cache
def perspectives() -> Mapping[str, Perspective]:
    """The views that a leadership team should hold, by id."""
    return MappingProxyType({view.id: view for view in _list("perspectives.json", "perspectives", Perspective)})


@cache
def meeting_templates() -> MeetingTemplates:
    """Phases, lengths and roles of a meeting."""
    return msgspec.json.decode(_read("meeting_templates.json"), type=MeetingTemplates)


@cache
def glossary() -> Mapping[str, Word]:
    """The product's words with their short definitions, by id."""
    return MappingProxyType({word.id: word for word in _list("glossary.json", "words", Word)})


def _list(name: str, key: str, shape: type[Shape]) -> list[Shape]:
    return [msgspec.convert(row, type=shape) for row in msgspec.json.decode(_read(name))[key]]


def _read(name: str) -> bytes:
    return (HERE / name).read_bytes()


__all__ = (
    "HERE",
    "Texts",
    "charter",
    "default_protocol",
    "dimensions",
    "glossary",
    "meeting_templates",
    "perspectives",
    "shifts",
    "starter_look_fors",
    "starter_protocols",
    "stems",
)
