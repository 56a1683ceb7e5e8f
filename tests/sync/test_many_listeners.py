"""A hundred devices on one server process: each is told of a change that concerns it, on the one line that it holds."""

import asyncio
from pathlib import Path

import pytest

from tests.live import listening, staged


@pytest.mark.timeout(120)
async def test_a_hundred_open_lines_are_all_told(tmp_path: Path) -> None:
    async with staged(tmp_path, 100) as stage, listening(stage) as lines:
        clock = await stage.one_change()
        async with asyncio.timeout(60):
            await asyncio.gather(*(line.rung.wait() for line in lines))
        assert {line.clock for line in lines} == {clock}
