"""A server lost and brought back, as its admin lives it: an older backup, a laptop that knows, a page that tells."""

import os
import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, expect

from e2e.conftest import OpenDevice
from e2e.furnish import PASSWORD, furnish
from e2e.looking import assert_accessible, keep_picture
from tests.served import HOUSE, Served


def test_what_a_restore_lost_comes_back_from_the_laptop_and_the_page_tells(
    own_school: Served, device: OpenDevice, tmp_path: Path
) -> None:
    furnish(own_school)
    laptop = device(own_school, "laptop")
    sign_in(laptop)
    laptop.goto("/school/backups")
    expect(laptop.get_by_text("No backup yet")).to_be_visible()
    file = tmp_path / "harbor.backup"
    brightwalk("backup", file, data=own_school.data)
    laptop.reload()
    expect(laptop.get_by_text("read back and found whole")).to_be_visible()
    add_person(laptop, "Zoe Park")
    all_is_sent(laptop)

    own_school.stop()
    for one in own_school.data.glob("brightwalk.sqlite*"):
        one.unlink()
    brightwalk("restore", file, data=own_school.data)
    own_school.start()

    all_is_sent(laptop)
    laptop.goto("/people")
    expect(laptop.get_by_text("Zoe Park")).to_be_visible()
    laptop.goto("/")
    expect(laptop.get_by_text("have not been heard yet")).to_be_visible()
    laptop.get_by_role("link", name="Look").click()
    expect(laptop.get_by_text("1 change from before the restore has come back.")).to_be_visible()
    expect(laptop.get_by_role("heading", name="1 device has come back")).to_be_visible()
    expect(laptop.get_by_role("heading", name="What no device can bring back")).to_be_visible()
    for size, scheme in (((390, 844), "light"), ((820, 1180), "dark"), ((320, 640), "light")):
        laptop.set_viewport_size({"width": size[0], "height": size[1]})
        laptop.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        laptop.reload()
        expect(laptop.get_by_role("heading", name="What no device can bring back")).to_be_visible()
        assert_accessible(laptop)
        keep_picture(laptop, f"backups-{size[0]}-{scheme}", whole=True)


def brightwalk(command: str, file: Path, *, data: Path) -> None:
    """The command as people type it."""
    words = [sys.executable, "-m", "server.cli", command, file, "--data", data]
    environment = {**os.environ, "BRIGHTWALK_BACKUP_PASSPHRASE": "nine lanterns over the quiet harbor"}
    done = subprocess.run(words, cwd=HOUSE, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def sign_in(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_label("Email").fill("ana@harbor.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name="Today").first).to_be_visible()


def add_person(page: Page, name: str) -> None:
    page.goto("/people")
    page.get_by_role("button", name="Add a person").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("Name").fill(name)
    sheet.get_by_role("button", name="Add", exact=True).click()
    expect(sheet.get_by_role("heading", name=name)).to_be_visible()


def all_is_sent(page: Page) -> None:
    """Everything is on the server, also what had to be offered again."""
    page.goto("/waiting")
    page.get_by_role("button", name="Send now").click()
    told = page.get_by_text(re.compile("In step with the server|on the server now"))
    expect(told.first).to_be_visible(timeout=30_000)
    expect(page.get_by_text("Everything you wrote on this device is on the server.")).to_be_visible()
