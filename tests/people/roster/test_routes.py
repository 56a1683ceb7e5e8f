"""The admin's screen and the command: who may, what is kept, and how it is said."""

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from server.people.roster.command import RosterCommand, run_roster
from server.people.roster.importing import Asked
from server.people.roster.plain_columns import template
from server.people.roster.problems import SENTENCES
from server.people.roster.routes import roster_routes
from tests.house import HOUSE
from tests.people.conftest import Doors, Founded, Opened
from tests.people.roster.conftest import Importing
from tests.people.roster.making import write_folder, zipped
from tests.people.roster.test_oneroster import FILES

ZIP = {"content-type": "application/zip"}
CSV = {"content-type": "text/csv"}
Post = Callable[..., Any]


@pytest.fixture
def doors(doors: Doors) -> Doors:
    """The same house with the roster's door."""
    if not any(route.path.startswith("/api/roster") for route in doors.app.routes):
        doors.app.register(roster_routes())
    return doors


async def post(browser: httpx.AsyncClient, to: str, school: str, body: bytes, **rest: Any) -> httpx.Response:
    """Hand over a file."""
    headers = rest.pop("headers", ZIP)
    return await browser.post(f"/api/roster/{to}", params={"school": school, **rest}, content=body, headers=headers)


async def test_an_admin_looks_first_and_then_imports(school: Opened) -> None:
    seen = await post(school.laptop, "preview", school.founded.school, zipped(FILES))
    assert seen.status_code == 200, seen.text
    report = seen.json()
    assert (report["format"], report["applied"], report["people"]["new"]) == ("OneRoster 1.1", False, 2)
    assert await Importing(school.founded).people() == {"Ana Torres": {"admin", "leader"}}
    done = await post(school.laptop, "import", school.founded.school, zipped(FILES))
    assert (done.json()["applied"], done.json()["classes"]["new"]) == (True, 2)
    assert "Ben Okafor" in await Importing(school.founded).people()


async def test_a_plain_csv_goes_the_same_way_and_keeps_its_name(school: Opened) -> None:
    body = b"name,role\r\nBen Okafor,wizard\r\nDee Novak,teacher\r\n"
    seen = await post(school.laptop, "preview", school.founded.school, body, headers=CSV, file="our staff.csv")
    assert seen.json()["people"]["new"] == 1
    assert [(one["file"], one["row"], one["column"]) for one in seen.json()["problems"]] == [
        ("our staff.csv", 2, "role")
    ]


async def test_what_cannot_be_read_is_a_numbered_problem_with_file_and_row(school: Opened) -> None:
    answer = await post(school.laptop, "import", school.founded.school, b"name\r\n" + b"x" * 200_000, headers=CSV)
    told = answer.json()
    assert (answer.status_code, told["number"], told["name"]) == (422, "422.12", "roster_not_readable")
    assert told["particulars"]["problem"] == "line_too_long"
    assert (told["particulars"]["file"], told["particulars"]["row"]) == ("roster.csv", 2)
    assert told["particulars"]["sentence"]


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04 and no more", b"\x00" * 100, b"\xff\xfe"])
async def test_no_bytes_make_an_accident(school: Opened, body: bytes) -> None:
    answer = await post(school.laptop, "preview", school.founded.school, body)
    assert (answer.status_code, answer.json()["name"]) == (422, "roster_not_readable")


async def test_ending_many_asks_and_goes_on_when_confirmed(school: Opened) -> None:
    await post(school.laptop, "import", school.founded.school, zipped(FILES))
    few = zipped({**FILES, "users.csv": FILES["users.csv"][:2]})  # type: ignore[dict-item]
    asked = await post(school.laptop, "import", school.founded.school, few)
    assert (asked.status_code, asked.json()["name"]) == (422, "roster_ends_many")
    assert asked.json()["particulars"] == {"ending": 1, "staff": 3}
    done = await post(school.laptop, "import", school.founded.school, few, confirm="true")
    assert done.json()["people"]["ended"] == 1


async def test_only_an_admin_of_that_school_may(school: Opened, doors: Doors) -> None:
    ben, _ = await school.joined("Ben Okafor", "ben@oak.example", "teacher", "leader")
    elm = await doors.found("Elm School", "eli@elm.example")
    for browser, asked in ((ben, school.founded.school), (school.laptop, elm.school)):
        for to in ("preview", "import"):
            answer = await post(browser, to, asked, zipped(FILES))
            assert (answer.status_code, answer.json()["name"]) == (403, "not_yours")
    assert await Importing(elm).classes() == {}


async def test_nobody_imports_without_signing_in(school: Opened, doors: Doors) -> None:
    answer = await post(await doors.browser(), "import", school.founded.school, zipped(FILES))
    assert (answer.status_code, answer.json()["name"]) == (401, "sign_in_first")


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "text/plain"])
async def test_what_a_form_on_another_page_could_send_is_refused(school: Opened, kind: str) -> None:
    answer = await post(school.laptop, "import", school.founded.school, b"name\r\nBen", headers={"content-type": kind})
    assert (answer.status_code, answer.json()["name"]) == (415, "wrong_media")


