"""What is said when the app cannot be built, and what is not built again."""

from collections.abc import Callable
from pathlib import Path

import pytest

from server import build_pwa
from server.build_pwa import BuildFailed

LOGS = [
    ("vite: error during build:\nBuild failed with 1 error:\nCould not resolve './Meeting.svelte'\n", "Meeting.svelte"),
    ("npm warn old\nnpm error code EUSAGE\nnpm error more\n", "EUSAGE"),
    ("npm error code ENOSPC\n", "disk is full"),
    ("npm error request to a registry failed, reason: getaddrinfo ENOTFOUND\n", "internet"),
    ("", "it said nothing"),
    ("Killed\n", "Killed"),
]


@pytest.mark.parametrize(("log", "named"), LOGS)
def test_a_failed_build_is_one_sentence_that_names_the_fault(tmp_path: Path, log: str, named: str) -> None:
    (tmp_path / "build.log").write_text(log)
    said = build_pwa._why("build the app", tmp_path / "build.log")
    assert named in said
    assert len(said.splitlines()) == 1
    assert said.endswith("try again.")


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with one source file, in which npm only leaves a trace."""
    for folder in ("pwa/src", "pwa/node_modules", "pwa/dist", "server/content"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "pwa" / "package-lock.json").write_text("{}")
    (tmp_path / "pwa" / "src" / "main.ts").write_text("first")
    monkeypatch.setattr(build_pwa, "HOUSE", tmp_path)
    monkeypatch.setattr(build_pwa, "types", lambda say: None)
    return tmp_path


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    ran: list[str] = []
    monkeypatch.setattr(build_pwa, "_npm", lambda pwa, purpose, *arguments: ran.append(purpose))
    return ran


def _quiet(_: str) -> None:
    """Nobody listens."""


Touch = Callable[[Path], object]
CHANGES: list[tuple[str, Touch]] = [
    ("a source", lambda house: (house / "pwa" / "src" / "main.ts").write_text("second")),
    ("a new file", lambda house: (house / "pwa" / "src" / "more.ts").write_text("")),
    ("a removed file", lambda house: (house / "pwa" / "src" / "main.ts").unlink()),
    ("a message", lambda house: (house / "server" / "content" / "people.en.json").write_text("{}")),
    ("an emptied build", lambda house: (house / "pwa" / "dist" / ".stamp").unlink()),
]


def test_the_app_is_built_once(house: Path, ran: list[str]) -> None:
    build_pwa.build(_quiet)
    build_pwa.build(_quiet)
    assert ran == ["fetch the app's packages", "build the app"]


@pytest.mark.parametrize("change", [change for _, change in CHANGES], ids=[name for name, _ in CHANGES])
def test_the_app_is_built_again_when_what_it_is_made_of_has_changed(house: Path, ran: list[str], change: Touch) -> None:
    build_pwa.build(_quiet)
    change(house)
    build_pwa.build(_quiet)
    assert ran.count("build the app") == 2
    assert ran.count("fetch the app's packages") == 1


def test_what_the_build_itself_makes_does_not_make_it_stale(house: Path, ran: list[str]) -> None:
    build_pwa.build(_quiet)
    for made in (
        "node_modules/one.js",
        "dist/index.html",
        "src/i18n/messages/en.js",
        "src/api/generated/a.ts",
        "build.log",
    ):
        place = house / "pwa" / made
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("made")
    build_pwa.build(_quiet)
    assert ran.count("build the app") == 1


def test_packages_are_fetched_again_when_the_lock_has_changed(house: Path, ran: list[str]) -> None:
    build_pwa.packages(_quiet)
    (house / "pwa" / "package-lock.json").write_text('{"new": true}')
    build_pwa.packages(_quiet)
    assert ran == ["fetch the app's packages"] * 2


def test_a_machine_without_node_is_told_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_pwa, "_path_to_node", lambda: str(tmp_path))
    with pytest.raises(BuildFailed, match="Node is missing"):
        build_pwa._npm(tmp_path, "build the app", "run", "build")
