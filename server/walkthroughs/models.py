"""A visit and what was seen in it. All rows but coverage lie in the visit's own scope, which says which visit."""

from sqlalchemy.orm import Mapped

from server.kernel.rows import Synced
from server.kernel.wire import Id, Instant, Line, Offset, Text, Word


class Walkthrough(Synced):
    """One visit of 5 to 15 minutes under one protocol version. Its id names the scope."""

    __tablename__ = "walkthrough"
    scope_type = "walkthrough"

    class_id: Mapped[Id | None]
    class_title: Mapped[Line | None]
    protocol_id: Mapped[Id | None]
    focus_look_for_id: Mapped[Id | None]
    focus_text: Mapped[Text | None]
    observer_id: Mapped[Id | None]
    started_at: Mapped[Instant | None]
    started_offset: Mapped[Offset | None]
    finished_at: Mapped[Instant | None]
    discarded: Mapped[bool | None]


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


class Coverage(Synced):
    """That a room was visited in an ISO week, and by whom: no content, and only once the feedback is shared."""

    __tablename__ = "coverage"
    scope_type = "leaders"

    teacher_id: Mapped[Id | None]
    class_id: Mapped[Id | None]
    week: Mapped[Word | None]
    observer_id: Mapped[Id | None]
