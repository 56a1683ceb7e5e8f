"""Every way in which a backup or a restore says no: a name, an exit code, and the way out in one or two sentences."""

from server.settings import Stop

REFUSALS: dict[str, tuple[int, str]] = {
    "no_school": (2, "There is no school in {place} yet, so there is nothing to back up."),
    "file_exists": (2, "{place} is there already and is not written over. Choose another name."),
    "cannot_write": (3, "The backup could not be written to {place} ({told}). Nothing was left behind there."),
    "disk_full": (3, "There is no room for the backup at {place}. Nothing was left behind there; free some space."),
    "passphrase_needed": (
        4,
        "A backup is sealed with a passphrase of at least {least} characters. Type it when asked, name a file with "
        "--passphrase-file, set BRIGHTWALK_BACKUP_PASSPHRASE, or choose --plain.",
    ),
    "passphrase_unreadable": (4, "The passphrase could not be read from {place}. Name a file that this user may read."),
    "passphrases_differ": (4, "The two passphrases differ, so nothing was written. Start again."),
    "wrong_passphrase": (4, "This passphrase does not open {place}. Nothing was changed."),
    "not_a_backup": (5, "{place} is not a backup of Brightwalk. Nothing was changed."),
    "damaged": (5, "{place} is damaged ({told}). Nothing was changed; take another copy or an older backup."),
    "newer_format": (6, "{place} was made by a newer Brightwalk. Update this one first. Nothing was changed."),
    "newer_school": (
        6,
        "{place} holds a school of a newer Brightwalk ({told}). Update this one first. Nothing was changed.",
    ),
    "other_database": (
        6,
        "{place} holds a school on {told}. Restore it to the same kind of database (BRIGHTWALK_DATABASE_URL).",
    ),
    "not_empty": (7, "{place} is not empty: it holds {told}. Choose an empty one, or move that away yourself."),
    "tool_missing": (8, "{place} is not on this machine. Install PostgreSQL's client programs, version {told}."),
    "tool_older": (8, "{place} is too old for this database, which is PostgreSQL {told}. Install that version."),
    "tool_failed": (8, "{place} did not succeed ({told})."),
    "database_unusable": (8, "The database {place} cannot be used ({told}). Nothing was changed."),
}


class Refusal(Stop):
    """One of `REFUSALS`, said about `place`; ends the command with its exit code."""

    def __init__(self, name: str, place: object, told: object = "", least: int = 0) -> None:
        self.name = name
        self.code, sentence = REFUSALS[name]
        super().__init__(sentence.format(place=place, told=told, least=least))
