"""The real `./brightwalk`, run as people run it: each thing that can be missing is one sentence and no traceback."""

import os
import re
import resource
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.house import HOUSE

PATIENCE = 120


def run(
    *words: str, script: Path = HOUSE / "brightwalk", python: str = sys.executable, **options: object
) -> tuple[int, str]:
    """The exit code of the command, and everything that it said."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BRIGHTWALK_")}
    environment |= options.pop("environment", {})  # type: ignore[operator]
    done = subprocess.run(
        [python, script, *words],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=PATIENCE,
        **options,  # type: ignore[call-overload]
    )
    return done.returncode, done.stdout


def refused(words: Sequence[str], **options: object) -> str:
    """What the command said last when it refused, checked to be one plain sentence or two."""
    code, told = run(*words, **options)  # type: ignore[arg-type]
    assert code not in (0, None), told
    assert "Traceback" not in told
    last = told.strip().splitlines()[-1]
    assert last.endswith((".", "--help", "--port 8420")) or re.search(r"--port \d+$", last), last
    return last


@pytest.fixture
def taken() -> Callable[[], int]:
    """A port on which somebody else listens."""
    listener = socket.create_server(("127.0.0.1", 0))
    yield lambda: listener.getsockname()[1]  # type: ignore[misc]
    listener.close()


def test_help_answers_with_every_command() -> None:
    code, told = run("--help")
    assert code == 0
    assert all(name in told for name in ("serve", "demo", "test", "bench", "roster", "types"))


@pytest.mark.parametrize("words", [["--prot", "1"], ["sevre"], ["roster"], ["serve", "--tls"], ["--port"]])
def test_a_slip_of_the_pen_is_said_with_the_way_to_the_help(words: list[str]) -> None:
    assert "./brightwalk --help" in refused(words)


@pytest.mark.parametrize("port", ["x", "70000", "-1"])
def test_what_is_no_port_is_said(port: str, tmp_path: Path) -> None:
    assert "ort" in refused([f"--port={port}", "--data", str(tmp_path)])


def test_a_taken_port_is_said_with_another_one(taken: Callable[[], int], tmp_path: Path) -> None:
    said = refused(["--port", str(taken()), "--data", str(tmp_path)])
    assert f"Port {taken()} is taken" in said
    assert f"--port {taken() + 1}" in said


def test_an_address_of_another_machine_is_said(tmp_path: Path) -> None:
    assert "--host" in refused(["--host", "192.0.2.77", "--port", "0", "--data", str(tmp_path)])


def test_a_data_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    said = refused(["--port", "0", "--data", str(tmp_path / "file" / "data")])
    assert "Nothing can be written into" in said
    assert "--data DIR" in said


def test_a_read_only_data_folder_is_said(tmp_path: Path) -> None:
    place = Path("/proc/self") if os.geteuid() == 0 else tmp_path  # as root only the kernel says no
    if os.geteuid() != 0:
        tmp_path.chmod(0o500)
    assert "--data DIR" in refused(["--port", "0", "--data", str(place / "data")])


def test_a_full_disk_is_said(tmp_path: Path) -> None:
    def nothing_may_grow() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    said = refused(["--port", "0", "--data", str(tmp_path)], preexec_fn=nothing_may_grow)
    assert "is full" in said


def test_a_folder_that_another_server_holds_is_said(tmp_path: Path) -> None:
    import fcntl

    with (tmp_path / ".lock").open("wb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert "Another Brightwalk" in refused(["--port", "0", "--data", str(tmp_path)])


@pytest.mark.slow
def test_a_broken_database_is_said_and_left_as_it_is(tmp_path: Path) -> None:
    broken = tmp_path / "brightwalk.sqlite"
    broken.write_text("this is not a database, and long enough to be read as one" * 40)
    before = broken.read_bytes()
    assert "cannot be used" in refused(["--port", "0", "--data", str(tmp_path)])
    assert broken.read_bytes() == before


@pytest.mark.slow
def test_a_database_that_does_not_answer_is_said_without_its_password(tmp_path: Path) -> None:
    address = "postgresql+asyncpg://walk:secret@127.0.0.1:1/walk"
    said = refused(["--port", "0", "--data", str(tmp_path)], environment={"BRIGHTWALK_DATABASE_URL": address})
    assert "BRIGHTWALK_DATABASE_URL" in said
    assert "secret" not in said


@pytest.mark.parametrize(
    ("name", "value"), [("BRIGHTWALK_PROT", "1"), ("BRIGHTWALK_SESSION_DAYS", "many"), ("BRIGHTWALK_DEMO", "1")]
)
def test_a_setting_that_is_none_or_cannot_be_meant_is_said(name: str, value: str, tmp_path: Path) -> None:
    assert name in refused(["--port", "0", "--data", str(tmp_path)], environment={name: value})


def test_certificates_that_are_not_there_are_said(tmp_path: Path) -> None:
    said = refused(["--port", "0", "--data", str(tmp_path), "--tls", "no.crt", "no.key"])
    assert "no.crt" in said
    assert "--tls local" in said


def test_a_roster_for_a_school_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert "found one first" in refused(["roster", str(tmp_path / "roster.csv"), "--data", str(tmp_path)])


@pytest.fixture
def new_clone(tmp_path: Path) -> Path:
    """A checkout without an environment, with just what the first step needs."""
    for name in ("brightwalk", "requirements.lock"):
        shutil.copy(HOUSE / name, tmp_path / name)
    (tmp_path / "server").mkdir()
    for name in ("__init__.py", "cli.py", "options.py", "settings.py"):
        shutil.copy(HOUSE / "server" / name, tmp_path / "server" / name)
    return tmp_path / "brightwalk"


def test_a_slip_of_the_pen_is_said_before_anything_is_installed(new_clone: Path) -> None:
    assert "--help" in refused(["--prot", "1"], script=new_clone)
    assert not (new_clone.parent / ".venv").exists()


@pytest.mark.slow
def test_a_first_start_without_a_network_is_said(new_clone: Path) -> None:
    nowhere = {
        "PIP_INDEX_URL": "http://127.0.0.1:1/simple",
        "PIP_NO_INDEX": "",
        "PIP_FIND_LINKS": "",
        "PIP_RETRIES": "0",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_CACHE_DIR": "1",
    }
    said = refused([], script=new_clone, environment=nowhere)
    assert "internet" in said
    assert ".venv/install.log" in said


def test_a_first_start_where_nothing_can_be_written_is_said(new_clone: Path) -> None:
    (new_clone.parent / ".venv").write_text("in the way")
    assert "may be written" in refused([], script=new_clone)


def test_an_old_python_without_a_newer_one_beside_it_is_said(tmp_path: Path) -> None:
    source = (HOUSE / "brightwalk").read_text()
    aged = tmp_path / "brightwalk"
    aged.write_text(
        source.replace("import os\nimport sys\n", "import os\nimport sys\n\nsys.version_info = (3, 8, 10)\n", 1)
    )
    said = refused([], script=aged, environment={"PATH": str(tmp_path)})
    assert "3.11 or newer, and this is 3.8" in said


def test_an_old_python_goes_on_with_a_newer_one_beside_it(tmp_path: Path) -> None:
    newer = tmp_path / "python3.12"
    newer.write_text("#!/bin/sh\necho went on with $1 $2\n")
    newer.chmod(0o755)
    aged = tmp_path / "brightwalk"
    aged.write_text(
        (HOUSE / "brightwalk").read_text().replace("import sys\n", "import sys\n\nsys.version_info = (3, 8)\n", 1)
    )
    code, told = run("--port", "1", script=aged, environment={"PATH": f"{tmp_path}:/bin:/usr/bin"})
    assert code == 0
    assert told == f"went on with {aged} --port\n"


def test_the_front_door_can_be_read_by_an_old_python() -> None:
    before_the_check = (HOUSE / "brightwalk").read_text().partition("if sys.version_info")[0]
    assert "import venv" not in before_the_check
    assert not re.search(r"\bf\"|match |\|\s*None|:=", before_the_check)
