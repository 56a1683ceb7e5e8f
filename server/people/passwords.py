"""Passwords: what makes one good enough, and argon2id, which runs in a thread because it is slow by intent."""

import asyncio
import re
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

SHORTEST = 10
LONGEST = 200

_HASHER = PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1)  # about 32 MiB and 50 ms each
_NOBODY = _HASHER.hash("a password that nobody has")

# what the well-known lists are made of, once digits and signs at the ends are taken away
_COMMON_WORDS = """
password passwort passw0rd p@ssw0rd p@ssword contrasena contraseña motdepasse welcome bienvenido bienvenidos
qwerty qwertyuiop qwertyui azerty asdfghjkl asdfghjklñ zxcvbnm qazwsxedc 1qaz2wsx iloveyou teamo tequiero
admin administrator administrador letmein sunshine princess football baseball basketball superman batman
teacher maestra maestro profesor profesora principal director directora school escuela colegio student
classroom summer winter spring autumn fall changeme secret brightwalk walkthrough monkey dragon master
trustno computer internet whatever michael jennifer jessica charlie liverpool barcelona realmadrid
1q2w3e4r 1q2w3e4r5t q1w2e3r4t5 abcdefghij abcdefghijk abcdefg abc
"""
_WELL_KNOWN = frozenset(_COMMON_WORDS.split())


def good_enough(password: str, *about: str) -> bool:
    """At least 10 characters, at most 200, and not what a stranger would try first.

    `about` are words known about the person (address, name, school): none may be the password's core.
    """
    if not SHORTEST <= len(password) <= LONGEST or len(set(password)) < 4:
        return False
    plain = password.casefold()
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
    known = {word for text in about for word in (text.casefold(), text.casefold().partition("@")[0]) if word}
    return not {plain, core}.intersection(_WELL_KNOWN | known) and not _runs(plain)


async def hash_password(password: str) -> str:
    """The text that is stored: algorithm, cost, salt and hash together."""
    return await asyncio.to_thread(_HASHER.hash, password)


async def is_password(stored: str | None, password: str) -> bool:
    """Whether it is the password. Takes as long when there is none, so that time tells nothing."""
    right = await asyncio.to_thread(_verify, stored or _NOBODY, password)
    return right and stored is not None


def _verify(stored: str, password: str) -> bool:
    try:
        return _HASHER.verify(stored, password)
    except (Argon2Error, InvalidHashError):
        return False


def _runs(plain: str) -> bool:
    """1234567890, 0987654321, abcdefghij: each character next to the one before it."""
    steps = [ord(after) - ord(before) for before, after in pairwise(plain)]
    near = sum(step in (1, -1, 0, 9, -9) for step in steps)
    return near >= len(steps) - 1
