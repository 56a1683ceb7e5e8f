"""Draws the app's PNG icons from public/icons/mark.svg with Chromium: `npm run icons`, only after the mark has changed.

Needs Playwright and a Chromium (BRIGHTWALK_CHROMIUM names another one). The PNGs are committed, so no build needs it.
"""

import os
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

ICONS = Path(__file__).resolve().parent.parent / "public" / "icons"
# name, pixels, and whether the square is filled to its corners (the system cuts them) with the mark in the safe middle
WANTED = [
    ("icon-192.png", 192, False),
    ("icon-512.png", 512, False),
    ("maskable-512.png", 512, True),
    ("apple-touch-icon.png", 180, True),
]


def main() -> None:
    mark = (ICONS / "mark.svg").read_text()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("BRIGHTWALK_CHROMIUM") or shutil.which("chromium"), args=["--no-sandbox"]
        )
        for name, pixels, filled in WANTED:
            page = browser.new_page(viewport={"width": pixels, "height": pixels})
            svg = mark.replace('rx="116"', 'rx="0"') if filled else mark
            page.set_content(f"<style>*{{margin:0}}svg{{display:block;width:100vw;height:100vh}}</style>{svg}")
            page.screenshot(path=ICONS / name, omit_background=True)
        browser.close()


if __name__ == "__main__":
    main()
