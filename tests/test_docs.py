"""The docs say what is there, and all of it: folders, files, commands, options, settings, verbs, problems."""

import argparse
import importlib
import json
import pkgutil
import re
from functools import cache

import pytest

from server import cli
from server.kernel.problems import PROBLEMS
from server.kernel.verbs import Verb
from server.settings import settable, variable
from server.sync import registry
from tests.house import CHAPTERS, HOUSE, files, folders_in, quoted, table, text

DESCRIBED = sorted(
    {"server", "pwa", "tests", "e2e"}
    | {f"server/{name}" for name in folders_in("server")}
    | {f"pwa/src/{name}" for name in folders_in("pwa/src")}
)
NEED_NO_WORD = {"README.md", "__init__.py", "py.typed"}
OF_EVERY_CHAPTER = {
    "rules.py",
    "models.py",
    "schemas.py",
    "queries.py",
    "mutations.py",
    "routes.py",
    "chapter.ts",
    "rules.ts",
}
SAID_BY_THE_APP_ALONE = {"unreachable", "foreign_page"}
FILE = re.compile(r"`([\w.-]+\.(?:py|ts|svelte|css|json|html|js|toml))`")


@pytest.mark.parametrize("folder", DESCRIBED)
def test_every_folder_has_a_readme_that_names_what_is_in_it(folder: str) -> None:
    readme = text(f"{folder}/README.md")
    assert readme, f"{folder}/README.md is missing: say what the folder holds, file by file, and why."
    here = [file.relative_to(folder).parts for file in files() if file.is_relative_to(folder)]
    names = {parts[0] if len(parts) == 1 else f"{parts[0]}/" for parts in here} - NEED_NO_WORD
    names = {name for name in names if not name.endswith(".test.ts")}  # told with the file that it tests
    if folder.rpartition("/")[2] in CHAPTERS:
        names -= OF_EVERY_CHAPTER
    if folder == "tests":
        names -= {f"{chapter}/" for chapter in CHAPTERS}
    unsaid = sorted(name for name in names if not _told(name, readme))
    assert not unsaid, f"{folder}/README.md does not say what these are: {unsaid}"


@pytest.mark.parametrize("folder", DESCRIBED)
def test_every_file_that_a_readme_lists_exists(folder: str) -> None:
    listed = {
        match
        for line in text(f"{folder}/README.md").splitlines()
        if line.startswith(("|", "- `"))
        for match in FILE.findall(line.split("|")[1] if line.startswith("|") else line.split("`: ")[0])
    }
    names = {file.name for file in files()}
    gone = sorted(listed - names)
    assert not gone, f"{folder}/README.md lists what is no longer there: {gone}"


def test_the_settings_in_the_readme_are_those_of_the_code() -> None:
    rows = table(text("server/README.md"), "setting")
    assert quoted(rows) == {variable(row.name) for row in settable()}
    assert all(row[3] for row in rows)


def test_the_defaults_in_the_readme_are_those_of_the_code() -> None:
    plain = {row[0].strip("`"): row[1].strip("`") for row in table(text("server/README.md"), "setting")}
    for row in settable():
        if isinstance(row.default, int) and not isinstance(row.default, bool):
            assert plain[variable(row.name)] == str(row.default)
        if row.default in ("", ()) and row.name in ("tls", "smtp_url", "mail_from"):
            assert plain[variable(row.name)] == "none"


def test_the_commands_in_the_readme_are_those_of_the_code() -> None:
    rows = {row[0].strip("`"): row[1] for row in table(text("server/README.md"), "command")}
    assert rows == cli.COMMANDS


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_every_option_of_a_command_is_in_the_readme(command: str) -> None:
    subcommands = next(a for a in cli._parser()._actions if isinstance(a, argparse._SubParsersAction))
    options = {word for action in subcommands.choices[command]._actions for word in action.option_strings}
    unsaid = [option for option in options - {"-h", "--help"} if option not in text("server/README.md")]
    assert not unsaid


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_verbs_in_a_chapters_readme_are_those_of_the_chapter(chapter: str) -> None:
    told = quoted(table(text(f"server/{chapter}/README.md"), "verb"))
    assert told == _verbs_of(chapter), (
        f"The table of verbs (| verb | who | …) in server/{chapter}/README.md is not true."
    )


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_kinds_in_a_chapters_readme_are_those_of_the_chapter(chapter: str) -> None:
    told = quoted(table(text(f"server/{chapter}/README.md"), "kind"))
    here = {name for name, model in registry.KINDS.items() if model.__module__.startswith(f"server.{chapter}.")}
    assert told == here, f"The table of kinds (| kind | scope | …) in server/{chapter}/README.md is not true."


def test_every_verb_belongs_to_a_chapter() -> None:
    assert set().union(*map(_verbs_of, CHAPTERS)) == set(registry.VERBS)


def test_the_problems_in_the_readme_are_those_of_the_code() -> None:
    rows = table(text("server/kernel/README.md"), "problem")
    assert {(row[0].strip("`"), row[1].strip("`")) for row in rows} == {(p.number, p.name) for p in PROBLEMS.values()}


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_problem_is_said_in_the_readers_language(language: str) -> None:
    messages: dict[str, object] = {}
    for file in (HOUSE / "server" / "content" / "messages").glob(f"*.{language}.json"):
        messages |= json.loads(file.read_text())
    said = {key.removeprefix("problem_") for key in messages if key.startswith("problem_")}
    assert not set(PROBLEMS) - said, "a problem without words in the app"
    assert not said - set(PROBLEMS) - SAID_BY_THE_APP_ALONE, "words for a problem that is none"


def test_problems_are_numbered_once_and_carry_a_status_of_http() -> None:
    numbers = [problem.number for problem in PROBLEMS.values()]
    assert len(set(numbers)) == len(numbers)
    assert all(400 <= problem.status < 600 and problem.sentence.endswith(".") for problem in PROBLEMS.values())


def _told(name: str, readme: str) -> bool:
    """A file by its name, or by the stem that it shares with its parts and tests; a folder by its path."""
    if name.endswith("/"):
        return f"`{name}" in readme
    return f"`{name}`" in readme or f"`{name.split('.')[0]}`" in readme


def _verbs_of(chapter: str) -> set[str]:
    """The verbs that a chapter declares: those that stand in it and in none before it."""
    before = CHAPTERS[: CHAPTERS.index(chapter)]
    return _verbs_in(chapter) - set().union(*map(_verbs_in, before))


@cache
def _verbs_in(chapter: str) -> frozenset[str]:
    package = importlib.import_module(f"server.{chapter}")
    modules = [
        importlib.import_module(f"server.{chapter}.{one.name}") for one in pkgutil.iter_modules(package.__path__)
    ]
    things = [thing for module in modules for thing in vars(module).values()]
    return frozenset(thing.name for thing in things if isinstance(thing, Verb) and thing.name in registry.VERBS)
