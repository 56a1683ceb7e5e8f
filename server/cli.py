"""The commands. What is imported at the top is the standard library alone: the front door reads the command
line with `parse` before anything is installed, and `./brightwalk --help` answers at once.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from server import options
from server.settings import HOUSE, INSTALLED, Stop

if TYPE_CHECKING:
    from litestar import Litestar

COMMANDS = {
    "serve": "build what is stale, migrate, and serve the school (what happens without a command)",
    "demo": "the same with a demo school, in which you sign in as any of its people",
    "test": "run every check of the house: test [fast] [PATH ...]",
    "bench": "measure how quick sync or capture is beside its floors on this machine, and print the ratios",
    "lens": "read notes with the asset lens: lens FILE.jsonl, or measure it on labelled ones: lens score FILE.jsonl",
    "roster": "import staff and classes from a CSV or OneRoster file: roster FILE [--dry-run]",
    "backup": "put the whole school into one file, while it is used: backup FILE",
    "restore": "bring a school back from such a file, on an empty machine: restore FILE [--look]",
    "types": "write the TypeScript types that the app shares with the server",
}


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> None:  # type: ignore[override]
        self.exit(2, f"{message[:1].upper()}{message[1:]}. What can be said is shown by: ./brightwalk --help\n")


def main() -> None:
    """Run the command that was typed, and end with its exit code."""
    try:
        sys.exit(run(sys.argv[1:]))
    except Stop as stop:
        print(stop, file=sys.stderr)
        sys.exit(stop.code)
    except KeyboardInterrupt:
        sys.exit("\nStopped.")


def run(arguments: Sequence[str]) -> int:
    """Run one command; its exit code."""
    asked = parse(arguments)
    commands: dict[str, Callable[[argparse.Namespace], int]] = {
        "serve": _serve,
        "demo": _serve,
        "test": _test,
        "bench": _bench,
        "lens": _lens,
        "roster": _roster,
        "backup": _backup,
        "restore": _restore,
        "types": _types,
    }
    return commands[asked.command](asked)


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """What was asked for; a mistake on the command line ends the program with one sentence and code 2."""
    words = list(arguments)
    if not words or (words[0].startswith("-") and words[0] not in ("-h", "--help")):
        words.insert(0, "serve")
    return _parser().parse_args(words)


def described() -> "Litestar":
    """The application as it is with no settings, for `litestar --app server.cli:described`."""
    from server.app import create_app
    from server.settings import read

    return create_app(read({}))


def say(line: str) -> None:
    """One line of progress, at once."""
    print(line, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="./brightwalk",
        description="Offline-first, strengths-first classroom walkthroughs.",
        epilog="What a command takes: ./brightwalk COMMAND --help. What else can be set: server/README.md.",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    made = {name: commands.add_parser(name, help=told, description=told) for name, told in COMMANDS.items()}
    for name in ("serve", "demo"):
        options.serving_options(made[name])
    made["test"].add_argument("rest", nargs=argparse.REMAINDER, metavar="[fast] [PATH ...]")
    made["bench"].add_argument("rest", nargs=argparse.REMAINDER, metavar="[sync|capture|lens] [--small]")
    options.lens_options(made["lens"])
    options.roster_options(made["roster"])
    options.backup_options(made["backup"])
    options.restore_options(made["restore"])
    return parser


def _serve(asked: argparse.Namespace) -> int:
    from server import preparing

    with preparing.prepared(asked, os.environ) as (settings, listener):
        from server import running

        return running.serve(settings, listener, say)


def _test(asked: argparse.Namespace) -> int:
    return _beside_the_source("tests.check", asked.rest)


def _bench(asked: argparse.Namespace) -> int:
    return _beside_the_source("tests.bench", asked.rest)


def _lens(asked: argparse.Namespace) -> int:
    from server import lens

    return lens.run(asked.doing, asked.file)


def _beside_the_source(module: str, rest: Sequence[str]) -> int:
    if INSTALLED:
        raise Stop(f"This needs the source ({module}). Clone the project, and run ./brightwalk there.")
    os.chdir(HOUSE)
    os.execv(sys.executable, [sys.executable, "-m", module, *rest])


def _roster(asked: argparse.Namespace) -> int:
    from server import preparing

    settings = preparing.settings_of(asked, os.environ)
    from server import running

    return running.roster(asked, settings, say)


def _backup(asked: argparse.Namespace) -> int:
    from server import preparing

    settings = preparing.settings_of(asked, os.environ)
    from server.backup import command

    return command.backup(asked, settings, say)


def _restore(asked: argparse.Namespace) -> int:
    from server import preparing

    settings = preparing.settings_of(asked, os.environ)
    from server.backup import command

    return command.restore(asked, settings, say)


def _types(_: argparse.Namespace) -> int:
    from server import build_pwa

    build_pwa.types(say)
    return 0


if __name__ == "__main__":
    main()
