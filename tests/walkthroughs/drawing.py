"""Sketches and photos as a device would send them: what their tests start from."""

import base64
import hashlib
import struct
from dataclasses import dataclass
from typing import Any

import httpx

from server.kernel.clock import instant
from server.kernel.ids import new_id
from tests.cast import Actor, Op, Verdict, World, put
from tests.walkthroughs.visiting import Visit

POINTS = "AAoKBgYIBA"
PIECE = 64 * 1024


def segment(marker: int, content: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(content) + 2) + content


def jpeg(size: int = 200, *segments: bytes) -> bytes:
    """Bytes of this length that begin and end as a JPEG does."""
    head = b"\xff\xd8" + segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0") + b"".join(segments)
    scan = b"\xff\xda\0\2"
    body = bytes((place * 7919 >> 3) % 251 for place in range(size - len(head) - len(scan) - 2))
    return head + scan + body + b"\xff\xd9"


THUMB = base64.b64encode(jpeg(120)).decode()


@dataclass(frozen=True)
class Photo:
    """A picture whose row stands (or not), and its bytes."""

    visit: Visit
    id: str
    note: str
    content: bytes

    def fields(self, **changes: Any) -> dict[str, Any]:
        said = {"noteId": self.note, "thumb": THUMB, "width": 1600, "height": 1200, "mediaType": "image/jpeg"}
        bytes_of_it = {"size": len(self.content), "sha256": hashlib.sha256(self.content).hexdigest()}
        return {**said, **bytes_of_it, **changes}

    def op(self, **changes: Any) -> Op:
        return self.visit.put("picture", self.id, **self.fields(**changes))

    async def add(self, **changes: Any) -> Verdict:
        note = self.visit.put("evidence_note", self.note, text="", begunAt=instant(), begunOffset=-300)
        return await self.visit.observer.do("add_picture", note, self.op(**changes))

    async def send(self, actor: Actor, at: int, content: bytes | None = None) -> httpx.Response:
        piece = self.content[at : at + PIECE] if content is None else content
        headers = {"content-type": "application/octet-stream"}
        return await actor.http.put(f"/api/pictures/{self.id}/bytes?at={at}", content=piece, headers=headers)

    async def send_all(self, actor: Actor) -> None:
        at = 0
        while at < len(self.content):
            at = (await self.send(actor, at)).json()["here"]

    async def read(self, actor: Actor) -> httpx.Response:
        return await actor.http.get(f"/api/pictures/{self.id}/bytes")


def photo_in(visit: Visit, content: bytes) -> Photo:
    return Photo(visit, new_id(), new_id(), content)


async def switch(world: World, on: bool) -> None:
    """Photos at Ana's school."""
    await world.ana.did("change_school", put("school", world.school, f"school:{world.school}", photos=on))


async def kept(world: World, visit: Visit, content: bytes) -> Photo:
    """A photo in a note of the visit, with all its bytes on the server."""
    await switch(world, True)
    photo = photo_in(visit, content)
    assert (await photo.add()).status == "applied"
    await photo.send_all(visit.observer)
    return photo
