"""JSON as it is stored: written and read by msgspec, and by the standard library what msgspec declines."""

import json
from typing import Any

import msgspec


def json_text(value: Any) -> str:
    """As text. What was refused is kept whole, so also words that UTF-8 cannot say, escaped."""
    try:
        return msgspec.json.encode(value).decode()
    except UnicodeEncodeError:
        return json.dumps(value)


def from_json(text: str | bytes) -> Any:
    """What such a text says."""
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return json.loads(text)


def size_of(value: Any) -> int:
    """How many bytes it takes as text."""
    try:
        return len(msgspec.json.encode(value))
    except UnicodeEncodeError:
        return len(json.dumps(value))