async def test_another_site_is_refused(school: Opened) -> None:
    headers = {**ZIP, "sec-fetch-site": "cross-site"}
    answer = await post(school.laptop, "import", school.founded.school, zipped(FILES), headers=headers)
    assert (answer.status_code, answer.json()["name"]) == (403, "cross_site")


async def test_the_file_is_nowhere_afterwards(school: Opened, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    await post(school.laptop, "preview", school.founded.school, zipped(FILES))
    await post(school.laptop, "import", school.founded.school, b"not,a\r\nroster,!")
    left = {name for _, _, files in os.walk(tmp_path) for name in files}
    assert not {name for name in left if "sqlite" not in name}


async def test_a_second_upload_waits_until_the_first_is_done(school: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.people.roster.routes._BUSY", {school.founded.school})
    answer = await post(school.laptop, "preview", school.founded.school, zipped(FILES))
    assert (answer.status_code, answer.json()["name"]) == (503, "busy")


async def test_a_name_that_is_no_name_is_refused(school: Opened) -> None:
    answer = await post(school.laptop, "preview", "not-an-id", zipped(FILES))
    assert answer.status_code == 400


@pytest.mark.parametrize("language", ["en", "es"])
async def test_the_template_can_be_downloaded_and_imported(school: Opened, language: str) -> None:
    got = await school.laptop.get("/api/roster/template", params={"language": language})
    assert got.headers["content-type"].startswith("text/csv")
    assert got.content == template(language).encode()
    seen = await post(school.laptop, "preview", school.founded.school, got.content, headers=CSV)
    assert (seen.json()["people"]["new"], seen.json()["problems"]) == (3, [])


class TestInTheDemo:
    @pytest.fixture
    def in_demo(self) -> bool:
        return True

    async def test_rosters_are_off(self, school: Opened) -> None:
        answer = await post(school.laptop, "preview", school.founded.school, zipped(FILES))
        assert (answer.status_code, answer.json()["name"]) == (422, "demo_has_no_roster")


class Heard(list[str]):
    @property
    def text(self) -> str:
        return "\n".join(self)


async def typed(founded: Founded, path: Path, **rest: Any) -> tuple[int, str]:
    """Run the command; its code and what it said."""
    house, heard = founded.doors.house, Heard()
    code = await run_roster(house.database, house.ledger, RosterCommand(path=path, **rest), heard.append)
    return code, heard.text


async def test_the_command_previews_and_imports_a_folder(oak: Importing, tmp_path: Path) -> None:
    folder = write_folder(FILES, tmp_path / "export")
    code, told = await typed(oak.founded, folder, dry_run=True)
    assert code == 0
    assert "People: 2 new, 0 changed, 0 ended, 0 unchanged, 1 waiting for your word." in told
    assert "Nothing was changed: this was a preview." in told
    assert await oak.classes() == {}
    code, told = await typed(oak.founded, folder, asked=Asked(same=frozenset("*")))
    assert code == 0
    assert told.endswith("Imported.")
    assert set(await oak.classes()) == {"Algebra I", "Homeroom 9A"}


async def test_the_command_says_what_is_in_the_way(oak: Importing, tmp_path: Path) -> None:
    code, told = await typed(oak.founded, tmp_path / "nowhere")
    assert code == 1
    assert f"There is no file or folder at {tmp_path / 'nowhere'}"[:60] in told
    (tmp_path / "bad.csv").write_bytes(b"name\r\n" + b"x" * 200_000)
    code, told = await typed(oak.founded, tmp_path / "bad.csv")
    assert code == 1
    assert "bad.csv, row 2: A line of bad.csv is longer" in told


async def test_the_command_asks_which_school_of_the_roster(oak: Importing, tmp_path: Path) -> None:
    orgs = [("sourcedId", "name", "type"), ("s1", "Ash", "school"), ("s2", "Elm", "school")]
    folder = write_folder({**FILES, "orgs.csv": orgs}, tmp_path / "export")
    code, told = await typed(oak.founded, folder)
    assert code == 2
    assert "s1  Ash (3 staff, 2 classes)" in told
    assert (await typed(oak.founded, folder, asked=Asked(school="s1")))[0] == 0


async def test_the_command_asks_which_of_our_schools(doors: Doors, tmp_path: Path) -> None:
    ash = await doors.found("Ash School", "ash@x.example")
    await doors.found("Elm School", "elm@x.example")
    folder = write_folder(FILES, tmp_path / "export")
    assert await typed(ash, folder) == (1, "Say which school with --school: Ash School, Elm School.")
    assert (await typed(ash, folder, school="ash school"))[0] == 0


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_sentence_stands_in_the_message_files(language: str) -> None:
    messages = json.loads((HOUSE / "server/content/messages" / f"roster.{language}.json").read_text())
    problems = {key.removeprefix("roster_problem_"): text for key, text in messages.items() if "_problem_" in key}
    assert problems.keys() == SENTENCES.keys()
    if language == "en":
        assert problems == SENTENCES
    for name, sentence in SENTENCES.items():
        for mark in ("{file}", "{column}", "{value}"):
            assert (mark in problems[name]) == (mark in sentence), f"{name} says {mark} in one language only"
