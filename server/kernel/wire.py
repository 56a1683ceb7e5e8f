"""The base of every message: camel case outside, snake case inside, unknown fields ignored."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from server.kernel.problems import Refused


class Wire(msgspec.Struct, rename="camel", kw_only=True, omit_defaults=False):
    """A message. New fields always get a default and no field is ever renamed or retyped."""


# `$` alone would let a line break through at the end, and `\d` the digits of every script
_UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$(?!\n)"
_DAY = r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_HOUR = r"([01][0-9]|2[0-3]):[0-5][0-9]"
_INSTANT = rf"^{_DAY}T{_HOUR}:[0-5][0-9](\.[0-9]{{1,6}})?Z$(?!\n)"

Id = Annotated[str, Meta(pattern=_UUID, examples=["01920d3e-7a51-7c3e-9d0a-5b0f1c2d3e4f"])]
Text = Annotated[str, Meta(max_length=8000)]
Line = Annotated[str, Meta(max_length=300)]
Word = Annotated[str, Meta(max_length=60, pattern=r"^[\w.:@/+-]*$(?!\n)")]
Instant = Annotated[str, Meta(pattern=_INSTANT, max_length=30, examples=["2026-03-02T10:03:58.000Z"])]
Day = Annotated[str, Meta(pattern=rf"^{_DAY}$(?!\n)", examples=["2026-03-02"])]
Time = Annotated[str, Meta(pattern=rf"^{_HOUR}$(?!\n)", examples=["08:15"])]
Count = Annotated[int, Meta(ge=0, le=2**53 - 1)]
Offset = Annotated[int, Meta(ge=-14 * 60, le=14 * 60, description="minutes east of UTC")]


def reject_unstorable(value: Any) -> None:
    """Refuse text that not every store can hold: NUL and lone surrogates, anywhere inside."""
    try:
        said = msgspec.json.encode(value)
    except UnicodeEncodeError:
        raise Refused("unstorable_text") from None
    if b"\\u0000" in said and _holds_nul(value):  # the words might themselves speak of \u0000
        raise Refused("unstorable_text")


def _holds_nul(value: Any) -> bool:
    match value:
        case str():
            return "\x00" in value
        case dict():
            return any(_holds_nul(key) or _holds_nul(inner) for key, inner in value.items())
        case list() | tuple():
            return any(map(_holds_nul, value))
    return False
