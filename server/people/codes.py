"""Secrets that people carry: tokens in links and cookies, and join codes that are read out and typed.

Only hashes are stored. A plain SHA-256 is enough here, unlike for passwords: nobody chose these.
"""

import hashlib
import secrets

# no vowels (so no words), and nothing that looks like another: 0 O 1 I L 2 Z 5 S B are missing
ALPHABET = "346789CDFGHJKMNPQRTVWXY"
GROUPS, LETTERS = 3, 4


def new_token() -> str:
    """43 characters of URL-safe text from 256 random bits."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Twelve characters in three groups, `XXXX-XXXX-XXXX`: 54 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(LETTERS)) for _ in range(GROUPS))


def hashed(secret: str) -> str:
    """What is stored instead of a token."""
    return hashlib.sha256(secret.encode()).hexdigest()


def hashed_code(typed: str) -> str:
    """What is stored instead of a code, however it was typed: case, spaces and dashes do not matter."""
    return hashed("".join(letter for letter in typed.upper() if letter.isalnum()))
