"""What a test looks for besides words: that a page works offline, that everybody can use it, how it looks."""

from pathlib import Path

from playwright.sync_api import Page

from tests.served import HOUSE

ARTEFACTS = HOUSE / "e2e" / "artefacts"
AXE = HOUSE / "pwa" / "node_modules" / "axe-core" / "axe.min.js"


def wait_until_offline_ready(page: Page) -> None:
    """Wait until the service worker answers for this page: from then on it works without a server."""
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")


def assert_accessible(page: Page, *, without: tuple[str, ...] = ()) -> None:
    """No rule of WCAG 2.2 A and AA that axe knows is broken on the screen as it is now.

    `without`: selectors that are left out. axe is run inside the page under its own content policy.
    """
    page.evaluate(AXE.read_text())
    found = page.evaluate(
        """async (without) => {
            const context = { include: [['html']], exclude: without.map((selector) => [selector]) };
            const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
            const { violations } = await axe.run(context, { runOnly: tags });
            const at = (rule) => rule.nodes.map((node) => node.html).join(' … ');
            return violations.map((rule) => `${rule.id}: ${rule.help} ${at(rule)}`);
        }""",
        list(without),
    )
    assert not found, f"{page.url} is not accessible:\n" + "\n".join(found)


def keep_picture(page: Page, name: str, *, whole: bool = False) -> Path:
    """A screenshot in `e2e/artefacts`, for people to look at."""
    ARTEFACTS.mkdir(exist_ok=True)
    place = ARTEFACTS / f"{name}.png"
    page.screenshot(path=place, full_page=whole, animations="disabled")
    return place


def assert_nothing_overflows(page: Page) -> None:
    """Nobody has to scroll sideways, not even at 320 px."""
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
