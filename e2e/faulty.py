"""A line between the app and its server on which everything goes wrong that goes wrong in schools.

It listens on a port of its own and hands every request on, one connection for each, until a test turns a knob.
"""

import asyncio
import contextlib
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.served import free_port

LOGIN = b"<!doctype html><title>School Wi-Fi</title><h1>Welcome</h1><form><button>I agree</button></form>"
Edit = Callable[[str, bytes], bytes]


@dataclass
class Line:
    """`latency`, `cut_after`: seconds. `resets`, `halves`: the share of requests that meet it. `edit` changes bodies.

    `echo`: a path that the line answers itself, with the bytes that were sent to it: other traffic for the same air.
    `portal`: None, `page` (HTML with 200), `redirect` (to a login page), `511`, or `json` (somebody else's JSON).
    """

    upstream: int
    port: int = field(default_factory=free_port)
    latency: float = 0.0
    cut_after: float | None = None
    resets: float = 0.0
    halves: float = 0.0
    portal: str | None = None
    edit: Edit | None = None
    echo: str | None = None
    seen: list[str] = field(default_factory=list)
    _meetings: list[Any] = field(default_factory=list)
    _writers: list[asyncio.StreamWriter] = field(default_factory=list)
    chance: random.Random = field(default_factory=lambda: random.Random(7))

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def open(self) -> "Line":
        """Listen, on a thread of its own: the browser driver has the test's."""
        ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._listen(ready)), daemon=True)
        self._thread.start()
        assert ready.wait(10), "the line did not open"
        return self

    def heal(self) -> None:
        """Everything works again."""
        self.latency, self.cut_after, self.resets, self.halves, self.portal = 0.0, None, 0.0, 0.0, None

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join(10)

    async def _listen(self, ready: threading.Event) -> None:
        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._meet, "localhost", self.port, limit=2**22)
        ready.set()
        await self._ended.wait()
        server.close()
        for one in self._meetings:
            one.cancel()
        await asyncio.gather(*self._meetings, return_exceptions=True)
        for writer in self._writers:
            writer.transport.abort()  # what a device has not read keeps a closing connection open
        await asyncio.gather(*(writer.wait_closed() for writer in self._writers), return_exceptions=True)

    async def _meet(self, device: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        self._meetings.append(asyncio.current_task())  # asyncio itself would let go of one that waits for long
        self._writers.append(back)
        try:
            await asyncio.wait_for(self._hand_on(device, back), self.cut_after)
        except (TimeoutError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            back.transport.abort()
        except asyncio.CancelledError:
            return  # the line is closed, and nobody waits any more
        finally:
            await _let_go(back)

    async def _hand_on(self, device: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        head = await device.readuntil(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").rstrip().split("\r\n")
        path = first.split(" ")[1]
        self.seen.append(path)
        length = next((int(line.split(":")[1]) for line in lines if line.lower().startswith("content-length:")), 0)
        body = await device.readexactly(length)
        if self.portal:
            back.write(_portal(self.portal))
            return await back.drain()
        await asyncio.sleep(self.latency)
        if self.chance.random() < self.resets / 2:
            raise ConnectionResetError  # before the server has heard of it
        if path == self.echo:
            back.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\nconnection: close\r\n\r\n" % len(body) + body)
            return await back.drain()
        kept = [
            line for line in lines if not line.lower().startswith(("connection:", "accept-encoding:", "if-none-match:"))
        ]
        ahead = "\r\n".join([first, *kept, "Connection: close", "Accept-Encoding: identity", "", ""]).encode("latin-1")
        await self._answer(path, ahead + body, back)
        return None

    async def _answer(self, path: str, request: bytes, back: asyncio.StreamWriter) -> None:
        server, there = await asyncio.open_connection("localhost", self.upstream)
        self._writers.append(there)
        try:
            there.write(request)
            await there.drain()
            if path.endswith("/events"):
                while some := await server.read(65536):
                    back.write(some)
                    await back.drain()
                return
            answer = await server.read()
        finally:
            await _let_go(there)
        if self.chance.random() < self.resets / 2:
            raise ConnectionResetError  # the server has done it, and its answer is lost
        if self.chance.random() < self.halves:
            answer = answer[: len(answer) - len(answer.partition(b"\r\n\r\n")[2]) // 2 - 1]
        back.write(self._edited(path, answer))
        await back.drain()

    def _edited(self, path: str, answer: bytes) -> bytes:
        head, gap, body = answer.partition(b"\r\n\r\n")
        changed = self.edit(path, body) if self.edit else body
        if changed == body:
            return answer
        lines = [
            line
            for line in head.split(b"\r\n")
            if not line.lower().startswith((b"content-length:", b"etag:", b"cache-control:"))
        ]
        return b"\r\n".join([*lines, b"content-length: %d" % len(changed)]) + gap + changed


async def _let_go(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with contextlib.suppress(OSError, asyncio.CancelledError):
        await writer.wait_closed()


def _portal(kind: str) -> bytes:
    if kind == "redirect":
        return b"HTTP/1.1 302 Found\r\nlocation: /login\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
    body, mime = (b'{"ok": true}', b"application/json") if kind == "json" else (LOGIN, b"text/html")
    status = b"511 Network Authentication Required" if kind == "511" else b"200 OK"
    length = b"content-length: %d" % len(body)
    return b"\r\n".join([b"HTTP/1.1 " + status, b"content-type: " + mime, length, b"connection: close", b"", body])
