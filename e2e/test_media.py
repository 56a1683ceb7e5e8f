"""Ink and photos: made without a server, kept stroke by stroke, sent after the words, read by the teacher."""

import base64
import re
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Playwright, Route, expect

from e2e.looking import assert_accessible, keep_picture
from e2e.tablet import Tablet
from e2e.visiting import ALL_SENT, KEPT, SOON, begin_visit, field, notes, sign_in
from tests.served import Served


@pytest.fixture
def tablet(playwright: Playwright, chromium_path: str, tmp_path: Path, harbor: Served) -> Iterator[Tablet]:
    """Ana's tablet, signed in, with the app on it."""
    ana = Tablet(playwright, chromium_path, tmp_path / "tablet", harbor.address)
    sign_in(ana.start())
    yield ana
    ana.close()


def test_a_sketch_is_drawn_without_a_server_and_every_line_outlives_a_dead_battery(
    tablet: Tablet, harbor: Served
) -> None:
    harbor.stop()
    page = begin_visit(page_of(tablet))
    page.get_by_role("button", name="Sketch").click()
    paper = page.get_by_role("application", name="Drawing area")
    page.get_by_role("radio", name="Seating plan").check()
    draw(page, paper, (0.2, 0.3), (0.4, 0.5), (0.3, 0.7))
    draw(page, paper, (0.6, 0.2), (0.8, 0.2))
    draw(page, paper, (0.6, 0.8), (0.9, 0.8))
    expect(ink(paper)).to_have_count(3)
    assert_accessible(page)
    keep_picture(page, "media_sketch_pad_light")
    page.emulate_media(color_scheme="dark")
    keep_picture(page, "media_sketch_pad_dark")
    page.emulate_media(color_scheme="light")
    rub(page, paper, (0.7, 0.2))
    expect(ink(paper)).to_have_count(2)
    expect(paper.page.get_by_role("dialog").get_by_text(KEPT)).to_be_visible()
    tablet.kill()

    page = tablet.start()
    page.get_by_role("link", name=re.compile("Go on with Ben Okafor")).first.click()
    expect(field(page)).to_have_value("")
    figure = notes(page).get_by_role("img", name="Sketch, not described yet")
    expect(ink(figure)).to_have_count(2)
    page.get_by_role("button", name="Draw on").click()
    paper = page.get_by_role("application", name="Drawing area")
    draw_by_keys(page, paper)
    expect(ink(paper)).to_have_count(3)
    page.get_by_role("button", name="Undo").click()
    expect(ink(paper)).to_have_count(2)
    page.get_by_label("What the sketch shows").fill("Three tables face the board, one stands apart")
    page.get_by_role("button", name="Done").click()
    shown = notes(page).get_by_role("img", name="Three tables face the board, one stands apart")
    expect(shown).to_be_visible()
    keep_picture(page, "media_sketch_in_stream")


def test_a_sketch_with_nothing_on_it_leaves_no_note_and_a_removed_one_comes_back(tablet: Tablet) -> None:
    page = begin_visit(page_of(tablet))
    page.get_by_role("button", name="Sketch").click()
    page.get_by_role("button", name="Done").click()
    expect(notes(page)).to_have_count(0)
    page.get_by_role("button", name="Sketch").click()
    paper = page.get_by_role("application", name="Drawing area")
    draw(page, paper, (0.2, 0.3), (0.4, 0.5))
    page.get_by_role("button", name="Remove sketch").click()
    expect(page.get_by_text("Sketch removed")).to_be_visible()
    expect(notes(page)).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(ink(notes(page).get_by_role("img"))).to_have_count(1)


def test_a_photo_taken_without_a_server_arrives_whole_without_where_it_was_taken(
    tablet: Tablet, harbor: Served
) -> None:
    page = page_of(tablet)
    switch_photos_on(page)
    photo = with_gps(page)
    assert b"Exif" in photo
    assert GPS in photo
    harbor.stop()
    begin_visit(page)
    choose(page, b"not a picture at all", "broken.jpg")
    expect(page.get_by_text("This file is not a photo that this device can read")).to_be_visible()
    page.get_by_label("Take a photo").dispatch_event("cancel")
    expect(page.get_by_text("If the device refused the camera")).to_be_visible()
    choose(page, photo, "board.jpg", again=True)
    expect(page.get_by_text("are there faces or names in it?")).to_be_visible(timeout=SOON)
    page.get_by_label("What the photo shows").fill("A number line from 0 to 1 on the board")
    assert_accessible(page)
    keep_picture(page, "media_photo_sheet_light")
    page.get_by_role("button", name="Keep this photo").click()
    shown = notes(page).get_by_role("img", name="A number line from 0 to 1 on the board")
    expect(shown).to_be_visible(timeout=SOON)
    expect(notes(page).get_by_text("Only on this device so far")).to_be_visible()
    keep_picture(page, "media_photo_in_stream")
    page.goto("/waiting")
    expect(page.get_by_text("1 photo is on this device only")).to_be_visible()

    sent: list[int] = []
    page.context.route("**/api/pictures/*/bytes?at=*", lambda route: _cut_once(route, sent))
    with page.context.expect_event("requestfailed", lambda failed: "/bytes?at=" in failed.url, timeout=3 * SOON):
        harbor.start()
        page.goto("/")
    page.reload()
    expect(page.locator("a[href='/waiting']").filter(visible=True, has_text=ALL_SENT)).to_be_visible(timeout=3 * SOON)
    assert sent[0] == 0
    assert len(sent) == len(set(sent)) + 1  # only the piece that was cut came twice
    (content,) = pictures_on(harbor)
    assert content[:2] == b"\xff\xd8"
    assert len(content) <= 400 * 1024
    assert all(word not in content for word in (b"Exif", GPS, b"Brightphone"))
    assert upright(content)


