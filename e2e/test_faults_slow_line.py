"""A long queue over flaky 3G, beside photos on the same air: the words come through, once each, and she can write on.

The app has no photos yet; plain bytes of their size go up and come back through the same page in their stead.
"""

import os
import re
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from statistics import median
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect

from e2e.conftest import OpenDevice
from e2e.faulty import Edit, Line
from e2e.old_store import put_into_outbox
from e2e.visiting import SOON, all_sent, begin_visit, field, notes, sign_in, write
from tests.served import Served

QUEUED = int(os.environ.get("BRIGHTWALK_QUEUED", "150"))
PHOTO_BYTES = int(os.environ.get("BRIGHTWALK_PHOTO_BYTES", str(1_000_000)))
PHOTOS = 20
BYTES_A_SECOND = 50_000
AIR = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": BYTES_A_SECOND,
    "uploadThroughput": BYTES_A_SECOND,
}
TYPED_OFFLINE = [f"Typed {number} without a server." for number in range(3)]

# Each photo goes up and comes back, two at a time; one that the line drops is tried again.
COMPETE = """([many, size]) => {
    const photos = (window.photos = { begun: 0, through: 0, drops: 0 });
    const one = async () => {
        for (;;) {
            try {
                const answer = await fetch('/photo', { method: 'POST', body: new Uint8Array(size) });
                if ((await answer.arrayBuffer()).byteLength === size) return void photos.through++;
            } catch { photos.drops++; }
        }
    };
    const hand = async () => { while (photos.begun < many) { photos.begun++; await one(); } };
    void hand();
    void hand();
}"""

# From a key to the frame that shows it: the task after the next animation frame runs when that frame is drawn.
WATCH_KEYS = """() => {
    const keys = (window.keys = []);
    addEventListener('keydown', ({ timeStamp }) => requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => keys.push(performance.now() - timeStamp);
        port2.postMessage(0);
    }), { capture: true });
}"""


@pytest.mark.timeout(900)
def test_a_long_queue_comes_through_flaky_3g_beside_photos_and_once(
    device: OpenDevice, line: Line, harbor: Served
) -> None:
    page = begin_visit(sign_in(device(line)))
    write(page, "The first word.")
    visit = _queue_without_a_server(page, harbor)
    queued = [f"Queued {number}: two students compare their ways and say why both work." for number in range(QUEUED)]
    air = page.context.new_cdp_session(page)
    _throttle(air, AIR)
    page.evaluate(WATCH_KEYS)
    line.echo, line.resets = "/photo", 2.0  # every request is dropped until the clock runs
    harbor.start()
    assert _texts(harbor, visit) == ["The first word."], "nothing may come before the line is slow"
    asked = len(line.seen)
    line.resets, line.edit = 0.1, _first_answer_lost()
    page.evaluate(COMPETE, [PHOTOS, PHOTO_BYTES // PHOTOS])

    begun = time.monotonic()
    page.evaluate("() => window.dispatchEvent(new Event('online'))")
    typed = _type_until(page, lambda: {*queued, *TYPED_OFFLINE} <= {*_texts(harbor, visit)})
    took = time.monotonic() - begun
    photos, keys = page.evaluate("() => [window.photos, window.keys]")
    assert photos["through"] < PHOTOS, f"the words came last, after all of the photos: {took:.0f} s"
    assert len(keys) >= sum(map(len, typed)), "every key was drawn"
    exchanges = sum(path.endswith("/api/sync") for path in line.seen[asked:])
    print(
        f"\n{QUEUED} queued changes over 3G: {took:.1f} s, {exchanges} exchanges;"
        f" beside them {photos} of {PHOTOS} photos, {PHOTO_BYTES / 1e6:g} MB each way in all;"
        f" {len(keys)} keys meanwhile, slowest {max(keys):.0f} ms, middle {median(keys):.0f} ms"
    )
    line.heal()
    _throttle(air, {**AIR, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1})
    all_sent(page)
    written = ["The first word.", *TYPED_OFFLINE, *queued, *typed]
    assert Counter(_texts(harbor, visit)) == Counter(written), "each once, and nothing else"


def _queue_without_a_server(page: Page, harbor: Served) -> str:
    """Some typed, the others put into the outbox by hand: all of them really wait on the device."""
    all_sent(page)
    page.go_back()
    expect(field(page)).to_be_visible(timeout=SOON)
    visit = page.url.partition("/walk/")[2]
    harbor.stop()
    for words in TYPED_OFFLINE:
        write(page, words)
    put_into_outbox(page, visit, QUEUED)
    page.reload()
    # The newest of the queue goes on in the field, and Enter finishes it.
    expect(field(page)).to_have_value(re.compile(f"^Queued {QUEUED - 1}: "), timeout=3 * SOON)
    field(page).press("Enter")
    expect(notes(page)).to_have_count(QUEUED + len(TYPED_OFFLINE) + 1, timeout=SOON)
    return visit


def _type_until(page: Page, there: Callable[[], bool]) -> list[str]:
    """Note after note, at the pace of a quick hand, until the queue is on the server. What was written meanwhile."""
    typed: list[str] = []
    while not there():
        words = f"Number {len(typed)} while the line is slow."
        field(page).press_sequentially(words, delay=40)
        expect(field(page)).to_have_value(words)
        field(page).press("Enter")
        expect(field(page)).to_have_value("")
        typed.append(words)
        assert page.evaluate("() => window.photos.through") < PHOTOS, "the photos are through before the words"
    return typed


def _first_answer_lost() -> Edit:
    """Beside what chance drops: the server has taken the first batch for certain, and the device has not heard it."""
    lost: list[str] = []

    def edit(path: str, body: bytes) -> bytes:
        if path.endswith("/api/sync") and not lost:
            lost.append(path)
            raise ConnectionResetError
        return body

    return edit


def _texts(harbor: Served, visit: str) -> list[str]:
    """What the server has on its disk of this visit."""
    with sqlite3.connect(f"file:{harbor.data / 'brightwalk.sqlite'}?mode=ro", uri=True) as reading:
        rows = reading.execute("select text from evidence_note where scope = ?", [f"walkthrough:{visit}"])
        return [text for (text,) in rows]


def _throttle(air: CDPSession, conditions: dict[str, Any]) -> None:
    air.send("Network.enable")
    air.send("Network.emulateNetworkConditions", conditions)
