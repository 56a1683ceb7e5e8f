"""The envelope of a backup: frames of which none can be changed, left out, swapped or cut off unnoticed.

    BRIGHTWALK BACKUP\\n · length · header (JSON) · SHA-256 of all this · frame · frame · … · last frame

A frame is its length and its body. Sealed, a body is AES-256-GCM; its nonce is the frame's number and
whether it is the last (the STREAM construction), and every frame is bound to the header. The key comes
from the passphrase by scrypt with a random salt, so it seals this one file only and no nonce comes twice.
Plain, a body carries a SHA-256 over the same things instead: it shows damage, but stops nobody who means it.
"""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from server.backup.refusals import Refusal

MAGIC = b"BRIGHTWALK BACKUP\n"
FORMAT = 1
FRAME = 1024 * 1024
LEAST = 10  # characters of a passphrase
COST = 2**17  # scrypt's n: 128 MB and a third of a second for each guess
_MOST_COST = 2**20
_SUM = 32
_HEADER_BYTES = 4096


class Header(msgspec.Struct):
    """What must be known before anything can be opened. `check` tells a wrong passphrase from a damaged file."""

    format: int = FORMAT
    sealed: bool = False
    salt: str = ""
    cost: int = 0
    check: str = ""


class Binding(Protocol):
    """How one frame is bound to its number, to being the last or not, and to the header."""

    def close(self, number: int, last: bool, body: bytes) -> bytes: ...

    def open(self, number: int, last: bool, body: bytes) -> bytes | None: ...


@dataclass(frozen=True, slots=True)
class _Sealed:
    key: AESGCM
    header: bytes

    def close(self, number: int, last: bool, body: bytes) -> bytes:
        return self.key.encrypt(_place(number, last), body, self.header)

    def open(self, number: int, last: bool, body: bytes) -> bytes | None:
        try:
            return self.key.decrypt(_place(number, last), body, self.header)
        except InvalidTag:
            return None


@dataclass(frozen=True, slots=True)
class _Plain:
    header: bytes

    def close(self, number: int, last: bool, body: bytes) -> bytes:
        return self._sum(number, last, body) + body

    def open(self, number: int, last: bool, body: bytes) -> bytes | None:
        said, rest = body[:_SUM], body[_SUM:]
        return rest if said == self._sum(number, last, rest) else None

    def _sum(self, number: int, last: bool, body: bytes) -> bytes:
        return hashlib.sha256(self.header + _place(number, last) + body).digest()


class Sealing:
    """Writes an envelope: every frame but one by `frame`, the last one by `end`. No passphrase means plain."""

    def __init__(self, file: IO[bytes], passphrase: str) -> None:
        self._file, self._number = file, 0
        header = Header()
        if passphrase:
            salt = os.urandom(16)
            key, check = _keys(passphrase, salt, COST)
            header = Header(sealed=True, salt=salt.hex(), cost=COST, check=check)
        said = msgspec.json.encode(header)
        opening = MAGIC + len(said).to_bytes(4) + said
        digest = hashlib.sha256(opening).digest()
        file.write(opening + digest)
        self._binding: Binding = _Sealed(AESGCM(key), digest) if passphrase else _Plain(digest)

    def frame(self, body: bytes) -> None:
        self._write(body, last=False)

    def end(self, body: bytes) -> None:
        self._write(body, last=True)

    def _write(self, body: bytes, *, last: bool) -> None:
        closed = self._binding.close(self._number, last, body)
        self._file.write(len(closed).to_bytes(4) + closed)
        self._number += 1


def header_of(file: IO[bytes], place: Path) -> tuple[Header, bytes]:
    """The header, checked, with its digest; leaves the file where the first frame begins."""
    opening = file.read(len(MAGIC) + 4)
    if not opening.startswith(MAGIC):
        raise Refusal("not_a_backup", place)
    said = file.read(min(int.from_bytes(opening[len(MAGIC) :]), _HEADER_BYTES))
    digest = hashlib.sha256(opening + said).digest()
    if file.read(_SUM) != digest:
        raise Refusal("damaged", place, "its first bytes")
    header = msgspec.json.decode(said, type=Header)
    if header.format > FORMAT:
        raise Refusal("newer_format", place)
    return header, digest


def frames(file: IO[bytes], place: Path, passphrase: str) -> Iterator[tuple[bytes, bool]]:
    """Each frame's body, and whether it is the last. Refuses what has been changed, swapped or cut off."""
    header, digest = header_of(file, place)
    binding = _binding(header, digest, place, passphrase)
    number, last = 0, False
    while not last:
        length = int.from_bytes(file.read(4))
        closed = file.read(length) if length <= 2 * FRAME else b""
        if not length or len(closed) < length:
            raise Refusal("damaged", place, f"it ends, or is torn, in part {number + 1}")
        last = not file.peek(1)  # type: ignore[attr-defined]
        body = binding.open(number, last, closed)
        if body is None:
            raise Refusal("damaged", place, f"part {number + 1} is not as it was written, or not all is there")
        yield body, last
        number += 1


def _binding(header: Header, digest: bytes, place: Path, passphrase: str) -> Binding:
    if not header.sealed:
        return _Plain(digest)
    if not passphrase:
        raise Refusal("passphrase_needed", place, least=LEAST)
    if header.cost > _MOST_COST:
        raise Refusal("newer_format", place)
    key, check = _keys(passphrase, bytes.fromhex(header.salt), header.cost)
    if check != header.check:
        raise Refusal("wrong_passphrase", place)
    return _Sealed(AESGCM(key), digest)


def _keys(passphrase: str, salt: bytes, cost: int) -> tuple[bytes, str]:
    """The key, and a check that tells nothing about it: two halves of what scrypt gives, one of them hashed."""
    both = Scrypt(salt=salt, length=64, n=cost, r=8, p=1).derive(passphrase.encode())
    return both[:32], hashlib.sha256(both[32:]).hexdigest()[:32]


def _place(number: int, last: bool) -> bytes:
    return number.to_bytes(11) + bytes([last])
