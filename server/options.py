"""What each command may be told on the command line. The standard library alone, as in `cli.py`."""

import argparse


def serving_options(parser: argparse.ArgumentParser) -> None:
    """How a school is served."""
    parser.add_argument("--port", metavar="N", help="the port to listen on (8420)")
    parser.add_argument("--host", metavar="ADDRESS", help="the address to listen on (this machine; with --tls all)")
    parser.add_argument(
        "--tls",
        nargs="+",
        metavar=("CERT KEY | local", ""),
        help="serve https with a certificate and its key, or with a local authority that tablets can trust",
    )
    _data_option(parser)


def lens_options(parser: argparse.ArgumentParser) -> None:
    """What the lens may be told: `read` may be left out, as in `lens FILE.jsonl`."""

    parser.add_argument("doing", nargs="?", choices=("read", "score"), default="read", help="read, or score")
    parser.add_argument("file", metavar="FILE", help="JSON lines with id, text and perhaps lang; for score also labels")


def roster_options(parser: argparse.ArgumentParser) -> None:
    """What an import may be told."""
    parser.add_argument("file", metavar="FILE", help="a CSV, a OneRoster zip, or a folder of its CSV files")
    parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
    parser.add_argument("--confirm", action="store_true", help="go on although many of the staff would end")
    parser.add_argument("--from-school", metavar="NAME", help="which school of the roster, if it holds several")
    parser.add_argument(
        "--same",
        action="append",
        default=[],
        metavar="ID",
        help="a person who is confirmed to be the one with the same address here; may be given several times",
    )
    parser.add_argument("--school", metavar="NAME", help="which school, if the server holds several")
    _data_option(parser)


def backup_options(parser: argparse.ArgumentParser) -> None:
    """What a backup may be told."""
    parser.add_argument("file", metavar="FILE", help="the file to write; it must not be there yet")
    parser.add_argument(
        "--plain", dest="backup_plain", action="store_const", const="yes", help="do not seal it with a passphrase"
    )
    _place_options(parser)


def restore_options(parser: argparse.ArgumentParser) -> None:
    """What a restore may be told."""
    parser.add_argument("file", metavar="FILE", help="a file that `backup` wrote")
    parser.add_argument("--look", action="store_true", help="check it and say what is in it, and restore nothing")
    parser.add_argument("--sign-out", action="store_true", help="let every device sign in again")
    _place_options(parser)


def _place_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--passphrase-file", dest="backup_passphrase_file", metavar="FILE", help="a file that holds the passphrase"
    )
    parser.add_argument("--database-url", metavar="URL", help="a PostgreSQL database instead of a file")
    _data_option(parser)


def _data_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", metavar="DIR", help="where the school's data lies (.brightwalk/)")
