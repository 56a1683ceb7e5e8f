"""https by an authority of our own: what it vouches for, what it cannot, and the page that explains it."""

import ipaddress
import socket
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError
from litestar import Litestar
from litestar.testing import TestClient

from server import authority, settings, tls
from server.settings import Stop
from server.trust_page import trust_routes

HERE = [ipaddress.ip_address("192.168.1.20")]
THERE = [ipaddress.ip_address("10.1.2.3")]


@pytest.fixture
def page(tmp_path: Path) -> Iterator[TestClient[Litestar]]:
    _, public = authority.local_certificate(tmp_path, HERE)
    with TestClient(Litestar(trust_routes("https://192.168.1.20:8420", public))) as client:
        yield client


def _verify(folder: Path, subject: x509.verification.Subject) -> None:
    own, *rest = x509.load_pem_x509_certificates((folder / "server.pem").read_bytes())
    store = Store(x509.load_pem_x509_certificates((folder / "authority.crt").read_bytes()))
    PolicyBuilder().store(store).build_server_verifier(subject).verify(own, [])
    assert rest


@pytest.mark.parametrize("name", ["localhost", f"{socket.gethostname().partition('.')[0]}.local"])
def test_a_device_that_trusts_the_authority_accepts_the_machines_names(tmp_path: Path, name: str) -> None:
    authority.local_certificate(tmp_path, HERE)
    _verify(tmp_path, x509.DNSName(name))


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "192.168.1.20"])
def test_a_device_that_trusts_the_authority_accepts_the_machines_addresses(tmp_path: Path, address: str) -> None:
    authority.local_certificate(tmp_path, HERE)
    _verify(tmp_path, x509.IPAddress(ipaddress.ip_address(address)))


def test_it_is_not_accepted_for_another_machine(tmp_path: Path) -> None:
    authority.local_certificate(tmp_path, HERE)
    with pytest.raises(VerificationError):
        _verify(tmp_path, x509.IPAddress(ipaddress.ip_address("192.168.1.21")))


def test_even_a_stolen_authority_cannot_vouch_for_a_site_of_the_web(tmp_path: Path) -> None:
    authority.local_certificate(tmp_path, HERE)
    own, key = authority._authority(tmp_path / "authority.pem", HERE)
    authority._issue(tmp_path / "server.pem", own, key, [x509.DNSName("bank.example")])
    with pytest.raises(VerificationError, match=r"(?i)constraint|permitted"):
        _verify(tmp_path, x509.DNSName("bank.example"))


