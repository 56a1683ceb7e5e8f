"""A tablet of its own: a browser process with a store on disk, which a test may kill and start again."""

import contextlib
import os
import signal
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page, Playwright

from e2e.conftest import FLAGS, SIZES


class Tablet:
    """One browser with a persistent profile. `faults` collects what the page met that it should not."""

    def __init__(self, playwright: Playwright, chromium: str, profile: Path, address: str, **options: Any) -> None:
        self._playwright, self._chromium, self._profile, self._address = playwright, chromium, profile, address
        self._options = {"viewport": SIZES["tablet"], "locale": "en-US", **options}
        self.context: BrowserContext | None = None

    def start(self, path: str = "/") -> Page:
        """Switch it on and open the app."""
        self.context = self._playwright.chromium.launch_persistent_context(
            str(self._profile),
            executable_path=self._chromium,
            args=list(FLAGS),
            base_url=self._address,
            **self._options,
        )
        page = self.context.pages[0] if self.context.pages else self.context.new_page()
        page.goto(path)
        return page

    def kill(self) -> None:
        """The battery is dead: SIGKILL, in the middle of whatever it does."""
        self.strike()
        self.close()

    def strike(self) -> None:
        """Only the SIGKILL: another thread may do it while the test's own goes on typing."""
        for process in self._processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)

    def close(self) -> None:
        if self.context is not None:
            with contextlib.suppress(Error):
                self.context.close()
        self.context = None
        for lock in self._profile.glob("Singleton*"):
            lock.unlink()

    def _processes(self) -> list[int]:
        """The browser's own process: the one that bears the profile and is no helper of another."""
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                with contextlib.suppress(OSError):
                    words = (entry / "cmdline").read_bytes().split(b"\0")
                    if any(str(self._profile).encode() in word for word in words):
                        found.append(int(entry.name))
        return found
