"""`./brightwalk test` itself: everything runs, everything is told, and nothing that failed or was left out passes."""

from pathlib import Path

import pytest

from tests import browser, check
from tests.check import Step

GOOD = Step("good", lambda: 0)
BAD = Step("bad", lambda: 3)
LATER = Step("later", lambda: 5)
BARE = Step("bare", lambda: 0, lambda: "there is no browser", nothing_without=True)
LESS = Step("less", lambda: 0, lambda: "there is no PostgreSQL")


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "CI", False)


def _run(monkeypatch: pytest.MonkeyPatch, *steps: Step) -> int:
    monkeypatch.setattr(check, "steps", lambda words: list(steps))
    return check.main([])


def test_the_first_failure_is_the_exit_code_and_the_rest_still_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(monkeypatch, GOOD, BAD, LATER, GOOD) == 3
    told = capsys.readouterr().out
    assert told.count("▸") == 4
    assert "FAILED: bad, later" in told


def test_all_good_is_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _run(monkeypatch, GOOD, GOOD) == 0


@pytest.mark.parametrize("step", [BARE, LESS])
def test_what_is_missing_is_said_loudly_at_home_and_fails_in_ci(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], step: Step
) -> None:
    assert _run(monkeypatch, GOOD, step) == 0
    told = capsys.readouterr().out
    assert "SKIPPED: there is no" in told
    assert told.count("there is no") == 2
    monkeypatch.setattr(check, "CI", True)
    assert _run(monkeypatch, GOOD, step) == 1
    assert "FAILED: there is no" in capsys.readouterr().out


def test_everything_is_among_the_steps() -> None:
    names = [step.name for step in check.steps([])]
    assert names[:4] == ["format", "lint", "types", "contracts"]
    assert {"tests", "app types", "app lint", "app tests", "app build", "browser tests"} <= set(names)


def test_fast_leaves_out_the_build_and_the_browser() -> None:
    assert not {"app build", "browser tests"} & {step.name for step in check.steps(["fast"])}


def test_paths_run_pytest_on_them_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[tuple[str, ...]] = []
    monkeypatch.setattr(check, "_call", lambda *command, cwd=None: called.append(command) or 0)
    assert check.main(["tests/people", "-x"]) == 0
    assert [command[-2:] for command in called] == [("tests/people", "-x")]


def test_a_browser_is_looked_for_in_the_system_before_anything_is_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "chromium").write_text("#!/bin/sh\n")
    (tmp_path / "chromium").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert browser.of_the_system() == tmp_path / "chromium"
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    assert browser.of_the_system() is None
