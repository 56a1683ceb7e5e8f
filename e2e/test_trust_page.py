"""A tablet comes to trust a server with its own authority: the page that explains it, and the app behind it."""

import base64
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Playwright

from e2e.conftest import FLAGS, OpenDevice
from e2e.looking import assert_accessible, keep_picture, wait_until_offline_ready
from tests.served import Served


@pytest.fixture(scope="module")
def https_school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder: Path = tmp_path_factory.mktemp("https")
    server = Served(folder / "data", options=("--tls", "local", "--host", "127.0.0.1"))
    server.start()
    yield server
    server.stop()


@pytest.mark.parametrize(
    ("size", "locale", "look", "heading"),
    [
        ("tablet", "en-US", "light", "Let this device trust Brightwalk"),
        ("small phone", "es-MX", "dark", "Que este dispositivo confíe en Brightwalk"),
    ],
)
def test_everybody_can_follow_the_page(
    https_school: Served, device: OpenDevice, size: str, locale: str, look: str, heading: str
) -> None:
    page = device(https_school, size, locale=locale, color_scheme=look, ignore_https_errors=True)
    page.goto("/trust")
    page.get_by_role("heading", name=heading).wait_for()
    assert_accessible(page)
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    keep_picture(page, f"trust-{size.replace(' ', '-')}-{look}", whole=True)


def test_the_certificate_comes_down_and_the_other_language_is_one_tap_away(
    https_school: Served, device: OpenDevice
) -> None:
    page = device(https_school, ignore_https_errors=True)
    page.goto("/trust")
    with page.expect_download() as coming:
        page.get_by_role("link", name="Download the certificate").click()
    assert Path(coming.value.path()).read_bytes() == (https_school.data / "tls" / "authority.crt").read_bytes()
    page.get_by_role("link", name="Español").click()
    page.get_by_role("heading", name="iPad y iPhone").wait_for()


def test_on_a_device_that_trusts_it_the_app_works_without_the_server(
    https_school: Served, playwright: Playwright, chromium_path: str
) -> None:
    trusting = f"--ignore-certificate-errors-spki-list={_key_of(https_school)}"
    browser = playwright.chromium.launch(executable_path=chromium_path, args=[*FLAGS, trusting])
    page = browser.new_page(base_url=https_school.address)
    page.goto("/")
    wait_until_offline_ready(page)
    assert page.evaluate("() => isSecureContext && 'subtle' in crypto")
    https_school.stop()
    page.reload()
    page.get_by_role("heading").first.wait_for()
    browser.close()


def _key_of(server: Served) -> str:
    """What Chromium is told to trust, in place of a person who follows the page: the hash of the server's key."""
    certificate = x509.load_pem_x509_certificate((server.data / "tls" / "server.pem").read_bytes())
    key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(key).digest()).decode()
