"""A short digest of a list of scopes, the same here and on the device (`pwa/src/sync/digest.ts`).

It notices that two lists differ; it hides nothing and protects nothing. FNV-1a, 32 bits, over
`scope=role` lines in order: a device whose digest differs is sent the whole list.
"""

from collections.abc import Iterable, Mapping

BEGIN = 0x811C9DC5


def digest(scopes: Mapping[str, str]) -> str:
    """Eight hexadecimal digits and the number of scopes, as in `9f3c61d2-14`."""
    lines = sorted(line(scope, role) for scope, role in scopes.items())
    return finished(states(lines, BEGIN)[-1], len(lines))


def line(scope: str, role: str) -> str:
    """What one scope adds to the digest."""
    return f"{scope}={role}\n"


def states(lines: Iterable[str], begin: int) -> list[int]:
    """The state before each of these lines and after the last, from the state before the first."""
    passed = [state := begin]
    for one in lines:
        for byte in one.encode():
            state = (state ^ byte) * 0x01000193 & 0xFFFFFFFF
        passed.append(state)
    return passed


def finished(state: int, count: int) -> str:
    """The digest, as it travels."""
    return f"{state:08x}-{count}"
