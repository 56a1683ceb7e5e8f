"""https: with the certificate that was given, or with one by an authority of this server's own (`--tls local`).

A service worker, the device's cryptography and the camera exist only on https (or localhost), so without it
nothing works offline on another device.
"""

import contextlib
import io
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from pathlib import Path

import segno
from cryptography import x509

from server.authority import Address, fingerprint, local_certificate
from server.settings import Settings, Stop


@dataclass(frozen=True, slots=True)
class Certificate:
    """What https is served with; `authority` is set if it is our own and devices must first trust it."""

    chain: Path
    key: Path
    authority: Path | None = None


def certificate(settings: Settings) -> Certificate | None:
    """The certificate of this start, made or renewed if it is ours to make; None on plain http."""
    match settings.tls:
        case ():
            return None
        case ("local",):
            own, authority = local_certificate(settings.data / "tls", addresses())
            return _usable(Certificate(own, own, authority))
        case (chain, key):
            return _usable(Certificate(Path(chain), Path(key)))
    raise Stop("--tls takes either a certificate and its key, or the word local.")


def addresses() -> list[Address]:
    """The addresses under which other devices may reach this machine, the likeliest first."""
    found = [_source(socket.AF_INET, "192.0.2.1"), _source(socket.AF_INET6, "2001:db8::1")]
    with contextlib.suppress(OSError):  # a machine whose name resolves to nothing is still reached by its address
        found += [str(row[4][0]) for row in socket.getaddrinfo(socket.gethostname(), None)]
    plain = dict.fromkeys(ipaddress.ip_address(text.partition("%")[0]) for text in found if text)
    return [address for address in plain if not address.is_loopback]


def reachable_at(settings: Settings) -> str:
    """The address that other devices type: this machine's own in its network, else its name."""
    host = settings.listen_on
    if host in ("0.0.0.0", "::"):
        host = str(next(iter(addresses()), "localhost"))
    return f"https://{f'[{host}]' if ':' in host else host}:{settings.port}"


def fingerprint_of(authority: Path) -> str:
    """What a person compares on tablet and terminal before trusting."""
    return fingerprint(x509.load_pem_x509_certificate(authority.read_bytes()))


def drawn_for_terminal(text: str) -> str:
    """The text as a QR code made of characters, dark on light whatever the terminal's colors are."""
    drawing = io.StringIO()
    segno.make(text, micro=False).terminal(drawing, compact=True)
    return drawing.getvalue()


def _usable(made: Certificate) -> Certificate:
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(made.chain, made.key)
    except FileNotFoundError:
        raise Stop(f"There is no {made.chain} or no {made.key}. Say --tls CERT KEY, or --tls local.") from None
    except (OSError, ValueError) as error:
        told = getattr(error, "reason", None) or getattr(error, "strerror", None) or error
        raise Stop(f"{made.chain} and {made.key} do not make a certificate ({told}). Check both files.") from None
    return made


def _source(family: socket.AddressFamily, towards: str) -> str:
    """The address that this machine would speak from; no packet is sent for it."""
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((towards, 9))
        except OSError:
            return ""
        return str(probe.getsockname()[0])
