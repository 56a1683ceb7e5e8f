"""How far backups reach: what a chapter above sync tells it, for devices that may forget what is safe."""

from collections.abc import Awaitable, Callable, Iterable

Reach = Callable[[Iterable[str]], Awaitable[dict[str, int]]]
"""Schools to the newest clock that a verified backup holds of each; a school that none holds is left out."""


async def nothing_is_safe(_: Iterable[str]) -> dict[str, int]:
    """Without backups devices keep what they have sent, for 90 days."""
    return {}
