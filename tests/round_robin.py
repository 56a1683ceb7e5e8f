"""One address in front of several servers: each new connection goes to the next that answers. For tests only."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import count

from tests.served import free_port

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@asynccontextmanager
async def in_front_of(ports: Sequence[int]) -> AsyncIterator[str]:
    """The address while inside."""
    turn, port = count(), free_port()

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            behind = await _next_that_answers(ports, next(turn))
            await asyncio.gather(_pour(reader, behind[1]), _pour(behind[0], writer))
        except OSError:
            pass  # a server that was killed: whoever asked hears nothing and asks again
        finally:
            writer.close()

    server = await asyncio.start_server(pass_on, "127.0.0.1", port)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.close()


async def _next_that_answers(ports: Sequence[int], turn: int) -> Streams:
    for step in range(len(ports)):
        with contextlib.suppress(OSError):
            return await asyncio.open_connection("127.0.0.1", ports[(turn + step) % len(ports)])
    raise ConnectionRefusedError


async def _pour(source: asyncio.StreamReader, into: asyncio.StreamWriter) -> None:
    try:
        while said := await source.read(65536):
            into.write(said)
            await into.drain()
    finally:
        into.close()
