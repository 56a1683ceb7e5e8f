"""A visit and what was seen in it. What concerns a visit lies in the visit's own scope, which says which visit."""

from typing import Annotated, Literal

from msgspec import Meta
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from server.kernel.rows import Synced
from server.kernel.wire import Count, Day, Id, Instant, Line, Offset, Text, Word

Key = Annotated[str, Meta(pattern=r"^[0-9A-HJKMNP-TV-Z]{12}$(?!\n)", examples=["7K2M9QXW3BTD"])]
JoinOutcome = Literal["joined", "own", "other_room", "other_time", "visited", "already_shared", "elsewhere", "parted"]
Paper = Literal["blank", "seats"]
PictureType = Literal["image/jpeg", "image/png", "image/webp"]
Points = Annotated[str, Meta(min_length=4, max_length=8000, pattern=r"^[A-Za-z0-9_-]+$(?!\n)")]
"""One stroke: its points as differences in base64url (`pwa/src/walkthroughs/media/ink.ts` says how)."""
Thumb = Annotated[str, Meta(max_length=16_000, pattern=r"^[A-Za-z0-9+/]+={0,2}$(?!\n)")]
"""A very small picture in base64, so that every device shows something at once and without signal."""
Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$(?!\n)", examples=["0123456789abcdef" * 4])]


class Walkthrough(Synced):
    """One visit of 5 to 15 minutes under one protocol version. Its id names the scope.

    `invitation_id`: the "come and see" from which it was begun. `charter_id`: the charter in force, if there was one.
    """

    __tablename__ = "walkthrough"
    scope_type = "walkthrough"

    class_id: Mapped[Id | None] = mapped_column(index=True)
    class_title: Mapped[Line | None]
    protocol_id: Mapped[Id | None]
    charter_id: Mapped[Id | None]
    focus_look_for_id: Mapped[Id | None]
    focus_text: Mapped[Text | None]
    observer_id: Mapped[Id | None]
    started_at: Mapped[Instant | None]
    started_offset: Mapped[Offset | None]
    finished_at: Mapped[Instant | None]
    discarded: Mapped[bool | None]
    invitation_id: Mapped[Id | None]


class Visited(Synced):
    """A teacher who was in the room, chosen at the start; no roster changes it afterwards (RULINGS 9)."""

    __tablename__ = "visited"
    scope_type = "walkthrough"
    named_by_parents = True

    person_id: Mapped[Id | None]
    name: Mapped[Line | None]


class EvidenceNote(Synced):
    """What was seen or heard, with the moment at which its writing began."""

    __tablename__ = "evidence_note"
    scope_type = "walkthrough"

    text: Mapped[Text | None]
    begun_at: Mapped[Instant | None]
    begun_offset: Mapped[Offset | None]


class NoteTag(Synced):
    """A look-for that a note is about. A look-for without one was not noticed, which is not counted as absent."""

    __tablename__ = "note_tag"
    scope_type = "walkthrough"
    named_by_parents = True

    note_id: Mapped[Id | None]
    look_for_id: Mapped[Id | None]


class Sketch(Synced):
    """A drawing in an evidence note: a seating plan, a board. Its strokes are rows of their own.

    `described`: what it shows, in the observer's words, for whoever cannot see it.
    """

    __tablename__ = "sketch"
    scope_type = "walkthrough"

    note_id: Mapped[Id | None]
    paper: Mapped[Paper | None] = mapped_column(String(8))
    described: Mapped[Text | None]


class Stroke(Synced):
    """One line of a sketch, from pen down to pen up. It is drawn, erased or drawn again, never changed."""

    __tablename__ = "stroke"
    scope_type = "walkthrough"

    sketch_id: Mapped[Id | None]
    points: Mapped[Points | None]


class Picture(Synced):
    """A photo in an evidence note: a board, a piece of work. Its bytes come later, in pieces, under the row's own id
    (`server/kernel/blobs.py`); `size` (bytes) and `sha256` say what they will be.
    """

    __tablename__ = "picture"
    scope_type = "walkthrough"

    note_id: Mapped[Id | None]
    described: Mapped[Text | None]
    thumb: Mapped[Thumb | None]
    width: Mapped[Count | None]
    height: Mapped[Count | None]
    size: Mapped[Count | None]
    sha256: Mapped[Digest | None]
    media_type: Mapped[PictureType | None] = mapped_column(String(16))


class Coverage(Synced):
    """That a room was visited in an ISO week, and by whom: no content, and only once the feedback is shared."""

    __tablename__ = "coverage"
    scope_type = "leaders"

    teacher_id: Mapped[Id | None]
    class_id: Mapped[Id | None]
    week: Mapped[Word | None]
    observer_id: Mapped[Id | None]


class Invitation(Synced):
    """A teacher's "come and see": an own focus and times, for all who may observe, until taken back or over.

    `look_for_id` or `focus_text`, or neither. `until` is the last day on which it holds; `day` and `period`
    are one moment, `times` are the teacher's own words.
    """

    __tablename__ = "invitation"
    scope_type = "staff"

    teacher_id: Mapped[Id | None]
    class_id: Mapped[Id | None]
    look_for_id: Mapped[Id | None]
    focus_text: Mapped[Text | None]
    day: Mapped[Day | None]
    period: Mapped[Line | None]
    times: Mapped[Line | None]
    until: Mapped[Day | None]


class VisitKey(Synced):
    """The key that the first observer's tablet shows, in a QR code or in letters.

    id = child_id(visit, "visit_key", key).
    """

    __tablename__ = "visit_key"
    scope_type = "walkthrough"
    named_by_parents = True

    key: Mapped[Key | None] = mapped_column(String(12))


class Joining(Synced):
    """Whose code an observer has taken in: the wish to watch together. id = child_id(visit, "joining", key).

    `host_id`: the first visit, if a QR code named it. `outcome` is the server's word once it knows both visits.
    """

    __tablename__ = "joining"
    scope_type = "walkthrough"
    named_by_parents = True

    key: Mapped[Key | None] = mapped_column(String(12))
    host_id: Mapped[Id | None]
    outcome: Mapped[JoinOutcome | None] = mapped_column(String(16))


class Companion(Synced):
    """Another visit that is one with this one. `hosts`: that one holds the feedback. Written by effects only."""

    __tablename__ = "companion"
    scope_type = "walkthrough"
    named_by_parents = True

    walkthrough_id: Mapped[Id | None]
    observer_id: Mapped[Id | None]
    name: Mapped[Line | None]
    hosts: Mapped[bool | None]


class AlsoHere(Synced):
    """Somebody else was in this room at an overlapping time: that, and nothing else. Written by effects only."""

    __tablename__ = "also_here"
    scope_type = "walkthrough"

    somebody: Mapped[bool | None]
