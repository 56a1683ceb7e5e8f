"""How quick capture is, on a slow tablet: `./brightwalk bench capture [--small]`.

A real browser at a quarter of this machine's speed, without a server. Each figure is the middle and the slowest of
many, in milliseconds, beside its floor: the same keys in an empty page with nothing but a field. Figures are printed,
never judged: what is too slow is for a person to say, on a machine that does nothing else.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, Playwright, expect, sync_playwright

from e2e.furnish import furnish_little
from e2e.old_store import put_into_outbox
from e2e.tablet import Tablet
from e2e.visiting import KEPT, all_sent, begin_visit, field, notes, sign_in
from tests import browser
from tests.served import Served

SLOWER = 4
LONG = 120_000
WORDS = "Two pairs compare their ways and say why both of them work, then they write it down. "
NOTES = (0, 500, 1_000)

# From an event to the frame that shows what came of it: the task after the next animation frame runs when it is drawn.
WATCH = """(kind) => {
    const drawn = (window.drawn = []);
    addEventListener(kind, ({ timeStamp }) => requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => drawn.push(performance.now() - timeStamp);
        port2.postMessage(0);
    }), { capture: true });
}"""
# From the last key to the moment at which the screen calls it kept.
DURABLE = """() => {
    const waits = (window.waits = []);
    let key = 0;
    const box = document.querySelector('textarea');
    box.addEventListener('input', () => (key = performance.now()));
    new MutationObserver(() => {
        if (key && document.querySelector('.dock').textContent.includes('Kept on this device')) {
            waits.push(performance.now() - key);
            key = 0;
        }
    }).observe(document.querySelector('.dock'), { subtree: true, childList: true, characterData: true });
}"""
HEARD = """(at) => new Promise((done) => {
    const look = () => (window.waits.length > at ? done() : setTimeout(look, 20));
    look();
})"""


@dataclass(frozen=True)
class Figure:
    what: str
    middle: float
    worst: float
    times: int

    def line(self, floor: float | None) -> str:
        ratio = f"{self.middle / floor:6.1f} x" if floor else " " * 8
        return f"{self.what:<58}{self.middle:9.0f}{self.worst:9.0f}{self.times:6}  {ratio}"


def run(small: bool) -> None:
    """Measure and print the whole table."""
    with sync_playwright() as playwright, _harbor() as server:
        print(f"capture at 1/{SLOWER} of this machine's speed{'middle':>25}{'slowest':>9}{'times':>6}  to its floor")
        floor = _floor(playwright, 30 if small else 85)
        print(floor.line(None), flush=True)
        with tempfile.TemporaryDirectory() as profile:
            for figure in _visit(playwright, server, Path(profile), (0, 50) if small else NOTES):
                print(figure.line(floor.middle if "painted" in figure.what else None), flush=True)


@contextmanager
def _harbor() -> Iterator[Served]:
    with tempfile.TemporaryDirectory() as folder:
        server = Served(Path(folder) / "data")
        server.start()
        furnish_little(server)
        yield server
        if server.runs:
            server.stop()


def _floor(playwright: Playwright, keys: int) -> Figure:
    running = playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox", "--disable-gpu"])
    page = running.new_page(viewport={"width": 820, "height": 1180})
    page.set_content("<textarea></textarea>")
    _slow(page)
    page.locator("textarea").focus()
    figure = _painted(page, "keydown", "floor: a key to painted, an empty page", lambda: _type(page, WORDS[:keys]))
    running.close()
    return figure


def _visit(playwright: Playwright, server: Served, profile: Path, many: Sequence[int]) -> Iterator[Figure]:
    ana = Tablet(playwright, _chromium(), profile, server.address)
    sign_in(ana.start())
    ana.close()
    page = begin_visit(ana.start())
    visit = page.url.partition("/walk/")[2]
    server.stop()
    there = 0
    for wanted in many:
        if wanted > there:
            put_into_outbox(page, visit, wanted - there)
            there = wanted
        yield from _with(page, f"{wanted} notes, unsent")
        there += 4  # what was written while it was measured
    server.start()
    page.set_default_timeout(LONG)
    all_sent(page)
    server.stop()
    page.goto(f"/walk/{visit}")
    yield from _with(page, f"{many[-1]} notes, on the server")
    ana.close()
    yield _first_note(ana)
    ana.close()


def _with(page: Page, said: str) -> Iterator[Figure]:
    """In one visit: opened, keys, chips and the next note."""
    _slow(page)
    begun = time.perf_counter()
    page.reload(wait_until="commit")
    expect(field(page)).to_be_focused(timeout=LONG)
    took = (time.perf_counter() - begun) * 1_000
    yield Figure(f"{said}: page opened to the field ready", took, took, 1)
    if field(page).input_value():
        field(page).press("Enter")
    yield _painted(page, "keydown", f"{said}: a key to painted", lambda: _type(page, WORDS))
    expect(page.get_by_text(KEPT)).to_be_visible(timeout=LONG)
    yield _durable(page, f"{said}: the last key to durable")
    chip = page.get_by_role("group", name="What we look for").get_by_role("button").first
    yield _painted(page, "click", f"{said}: a tap on a look-for to painted", lambda: [chip.click() for _ in range(6)])
    before = notes(page).count()
    yield _painted(page, "keydown", f"{said}: Enter to the next note painted", lambda: _three_notes(page))
    assert notes(page).count() > before
    _slow(page, 1)


def _durable(page: Page, what: str) -> Figure:
    page.evaluate(DURABLE)
    for at, word in enumerate(WORDS.split()[:8]):
        page.keyboard.type(f"{word} ", delay=30)
        page.evaluate(
            HEARD, at
        )  # asked in the page: looking for words among a thousand notes would be what is measured
    waits = page.evaluate("() => window.waits")
    return Figure(what, statistics.median(waits), max(waits), len(waits))


def _first_note(ana: Tablet) -> Figure:
    """From the icon on the home screen, with the fewest taps, to the first word on the disk."""
    page = ana.start("/waiting")
    page.get_by_role("heading").first.wait_for()
    _slow(page)
    begun = time.perf_counter()
    page.goto("/", wait_until="commit")
    page.get_by_role("link", name="Start a walkthrough").click(timeout=LONG)
    page.locator("#main li button").first.click(timeout=LONG)
    page.get_by_role("button", name="Begin with Ben Okafor").click(timeout=LONG)
    expect(field(page)).to_be_focused(timeout=LONG)
    page.keyboard.type("7 of 9 pairs")
    expect(page.get_by_text(KEPT)).to_be_visible(timeout=LONG)
    took = (time.perf_counter() - begun) * 1_000
    return Figure("cold start, three taps, the first note durable", took, took, 1)


def _painted(page: Page, kind: str, what: str, do: Callable[[], object]) -> Figure:
    page.evaluate(WATCH, kind)
    do()
    page.wait_for_function("() => window.drawn.length > 0")
    drawn = page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(drawn), 100)))"
    )
    return Figure(what, statistics.median(drawn), max(drawn), len(drawn))


def _three_notes(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("End")
        page.keyboard.press("Enter")
        expect(field(page)).to_have_value("")
        field(page).fill("Two ways on the board")
    page.keyboard.press("Enter")


def _type(page: Page, text: str) -> None:
    page.keyboard.type(text, delay=60)


def _slow(page: Page, times: int = SLOWER) -> None:
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": times})


def _chromium() -> str:
    found = browser.chromium()
    if found is None:
        sys.exit(browser.WAY_OUT)
    return str(found)
