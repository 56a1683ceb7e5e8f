"""Photos: off unless the school says otherwise, sent in pieces that resume, read only by whoever holds the visit."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from server.backup.sqlite_source import sqlite_source
from server.kernel.ids import new_id
from server.walkthroughs.image_types import image_type, says_more
from server.walkthroughs.picturing import MOST_BYTES
from tests.cast import World, put
from tests.walkthroughs.drawing import PIECE, jpeg, kept, photo_in, segment, switch
from tests.walkthroughs.visiting import ready, started

PHOTO = jpeg(2 * PIECE + 5000)
EXIF = segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\0\0")


async def test_a_school_that_has_said_nothing_keeps_no_photos(world: World) -> None:
    visit = await started(world)
    assert (await photo_in(visit, PHOTO).add()).problem == "photos_off"


async def test_only_an_admin_switches_photos_on(world: World) -> None:
    switching = put("school", world.school, f"school:{world.school}", photos=True)
    assert (await world.ben.do("change_school", switching)).problem == "not_yours"
    await switch(world, True)
    assert (await photo_in(await started(world), PHOTO).add()).status == "applied"


async def test_switched_off_again_no_byte_comes_in(world: World) -> None:
    await switch(world, True)
    photo = photo_in(await started(world), PHOTO)
    await photo.add()
    await switch(world, False)
    told = await photo.send(world.ana, 0)
    assert (told.status_code, told.json()["name"]) == (422, "photos_off")


async def test_a_photo_comes_in_pieces_and_is_read_as_it_was_sent(world: World) -> None:
    photo = await kept(world, await started(world), PHOTO)
    read = await photo.read(world.ana)
    assert read.content == PHOTO
    assert read.headers["content-type"] == "image/jpeg"
    assert read.headers["x-content-type-options"] == "nosniff"
    assert read.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert read.headers["content-disposition"].startswith("attachment")


async def test_pieces_that_come_twice_or_out_of_turn_or_half_do_no_harm(world: World) -> None:
    await switch(world, True)
    photo = photo_in(await started(world), PHOTO)
    await photo.add()
    assert (await photo.send(world.ana, PIECE)).json()["here"] == 0  # not its turn
    assert (await photo.send(world.ana, 0)).json()["here"] == PIECE
    assert (await photo.send(world.ana, 0)).json()["here"] == PIECE  # the answer was lost, so it came again
    half = PHOTO[PIECE : PIECE + 1000]
    assert (await photo.send(world.ana, PIECE, half)).json()["here"] == PIECE + 1000
    assert (await photo.read(world.ana)).json()["name"] == "picture_on_its_way"
    asked = await world.ana.http.get(f"/api/pictures/{photo.id}/here")
    assert asked.json() == {"here": PIECE + 1000, "size": len(PHOTO)}
    at = asked.json()["here"]
    while at < len(PHOTO):
        at = (await photo.send(world.ana, at)).json()["here"]
    assert (await photo.send(world.ana, 0)).json()["here"] == len(PHOTO)
    assert (await photo.read(world.ana)).content == PHOTO


async def test_bytes_come_only_after_their_row(world: World) -> None:
    await switch(world, True)
    photo = photo_in(await started(world), PHOTO)
    assert (await photo.send(world.ana, 0)).status_code == 404


async def test_the_wrong_person_neither_sends_nor_reads_nor_learns_that_there_is_a_photo(world: World) -> None:
    photo = await kept(world, await started(world), PHOTO)
    nothing = await world.ana.http.get(f"/api/pictures/{new_id()}/bytes")
    for stranger in (world.ben, world.chi, world.fay, world.eli):
        answers = [
            await photo.read(stranger),
            await photo.send(stranger, 0),
            await stranger.http.get(f"/api/pictures/{photo.id}/here"),
        ]
        for told in answers:
            assert (told.status_code, told.content) == (404, nothing.content)


async def test_the_teacher_reads_it_once_shared_and_no_longer_after_the_share_is_taken_back(world: World) -> None:
    visit, _, _ = await ready(world)
    photo = await kept(world, visit, PHOTO)
    assert (await photo.read(world.ben)).status_code == 404
    await visit.shared()
    assert (await photo.read(world.ben)).content == PHOTO
    assert (await photo.send(world.ben, 0)).status_code == 404  # reading is not writing
    await world.ana.did("withdraw_share", visit.withdrawing())
    assert (await photo.read(world.ben)).status_code == 404


@pytest.mark.parametrize(
    "content",
    [
        b"<!doctype html><script>alert(1)</script>".ljust(3000),
        b"GIF89a".ljust(3000, b"\0"),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>".ljust(3000),
        b"%PDF-1.7".ljust(3000, b"\0"),
        jpeg(3000, EXIF),
    ],
    ids=["page", "gif", "svg", "pdf", "with a place in it"],
)
async def test_what_is_no_picture_or_more_than_one_is_thrown_away(world: World, content: bytes) -> None:
    await switch(world, True)
    photo = photo_in(await started(world), content)
    await photo.add()
    told = await photo.send(world.ana, 0)
    assert (told.status_code, told.json()["name"]) == (422, "not_a_picture")
    assert (await world.ana.http.get(f"/api/pictures/{photo.id}/here")).json()["here"] == 0


async def test_other_bytes_than_those_promised_are_thrown_away_and_the_right_ones_taken(world: World) -> None:
    await switch(world, True)
    photo = photo_in(await started(world), PHOTO)
    await photo.add()
    for at in range(0, len(PHOTO), PIECE):
        told = await photo.send(world.ana, at, jpeg(len(PHOTO))[::-1][at : at + PIECE])
    assert told.json()["name"] == "not_a_picture"
    await photo.send_all(world.ana)
    assert (await photo.read(world.ana)).content == PHOTO


async def test_a_type_is_what_the_bytes_say(world: World) -> None:
    await switch(world, True)
    photo = photo_in(await started(world), jpeg(3000))
    await photo.add(mediaType="image/png")
    assert (await photo.send(world.ana, 0)).json()["name"] == "not_a_picture"


async def test_too_much_is_refused_while_it_streams_and_in_the_row(world: World) -> None:
    await switch(world, True)
    photo = photo_in(await started(world), PHOTO)
    await photo.add()
    assert (await photo.send(world.ana, 0, PHOTO[: PIECE + 1])).status_code == 413
    assert (await photo.send(world.ana, len(PHOTO) - 10, b"x" * 11)).status_code == 413
    assert (await world.ana.http.get(f"/api/pictures/{photo.id}/here")).json()["here"] == 0
    for changes in ({"size": MOST_BYTES + 1}, {"width": 1601}, {"height": 4000}):
        assert (await photo_in(photo.visit, PHOTO).add(**changes)).problem == "too_large"


async def test_the_very_small_copy_is_a_picture_too(world: World) -> None:
    await switch(world, True)
    visit = await started(world)
    assert (await photo_in(visit, PHOTO).add(thumb="PGh0bWw+PGh0bWw+")).problem == "not_a_picture"
    assert (await photo_in(visit, PHOTO).add(thumb="A" * 16_004)).problem == "wrong_shape"


async def test_bytes_stay_for_the_thirty_days_of_the_bin_and_then_go(world: World) -> None:
    visit = await started(world)
    photo, other = await kept(world, visit, PHOTO), photo_in(visit, PHOTO)
    await world.ana.sees("picture")
    await world.ana.did("remove_picture", visit.remove("picture", photo.id))
    assert (await photo.read(world.ana)).status_code == 404
    await days_pass(world, 28)
    await other.add()
    await other.send_all(world.ana)
    await world.ana.did("restore_picture", photo.op())
    assert (await photo.read(world.ana)).content == PHOTO
    await world.ana.did("remove_picture", visit.remove("picture", photo.id))
    await days_pass(world, 31)
    await other.send(world.ana, 0)
    assert await pieces(world) == {other.id: 3}


@pytest.mark.parametrize("back", [True, False])
async def test_a_removed_note_takes_its_photo_into_the_bin_and_brings_it_back(world: World, back: bool) -> None:
    visit = await started(world)
    photo, other = await kept(world, visit, PHOTO), await kept(world, visit, jpeg(900))
    [note] = await world.ana.sees("evidence_note", id=photo.note)
    await world.ana.did("remove_evidence_note", visit.remove("evidence_note", photo.note))
    if back:
        again = {name: note[name] for name in ("text", "begunAt", "begunOffset")}
        await world.ana.did("restore_evidence_note", visit.put("evidence_note", photo.note, **again))
    await days_pass(world, 31)
    await other.send(world.ana, 0)
    assert (await photo.read(world.ana)).status_code == (200 if back else 404)
    assert (await pieces(world)).get(photo.id) == (3 if back else None)


async def test_an_export_names_every_photo_and_a_backup_holds_its_bytes(world: World, tmp_path: Path) -> None:
    photo = await kept(world, await started(world), PHOTO)
    rows = (await world.ana.http.get("/api/export")).json()["rows"]["picture"]
    assert [(row["id"], row["size"]) for row in rows] == [(photo.id, len(PHOTO))]
    with sqlite_source(tmp_path / "live.sqlite") as source:
        there = sqlite3.connect(source.copy)
        content = there.execute("SELECT content FROM blob_piece WHERE blob_id = ? ORDER BY at", (photo.id,)).fetchall()
        there.close()
    assert b"".join(piece for (piece,) in content) == PHOTO


def test_a_type_is_read_from_the_first_bytes() -> None:
    assert image_type(jpeg()) == "image/jpeg"
    assert image_type(b"\x89PNG\r\n\x1a\n....") == "image/png"
    assert image_type(b"RIFF\0\0\0\0WEBPVP8 ") == "image/webp"
    for other in (b"", b"\xff\xd8", b"RIFF\0\0\0\0AVI ", b"GIF89a", b" \xff\xd8\xff"):
        assert image_type(other) is None


def test_what_says_more_than_the_picture_is_found_in_every_type() -> None:
    png = b"\x89PNG\r\n\x1a\n"
    webp = b"RIFF\0\0\0\0WEBP"
    chunk = b"\0\0\0\x04%sxxxx\0\0\0\0"
    assert not says_more(jpeg(300))
    assert says_more(jpeg(300, EXIF))
    assert says_more(jpeg(300, segment(0xFE, b"taken at home")))
    assert not says_more(png + chunk % b"IHDR" + chunk % b"IDAT")
    assert says_more(png + chunk % b"IHDR" + chunk % b"eXIf")
    assert not says_more(webp + b"VP8 \x03\0\0\0abc\0")
    assert says_more(webp + b"VP8 \x03\0\0\0abc\0" + b"EXIF\x02\0\0\0ab")


async def days_pass(world: World, days: int) -> None:
    """Ana looks in now and then, so that she stays signed in."""
    for _ in range(days):
        world.later(days=1)
        await world.ana.http.get("/api/me")


async def pieces(world: World) -> dict[str, int]:
    """How many pieces of which picture the server has."""
    async with world.app.state.house.database.reading() as session:
        found = await session.execute(text("SELECT blob_id, count(*) FROM blob_piece GROUP BY blob_id"))
        return dict(map(tuple, found))
