"""Where the passphrase of a backup comes from: a file, the environment, or whoever sits at the keyboard."""

import getpass
import sys
from pathlib import Path

from server.backup.envelope import LEAST
from server.backup.refusals import Refusal
from server.settings import Settings


def given(settings: Settings) -> str:
    """The one that the settings name; empty if they name none. A file's last line break does not belong to it."""
    if settings.backup_passphrase:
        return settings.backup_passphrase
    if not settings.backup_passphrase_file:
        return ""
    place = Path(settings.backup_passphrase_file)
    try:
        return place.read_text().rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise Refusal("passphrase_unreadable", place) from None


def to_seal_with(settings: Settings, place: Path) -> str:
    """For a new backup: long enough, and typed twice if it is typed. Empty only where plain was chosen."""
    if settings.backup_plain:
        return ""
    passphrase = given(settings)
    if not passphrase and sys.stdin.isatty():
        passphrase = getpass.getpass("Passphrase for this backup: ")
        if getpass.getpass("The same once more: ") != passphrase:
            raise Refusal("passphrases_differ", place)
    if len(passphrase) < LEAST:
        raise Refusal("passphrase_needed", place, least=LEAST)
    return passphrase


def to_open_with(settings: Settings, place: Path) -> str:
    """For a sealed backup."""
    passphrase = given(settings)
    if not passphrase and sys.stdin.isatty():
        passphrase = getpass.getpass(f"Passphrase of {place.name}: ")
    return passphrase
