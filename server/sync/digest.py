"""A short digest of a list of scopes, the same here and on the device (`pwa/src/sync/digest.ts`).

It notices that two lists differ; it hides nothing and protects nothing. FNV-1a, 32 bits, over
`scope=role` lines in order: a device whose digest differs is sent the whole list.
"""

from collections.abc import Mapping


def digest(scopes: Mapping[str, str]) -> str:
    """Eight hexadecimal digits and the number of scopes, as in `9f3c61d2-14`."""
    state = 0x811C9DC5
    for line in sorted(f"{scope}={role}\n" for scope, role in scopes.items()):
        for byte in line.encode():
            state = (state ^ byte) * 0x01000193 & 0xFFFFFFFF
    return f"{state:08x}-{len(scopes)}"
