"""How long the lens reads, and what it adds where somebody types: the real app on a processor slowed four times."""

import statistics
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from e2e.conftest import FLAGS, SIZES
from e2e.furnish import furnish_little
from e2e.visiting import begin_visit, field, sign_in
from tests import browser as browsers
from tests.house import HOUSE
from tests.served import Served

SLOWER = 4
SENTENCES = (
    "7 of 9 pairs compared two ways and said which one they trust.",
    "The low group struggles with fractions and can't sit still.",
    "Nia asked Mateo how he knew, and he showed the number line.",
    "Great rapport, Ms. Okafor is the best teacher in the hallway.",
    "T waited 4 s, then Ss turned & talked w/ a sentence stem 🙂.",
    "Un grupo no entiende la tarea; otros explican su estrategia en la pizarra.",
)
NOTE = (" ".join(SENTENCES) * 7)[:2000]

# The lens's own bundle, run where the slowing down counts: a browser slows the page, never its workers.
READ = """async ([url, text, times]) => {
    let next;
    addEventListener('message', (event) => {
        if (!event.data || !('took' in event.data)) return;
        event.stopImmediatePropagation();
        next(event.data.took);
    }, true);
    await import(url);
    const read = (id) => new Promise((resolve) => {
        next = resolve;
        postMessage({ id, text, reader: 'en', options: {} }, location.origin);
    });
    const took = [];
    for (let id = 0; id < times; id += 1) took.push(await read(id));
    return took;
}"""

WATCH = """() => {
    window.met = { long: [], keys: [] };
    new PerformanceObserver((list) => {
        for (const task of list.getEntries()) met.long.push(task.duration);
    }).observe({ type: 'longtask' });
    addEventListener('keydown', () => {
        const began = performance.now();
        requestAnimationFrame(() => setTimeout(() => met.keys.push(performance.now() - began)));
    }, true);
}"""


def run() -> None:
    """Print the figures beside what was promised: 4 ms a sentence, 30 ms a note of 2,000 characters, no long task."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Served(Path(folder) / "data", "serve")
        server.start()
        try:
            furnish_little(server)
            browser = playwright.chromium.launch(executable_path=str(browsers.chromium()), args=list(FLAGS))
            page = browser.new_context(base_url=server.address, viewport=SIZES["tablet"], locale="en-US").new_page()
            _measure(page)
            browser.close()
        finally:
            server.stop()


def _measure(page: Page) -> None:
    sign_in(page)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    print(f"processor slowed down {SLOWER} times; milliseconds")
    (worker,) = (HOUSE / "pwa" / "dist" / "assets").glob("reading.worker-*.js")
    for what, text, promised in (("a sentence", SENTENCES[1], 4), ("a note of 2,000 characters", NOTE, 30)):
        first, *took = page.evaluate(READ, [f"/assets/{worker.name}", text, 40])
        page.reload()
        reads = f"middle {statistics.median(took):6.1f}  worst {max(took):6.1f}  of {promised}"
        print(f"  reading {what:<28} {reads}   (the very first: {first:.0f})")
    begin_visit(page)
    for lens in ("on", "off", "on", "off"):  # whatever else the machine does meanwhile meets both
        change = "removeItem('brightwalk.lens.off')" if lens == "on" else "setItem('brightwalk.lens.off', '1')"
        page.evaluate(f"() => localStorage.{change}")
        page.reload()
        _print_typing(lens, _typing(page))


def _typing(page: Page) -> dict[str, Any]:
    """Ten bursts at the end of a long note, each followed by a pause in which the lens reads."""
    field(page).fill(NOTE[:1800])
    page.wait_for_timeout(4_000)
    page.evaluate(WATCH)
    for _ in range(10):
        field(page).press_sequentially("They failed to go. ", delay=60)
        page.wait_for_timeout(1_200)
    met: dict[str, Any] = page.evaluate("() => met")
    return met


def _print_typing(lens: str, met: dict[str, Any]) -> None:
    keys, long = met["keys"], met["long"]
    key = f"key to frame: middle {statistics.median(keys):.1f}, worst {max(keys):.1f}"
    tasks = f"tasks over 50 ms: {len(long)}, the longest {max(long, default=0):.0f}"
    print(f"  typing at its end, lens {lens:<3}  {key}; {tasks}")
