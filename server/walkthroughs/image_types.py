"""What some bytes truly are, by how they begin, and whether they say more than a picture should. Pure.

What a file or a request calls itself proves nothing, so nobody is asked. A camera writes place, time and device
into a picture; the app draws every photo anew, which leaves that behind, and here it is looked at once more.
"""

from collections.abc import Iterator

_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_SAYS_MORE = {"image/jpeg": {b"\xe1", b"\xed", b"\xfe"}, "image/png": {b"eXIf", b"tEXt", b"iTXt", b"zTXt"}}
"""JPEG: APP1 (Exif and XMP), APP13 (IPTC) and comments. PNG: Exif and texts."""


def image_type(content: bytes) -> str | None:
    """The media type of a JPEG, PNG or WebP; None for everything else."""
    if content.startswith(_JPEG):
        return "image/jpeg"
    if content.startswith(_PNG):
        return "image/png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return None


def says_more(content: bytes) -> bool:
    """Whether there is anything besides the picture: where, when or with what it was taken, or words."""
    kind = image_type(content)
    if kind == "image/webp":
        return any(name in (b"EXIF", b"XMP ") for name in _webp_chunks(content))
    names = _jpeg_markers(content) if kind == "image/jpeg" else _png_chunks(content)
    return any(name in _SAYS_MORE.get(kind or "", ()) for name in names)


def _jpeg_markers(content: bytes) -> Iterator[bytes]:
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1 : at + 2]
        if marker == b"\xff":  # filling
            at += 1
            continue
        yield marker
        if marker == b"\xda":  # from here on the picture itself
            return
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")


def _png_chunks(content: bytes) -> Iterator[bytes]:
    at = len(_PNG)
    while at + 8 <= len(content):
        yield content[at + 4 : at + 8]
        at += 12 + int.from_bytes(content[at : at + 4], "big")


def _webp_chunks(content: bytes) -> Iterator[bytes]:
    at = 12
    while at + 8 <= len(content):
        yield content[at : at + 4]
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        at += 8 + size + size % 2
