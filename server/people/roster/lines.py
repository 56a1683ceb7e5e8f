"""Bytes to lines of text, as a stream: UTF-8, else Windows-1252 line by line, or UTF-16 where it says so.

Each line is decoded by itself, so a file is never held whole and a stray line costs only itself. What no
decoder can read becomes U+FFFD, which `Table` reports as lost letters; so does NUL.
"""

import codecs
from collections.abc import Iterator
from typing import Protocol

from server.people.roster.limits import Limits
from server.people.roster.problems import Findings, Unreadable

LOST = "�"
_BLOCK = 1 << 16
_FOREIGN = (b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"SQLite", b"{\\rtf")
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"{")


class Bytes(Protocol):
    """Anything that can be read in blocks and closed."""

    def read(self, size: int = -1, /) -> bytes: ...

    def close(self) -> None: ...


def text_lines(stream: Bytes, file: str, limits: Limits, findings: Findings) -> Iterator[str]:
    """The lines with their ends. Raises `Unreadable` if this is no text, or a line has no end in sight."""
    head = stream.read(_BLOCK)
    if not head.strip():
        raise Unreadable("empty_file", file)
    _refuse_what_is_no_text(head, file)
    codec = _utf16(head)
    if codec:
        findings.add("utf16", file, 1)
        return (line.decode() for line in _lines(_as_utf8(stream, head, codec), file, limits))
    if b"\x00" in head.split(b"\n", 1)[0]:
        raise Unreadable("not_a_table", file)
    head = head.removeprefix(codecs.BOM_UTF8)
    return _decoded(_lines(_blocks(stream, head), file, limits), file, findings)


def _utf16(head: bytes) -> str | None:
    if head.startswith(codecs.BOM_UTF16_LE) or head.startswith(codecs.BOM_UTF16_BE):
        return "utf-16"
    first, second = head[0:400:2], head[1:400:2]
    if len(second) >= 4 and _is_mostly_nul(second) and not _is_mostly_nul(first):
        return "utf-16-le"
    return "utf-16-be" if len(second) >= 4 and _is_mostly_nul(first) and not _is_mostly_nul(second) else None


def _is_mostly_nul(sample: bytes) -> bool:
    return sample.count(0) > len(sample) * 0.8


def _refuse_what_is_no_text(head: bytes, file: str) -> None:
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Unreadable("spreadsheet", file)
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()[:20].lower()
    if head.startswith(_FOREIGN) or start.startswith(_MARKUP):
        raise Unreadable("not_a_table", file)


def _blocks(stream: Bytes, head: bytes) -> Iterator[bytes]:
    yield head
    while block := stream.read(_BLOCK):
        yield block


def _as_utf8(stream: Bytes, head: bytes, codec: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(codec)(errors="replace")
    for block in _blocks(stream, head):
        yield decoder.decode(block).replace("\x00", LOST).encode(errors="replace")
    yield decoder.decode(b"", final=True).encode(errors="replace")


def _lines(blocks: Iterator[bytes], file: str, limits: Limits) -> Iterator[bytes]:
    rest, number = b"", 0
    for block in blocks:
        lines = (rest + block).splitlines(keepends=True)
        # A last line without "\n" may go on in the next block; one that ends in "\r" may still get its "\n".
        rest = lines.pop() if lines and not lines[-1].endswith(b"\n") else b""
        for line in lines:
            number += 1
            if len(line) > limits.line:
                raise Unreadable("line_too_long", file, number)
            if number > limits.lines:
                raise Unreadable("too_many_rows", file, number)
            yield line
        if len(rest) > limits.line:
            raise Unreadable("line_too_long", file, number + 1)
    if rest:
        yield rest


def _decoded(lines: Iterator[bytes], file: str, findings: Findings) -> Iterator[str]:
    told = False
    for number, line in enumerate(lines, 1):
        try:
            text = line.decode()
        except UnicodeDecodeError:
            text = line.decode("cp1252", errors="replace")
            if not told:
                findings.add("not_utf8", file, number)
                told = True
        yield text.replace("\x00", LOST) if "\x00" in text else text
