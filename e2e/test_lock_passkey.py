"""A lock by the device's own finger, face or PIN: a platform passkey, here the browser's virtual one (ctap2, PRF)."""

from typing import Any

from playwright.sync_api import CDPSession, Page, expect

from e2e.conftest import OpenDevice
from e2e.looking import assert_accessible, keep_picture, wait_until_offline_ready
from e2e.test_admin import PASSWORD, found_school
from e2e.test_lock import WORDS, locked, write_something
from tests.served import Served

PLATFORM = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
UNLOCK = "Unlock with fingerprint, face or PIN"


class Finger:
    """The part of a device that knows its person, for one page; it outlives a reload."""

    def __init__(self, page: Page, **options: Any) -> None:
        self._cdp: CDPSession = page.context.new_cdp_session(page)
        self._cdp.send("WebAuthn.enable")
        added = self._cdp.send("WebAuthn.addVirtualAuthenticator", {"options": {**PLATFORM, "hasPrf": True, **options}})
        self._of = {"authenticatorId": added["authenticatorId"]}

    def is_anothers(self) -> None:
        """From now on nobody is recognized: the virtual one locks itself after that, as a real one does after five."""
        self._cdp.send("WebAuthn.setUserVerified", {**self._of, "isUserVerified": False})

    def forgets_every_passkey(self) -> None:
        self._cdp.send("WebAuthn.clearCredentials", self._of)


def choose_passkey(page: Page) -> None:
    page.goto("/me")
    page.get_by_role("button", name="Set a lock").click()
    page.get_by_role("dialog").get_by_role("radio", name="Fingerprint, face or PIN").check()


def use_passkey(page: Page) -> None:
    page.get_by_role("dialog").get_by_role("button", name="Use it").click()


def stays_locked(page: Page) -> None:
    page.get_by_role("button", name=UNLOCK).click()
    expect(page.get_by_role("alert")).to_contain_text("The device did not unlock it. Try again, or sign in.")
    locked(page)
    assert WORDS not in page.content()


def test_a_finger_opens_the_lock_without_a_network_another_does_not_and_a_sign_in_does(
    own_school: Served, device: OpenDevice
) -> None:
    page = device(own_school, "phone")
    finger = Finger(page)
    found_school(page, own_school)
    wait_until_offline_ready(page)
    choose_passkey(page)
    assert_accessible(page)
    keep_picture(page, "lock-set-passkey-phone")
    use_passkey(page)
    expect(page.get_by_text("Locked by fingerprint, face or PIN of this device")).to_be_visible()
    own_school.stop()
    write_something(page)
    page.reload()
    locked(page)
    expect(page.get_by_text("1 change waits here, sealed.", exact=False)).to_be_visible()
    assert WORDS not in page.content()
    page.get_by_role("button", name=UNLOCK).click()
    expect(page.get_by_role("button", name=WORDS)).to_be_visible()

    page.reload()
    locked(page)
    finger.is_anothers()
    stays_locked(page)
    assert_accessible(page)
    keep_picture(page, "lock-passkey-refused-phone")
    finger.forgets_every_passkey()
    page.reload()
    stays_locked(page)

    own_school.start()
    page.get_by_role("button", name="Sign in to unlock").click()
    page.get_by_label("Email").fill("ana@oak.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("dialog").get_by_label("New passphrase")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("link", name="People").first.click()
    expect(page.get_by_role("button", name=WORDS)).to_be_visible()


def test_a_passkey_that_yields_no_secret_sets_no_lock(own_school: Served, device: OpenDevice) -> None:
    page = device(own_school, "phone")
    Finger(page, hasPrf=False)
    found_school(page, own_school)
    choose_passkey(page)
    use_passkey(page)
    expect(page.get_by_role("alert")).to_contain_text("A passphrase works everywhere.")
    page.keyboard.press("Escape")
    expect(page.get_by_text("No lock on this device")).to_be_visible()
