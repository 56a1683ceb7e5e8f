"""How much of somebody else's file we are willing to read before we call it something else."""

from dataclasses import dataclass

KILO, MEGA = 1024, 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Counted while reading, never believed from a header. A large district's export fits ten times over."""

    package: int = 64 * MEGA
    directory: int = 1 * MEGA
    entries: int = 500
    unpacked: int = 512 * MEGA
    swelling: int = 150
    swelling_from: int = 4 * MEGA
    lines: int = 10_000_000
    line: int = 100 * KILO
    record_lines: int = 20
    columns: int = 400
    people: int = 50_000
    classes: int = 300_000
    value: int = 250


LIMITS = Limits()
