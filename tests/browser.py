"""Finds the Chromium that the browser tests use, or installs one: the system's, Playwright's, or a package's."""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
PACKAGES = ("chromium", "fonts-liberation", "fonts-noto-color-emoji")
WAY_OUT = (
    "there is no Chromium for the browser tests, and none could be installed. Install your system's package "
    "(Debian: apt install chromium), or run: .venv/bin/python -m playwright install chromium"
)


def missing() -> str | None:
    """Why the browser tests cannot run on this machine, after trying to get what they need."""
    return None if chromium() else WAY_OUT


@cache
def chromium() -> Path | None:
    """The browser, installed now if need be and possible."""
    return of_the_system() or of_playwright() or _installed_by_playwright() or _installed_by_apt()


def of_the_system() -> Path | None:
    """A Chromium or Chrome on the PATH."""
    found = next((place for name in NAMES if (place := shutil.which(name))), None)
    return Path(found) if found else None


def of_playwright() -> Path | None:
    """The Chromium that Playwright has fetched before, if it has."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        place = Path(playwright.chromium.executable_path)
    return place if place.is_file() else None


def _installed_by_playwright() -> Path | None:
    print("  fetching a browser with Playwright's installer …", flush=True)
    done = subprocess.run(
        [sys.executable, "-m", "playwright", "install", "chromium"], capture_output=True, timeout=600, check=False
    )
    return of_playwright() if done.returncode == 0 else None


def _installed_by_apt() -> Path | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    print("  installing the system's Chromium …", flush=True)
    quiet = {"capture_output": True, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "timeout": 600}
    subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES], check=False, **quiet)
    return of_the_system()