def test_a_stranger_with_the_same_name_is_not_accepted(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    authority.local_certificate(ours, HERE)
    authority.local_certificate(theirs, HERE)
    (theirs / "authority.crt").write_bytes((ours / "authority.crt").read_bytes())
    with pytest.raises(VerificationError):
        _verify(theirs, x509.DNSName("localhost"))


def test_the_authority_is_kept_so_that_tablets_need_to_trust_it_only_once(tmp_path: Path) -> None:
    authority.local_certificate(tmp_path, HERE)
    first = (tmp_path / "authority.crt").read_bytes(), (tmp_path / "server.pem").read_bytes()
    authority.local_certificate(tmp_path, HERE)
    assert first == ((tmp_path / "authority.crt").read_bytes(), (tmp_path / "server.pem").read_bytes())


def test_a_machine_that_moved_to_another_network_gets_a_new_certificate_by_the_same_authority(tmp_path: Path) -> None:
    authority.local_certificate(tmp_path, HERE)
    kept = (tmp_path / "authority.crt").read_bytes()
    authority.local_certificate(tmp_path, THERE)
    _verify(tmp_path, x509.IPAddress(THERE[0]))
    assert (tmp_path / "authority.crt").read_bytes() == kept


def test_a_certificate_is_renewed_well_before_it_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(authority, "_DAYS", 30)
    authority.local_certificate(tmp_path, HERE)
    monkeypatch.undo()
    authority.local_certificate(tmp_path, HERE)
    held = x509.load_pem_x509_certificate((tmp_path / "server.pem").read_bytes())
    assert held.not_valid_after_utc > datetime.now(UTC) + timedelta(days=300)


def test_the_certificate_is_short_enough_for_ios(tmp_path: Path) -> None:
    authority.local_certificate(tmp_path, HERE)
    held = x509.load_pem_x509_certificate((tmp_path / "server.pem").read_bytes())
    assert held.not_valid_after_utc - held.not_valid_before_utc <= timedelta(days=825)


def test_no_one_else_on_the_machine_can_read_a_key(tmp_path: Path) -> None:
    authority.local_certificate(tmp_path, HERE)
    for name in ("server.pem", "authority.pem"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert b"PRIVATE" not in (tmp_path / "authority.crt").read_bytes()


def test_without_the_option_there_is_no_https(tmp_path: Path) -> None:
    assert tls.certificate(settings.read({}, data=str(tmp_path))) is None


def test_a_missing_certificate_is_said_in_one_sentence(tmp_path: Path) -> None:
    wished = settings.read({}, data=str(tmp_path), tls=f"{tmp_path}/a.crt {tmp_path}/a.key")
    with pytest.raises(Stop, match=r"There is no .*a\.crt"):
        tls.certificate(wished)


def test_a_certificate_with_another_key_is_said_in_one_sentence(tmp_path: Path) -> None:
    authority.local_certificate(tmp_path / "one", HERE)
    other = ec.generate_private_key(ec.SECP256R1())
    text = other.private_bytes(Encoding.PEM, authority.PrivateFormat.PKCS8, authority.NoEncryption())
    (tmp_path / "other.key").write_bytes(text)
    wished = settings.read({}, data=str(tmp_path), tls=f"{tmp_path}/one/authority.crt {tmp_path}/other.key")
    with pytest.raises(Stop, match="do not make a certificate"):
        tls.certificate(wished)


def test_https_listens_on_every_network_and_plain_http_on_this_machine_only(tmp_path: Path) -> None:
    assert settings.read({}, tls="local").listen_on == "0.0.0.0"
    assert settings.read({}).listen_on == "127.0.0.1"


@pytest.mark.parametrize(
    ("wished", "heading"), [("es-MX,es;q=0.9", "confíe"), ("en-US", "Let this device"), ("", "Let")]
)
def test_the_page_speaks_the_readers_language(page: TestClient[Litestar], wished: str, heading: str) -> None:
    answer = page.get("/trust", headers={"accept-language": wished})
    assert heading in answer.text
    assert f'<html lang="{answer.headers["content-language"]}">' in answer.text


def test_the_page_holds_nothing_that_its_own_policy_would_block(page: TestClient[Litestar]) -> None:
    answer = page.get("/trust")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "<script" not in answer.text
    assert "style=" not in answer.text


def test_the_page_gives_the_authority_and_never_its_key(page: TestClient[Litestar], tmp_path: Path) -> None:
    answer = page.get("/trust/brightwalk.crt")
    assert answer.headers["content-type"].startswith("application/x-x509-ca-cert")
    given = x509.load_pem_x509_certificate(answer.content)
    assert given == x509.load_pem_x509_certificate((tmp_path / "authority.crt").read_bytes())
    assert b"PRIVATE" not in answer.content
    assert given.fingerprint(hashes.SHA256()).hex(":").upper() in page.get("/trust").text


def test_the_page_shows_a_code_for_the_next_tablet(page: TestClient[Litestar]) -> None:
    answer = page.get("/trust/code.svg")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert b"<svg" in answer.content
    assert page.get("/trust/style.css").status_code == 200


def test_the_terminal_shows_the_same_code() -> None:
    assert len(tls.drawn_for_terminal("https://192.168.1.20:8420/trust").splitlines()) > 10
