"""What the teacher reads and says back. All of it lies in the visit's scope, so sharing is one grant."""

from typing import Literal

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from server.kernel.rows import Synced
from server.kernel.wire import Count, Id, Instant, Text

Answer = Literal["fits", "context", "wonder", "come_back", "differently"]


class Feedback(Synced):
    """One per visit: the growth question, if there is one, and whether the teacher has it."""

    __tablename__ = "feedback"
    scope_type = "walkthrough"
    named_by_parents = True

    question: Mapped[Text | None]
    shared: Mapped[bool | None]
    shared_at: Mapped[Instant | None]


class Strength(Synced):
    """Something that goes well here, named."""

    __tablename__ = "strength"
    scope_type = "walkthrough"

    text: Mapped[Text | None]
    position: Mapped[Count | None]


class StrengthNote(Synced):
    """An evidence note on which a strength rests."""

    __tablename__ = "strength_note"
    scope_type = "walkthrough"
    named_by_parents = True

    strength_id: Mapped[Id | None]
    note_id: Mapped[Id | None]


class Response(Synced):
    """What one visited teacher answers: one of five stances, and words if the teacher likes."""

    __tablename__ = "response"
    scope_type = "walkthrough"
    named_by_parents = True

    teacher_id: Mapped[Id | None]
    answer: Mapped[Answer | None] = mapped_column(String(20))
    text: Mapped[Text | None]
    answered_at: Mapped[Instant | None]


class Consent(Synced):
    """Whether a visited teacher lets a note be quoted to a team. A yes can be taken back."""

    __tablename__ = "consent"
    scope_type = "walkthrough"
    named_by_parents = True

    note_id: Mapped[Id | None]
    teacher_id: Mapped[Id | None]
    yes: Mapped[bool | None]
