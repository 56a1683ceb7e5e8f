"""The verbs of photos: only where the school has switched them on, small, and bound to what their bytes will be."""

import base64
import binascii

from server.kernel import blobs
from server.kernel.clock import instant
from server.kernel.known import known
from server.kernel.problems import Refused
from server.kernel.verbs import Put, Remove, Verb, Write
from server.people.models import School
from server.walkthroughs.image_types import image_type
from server.walkthroughs.models import EvidenceNote, Picture
from server.walkthroughs.parts import note_holds
from server.walkthroughs.visits import OBSERVER

LONG_SIDE = 1600
"""Pixels; RULINGS 29."""
MOST_BYTES = 400 * 1024
A_VISITS_MOST = 40
_NEEDED = ("thumb", "width", "height", "size", "sha256", "mediaType")


async def may_be_added(write: Write) -> None:
    """The school keeps photos, the picture is whole and small, and the visit has room for it."""
    school = await known(write, School, write.school)
    if not school.photos:
        raise Refused("photos_off")
    picture = write.op(Picture)
    await picture_is_whole(write)
    if len(await write.rows(Picture, scope=picture.scope)) >= A_VISITS_MOST:
        raise Refused("enough_pictures")


async def picture_is_whole(write: Write) -> None:
    """It lies in a note of this visit and says all that its bytes are held to."""
    picture = write.op(Picture)
    await note_holds(write, [picture])
    absent = [name for name in _NEEDED if not picture.values.get(name)]
    if absent:
        raise Refused("wrong_shape", field=absent[0])
    if picture.values["size"] > MOST_BYTES or max(picture.values["width"], picture.values["height"]) > LONG_SIDE:
        raise Refused("too_large")
    if not _is_image(picture.values["thumb"]):
        raise Refused("not_a_picture", field="thumb")


async def bytes_wait_in_the_bin(write: Write) -> None:
    """Whoever removes a picture may bring it back for thirty days; then its bytes go."""
    await blobs.let_go(write.session, [op.id for op in write.ops_on(Picture, "remove")], instant(write.now))


async def bytes_are_wanted(write: Write) -> None:
    """It is back."""
    await blobs.want(write.session, [op.id for op in write.ops_on(Picture)])


async def bytes_follow_the_note(write: Write) -> None:
    """A note that goes takes its pictures along, and one that comes back brings them."""
    for op in (*write.ops_on(EvidenceNote), *write.ops_on(EvidenceNote, "remove")):
        pictures = [picture.id for picture in await write.rows(Picture, scope=op.scope, note_id=op.id)]
        if not pictures:
            continue
        if await write.row(EvidenceNote, op.id):
            await blobs.want(write.session, pictures)
        else:
            await blobs.let_go(write.session, pictures, instant(write.now))


def _is_image(thumb: str) -> bool:
    try:
        return image_type(base64.b64decode(thumb, validate=True)) is not None
    except (binascii.Error, ValueError):
        return False


ADD_PICTURE = Verb(
    "add_picture",
    puts=(
        Put(EvidenceNote, by=OBSERVER, new=True, most=1),
        Put(Picture, by=OBSERVER, new=True, least=1, most=1),
    ),
    check=may_be_added,
)
DESCRIBE_PICTURE = Verb(
    "describe_picture", puts=(Put(Picture, by=OBSERVER, fields=("described",), new=False, least=1, most=1),)
)
REMOVE_PICTURE = Verb(
    "remove_picture", removes=(Remove(Picture, by=OBSERVER, least=1, most=1),), effect=bytes_wait_in_the_bin
)
RESTORE_PICTURE = Verb(
    "restore_picture",
    puts=(Put(Picture, by=OBSERVER, new=False, least=1, most=1),),
    check=picture_is_whole,
    effect=bytes_are_wanted,
)

VERBS = (ADD_PICTURE, DESCRIBE_PICTURE, REMOVE_PICTURE, RESTORE_PICTURE)
