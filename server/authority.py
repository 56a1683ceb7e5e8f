"""An authority of this server's own, which tablets can be told to trust.

So that trusting it is safe, it can vouch only for local names and private addresses (RFC 5280, name
constraints); its key lies in the data folder, readable by the server's user alone. Certificates last 397
days, well under the 825 that iOS allows, and are renewed at a start.
"""

import ipaddress
import os
import socket
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_DAYS = 397
_RENEW_BEFORE = timedelta(days=60)
_PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8", "fc00::/7", "fe80::/10")


def local_certificate(folder: Path, reachable: Sequence[Address]) -> tuple[Path, Path]:
    """A certificate (chain and key in one file) for this machine, and the authority that devices must trust.

    Both lie in `folder`. The authority is made once and then kept; the certificate follows the machine's names.
    """
    folder.mkdir(parents=True, exist_ok=True)
    own, public = folder / "server.pem", folder / "authority.crt"
    authority, key = _authority(folder / "authority.pem", reachable)
    public.write_bytes(authority.public_bytes(Encoding.PEM))
    names = _names(authority, reachable)
    if not _still_good(own, authority, names):
        _issue(own, authority, key, names)
    return own, public


def fingerprint(certificate: x509.Certificate) -> str:
    """The certificate's SHA-256, as devices show it."""
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def _authority(at: Path, reachable: Sequence[Address]) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    if not at.is_file():
        _make_authority(at, reachable)
    key = load_pem_private_key(at.read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return x509.load_pem_x509_certificate(at.read_bytes()), key


def _make_authority(at: Path, reachable: Sequence[Address]) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(f"Brightwalk on {socket.gethostname()}"[:64])
    made = (
        _certificate(name, name, key.public_key(), days=3650)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.NameConstraints(_permitted(reachable), None), critical=True)
        .sign(key, hashes.SHA256())
    )
    _keep(at, key, made)


def _permitted(reachable: Sequence[Address]) -> list[x509.GeneralName]:
    networks = [*map(ipaddress.ip_network, (*_PRIVATE, "::1/128")), *map(ipaddress.ip_network, reachable)]
    names = ("localhost", "local", socket.gethostname())
    return [*map(x509.DNSName, dict.fromkeys(names)), *map(x509.IPAddress, dict.fromkeys(networks))]


def _names(authority: x509.Certificate, reachable: Sequence[Address]) -> list[x509.GeneralName]:
    """Every name of this machine that the authority may vouch for."""
    permitted = authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    networks = [ipaddress.ip_network(str(name.value)) for name in permitted if isinstance(name, x509.IPAddress)]
    hosts = {name.value for name in permitted if isinstance(name, x509.DNSName)}
    called = socket.gethostname()
    mine = [f"{called.partition('.')[0]}.local", *(name for name in ("localhost", called) if name in hosts)]
    here = dict.fromkeys([ipaddress.ip_address("127.0.0.1"), ipaddress.ip_address("::1"), *reachable])
    known = [address for address in here if any(address in network for network in networks)]
    return [*map(x509.DNSName, dict.fromkeys(mine)), *map(x509.IPAddress, known)]


def _still_good(own: Path, authority: x509.Certificate, names: Sequence[x509.GeneralName]) -> bool:
    if not own.is_file():
        return False
    held, *issuers = x509.load_pem_x509_certificates(own.read_bytes())
    held_names = held.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    fresh = held.not_valid_after_utc - datetime.now(UTC) > _RENEW_BEFORE
    return fresh and issuers == [authority] and set(names) <= set(held_names)


def _issue(
    own: Path, authority: x509.Certificate, by: ec.EllipticCurvePrivateKey, names: Sequence[x509.GeneralName]
) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    issued = (
        _certificate(_name("Brightwalk"), authority.subject, key.public_key(), days=_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False)
        .sign(by, hashes.SHA256())
    )
    _keep(own, key, issued, authority)


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, days: int
) -> x509.CertificateBuilder:
    begin = datetime.now(UTC) - timedelta(days=1)  # a tablet's clock may run behind
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _keep(at: Path, key: ec.EllipticCurvePrivateKey, *chain: x509.Certificate) -> None:
    """Write key and chain as one file, whole or not at all, and readable by nobody else at any moment."""
    new = at.with_suffix(".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        file.writelines(one.public_bytes(Encoding.PEM) for one in chain)
    new.replace(at)