def page_of(tablet: Tablet) -> Page:
    assert tablet.context is not None
    return tablet.context.pages[0]


def draw(page: Page, paper: Locator, *places: tuple[float, float]) -> None:
    """With the mouse, from place to place; each is a share of the paper."""
    first, *others = (on(paper, place) for place in places)
    page.mouse.move(*first)
    page.mouse.down()
    for place in others:
        page.mouse.move(*place, steps=8)
    page.mouse.up()


def rub(page: Page, paper: Locator, place: tuple[float, float]) -> None:
    page.get_by_role("radio", name="Eraser").check()
    page.mouse.click(*on(paper, place))


def draw_by_keys(page: Page, paper: Locator) -> None:
    paper.focus()
    for key in ("Space", "ArrowRight", "ArrowRight", "ArrowDown", "Space"):
        page.keyboard.press(key)


def on(paper: Locator, place: tuple[float, float]) -> tuple[float, float]:
    box = paper.bounding_box()
    assert box
    return box["x"] + place[0] * box["width"], box["y"] + place[1] * box["height"]


def ink(drawn: Locator) -> Locator:
    return drawn.locator("g.ink path")


GPS = struct.pack(">6I", 40, 1, 42, 1, 46, 1)
"""40 degrees, 42 minutes, 46 seconds, as a camera writes them."""


def with_gps(page: Page) -> bytes:
    """A photo of 2,400 by 1,800, wild enough to be large, held upright by its orientation, with the place in it."""
    plain = page.evaluate("""() => {
        const canvas = Object.assign(document.createElement('canvas'), { width: 2400, height: 1800 });
        const pen = canvas.getContext('2d');
        for (let i = 0; i < 9000; i++) {
            pen.fillStyle = `hsl(${(i * 47) % 360} 60% ${30 + (i % 50)}%)`;
            pen.fillRect((i * 761) % 2400, (i * 433) % 1800, 40, 40);
        }
        return canvas.toDataURL('image/jpeg', 0.9).split(',')[1];
    }""")
    content = base64.b64decode(plain)
    return content[:2] + b"\xff\xe1" + struct.pack(">H", len(EXIF) + 2) + EXIF + content[2:]


def _tag(number: int, kind: int, count: int, value: bytes) -> bytes:
    return struct.pack(">HHI", number, kind, count) + value.ljust(4, b"\0")


def _exif() -> bytes:
    """Make, orientation 6 (turned a quarter) and a GPS part, as TIFF."""
    make = b"Brightphone\0"
    entries = 3
    place = 8 + 2 + 12 * entries + 4
    ifd = struct.pack(">H", entries) + _tag(0x010F, 2, len(make), struct.pack(">I", place))
    ifd += _tag(0x0112, 3, 1, struct.pack(">H", 6)) + _tag(0x8825, 4, 1, struct.pack(">I", place + len(make)))
    gps_at = place + len(make)
    gps = struct.pack(">H", 2) + _tag(1, 2, 2, b"N\0") + _tag(2, 5, 3, struct.pack(">I", gps_at + 2 + 24 + 4))
    return b"Exif\0\0MM\0*\0\0\0\x08" + ifd + b"\0\0\0\0" + make + gps + b"\0\0\0\0" + GPS


EXIF = _exif()


def switch_photos_on(page: Page) -> None:
    page.goto("/school")
    switch = page.get_by_role("switch", name="Photos in evidence")
    expect(switch).to_be_visible(timeout=SOON)
    switch.check()
    expect(page.locator("a[href='/waiting']").filter(visible=True, has_text=ALL_SENT)).to_be_visible(timeout=SOON)


def choose(page: Page, content: bytes, name: str, *, again: bool = False) -> None:
    if not again:
        page.get_by_role("button", name="Photo").click()
        expect(page.get_by_text("No faces and no names")).to_be_visible()
    file = {"name": name, "mimeType": "image/jpeg", "buffer": content}
    page.get_by_label("Choose a photo").set_input_files(file)


def _cut_once(route: Route, sent: list[int]) -> None:
    """The second piece never arrives the first time: the line is cut in the middle of the photo."""
    at = int(route.request.url.partition("at=")[2])
    sent.append(at)
    if at > 0 and sent.count(at) == 1 and len(sent) == 2:
        route.abort()
    else:
        route.continue_()


def pictures_on(server: Served) -> list[bytes]:
    """The bytes of every picture that the server has whole."""
    with closing(sqlite3.connect(server.data / "brightwalk.sqlite")) as there:
        blobs = there.execute("SELECT id FROM blob WHERE have = size ORDER BY id").fetchall()
        asked = "SELECT content FROM blob_piece WHERE blob_id = ? ORDER BY at"
        return [b"".join(piece for (piece,) in there.execute(asked, blob)) for blob in blobs]


def upright(content: bytes) -> bool:
    """Higher than wide, as the camera was held; read from the frame of the JPEG."""
    at = 2
    while not 0xC0 <= content[at + 1] <= 0xC2:
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    high, wide = struct.unpack(">HH", content[at + 5 : at + 9])
    return bool(max(high, wide) <= 1600 and high > wide)
