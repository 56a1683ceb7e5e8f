"""What a meeting leaves behind, all of it in the team's scope: families and learners read it too."""

from typing import Literal

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from server.kernel.rows import Synced
from server.kernel.wire import Count, Day, Id, Instant, Line, Text, Word

Phase = Literal["gather", "last_promise", "strengths", "notice", "make_sense", "grow", "close"]
DecisionKind = Literal["shared", "leader_with_input", "information", "none"]
StepStatus = Literal["open", "done", "learning"]


class Meeting(Synced):
    """One timed run through the phases. `minutes` is the length that was chosen: 20, 45 or 60, or any other."""

    __tablename__ = "meeting"
    scope_type = "team"

    purpose: Mapped[Line | None]
    minutes: Mapped[Count | None]
    started_at: Mapped[Instant | None]
    phase: Mapped[Phase | None] = mapped_column(String(60))
    phase_started_at: Mapped[Instant | None]
    closed_at: Mapped[Instant | None]
    held_by: Mapped[Id | None]


class Contribution(Synced):
    """A thought that a member adds. `prompt_id` is a prompt's id, or a stem's name where no pattern stood yet."""

    __tablename__ = "contribution"
    scope_type = "team"

    meeting_id: Mapped[Id | None]
    phase: Mapped[Phase | None] = mapped_column(String(60))
    prompt_id: Mapped[Word | None]
    text: Mapped[Text | None]


class Decision(Synced):
    """What was decided, and whose decision it was; "none" says plainly that nothing was, and `text` why.

    Not called `kind`: every row has a kind of its own.
    """

    __tablename__ = "decision"
    scope_type = "team"
    named_by_parents = True

    meeting_id: Mapped[Id | None]
    text: Mapped[Text | None]
    decision_kind: Mapped[DecisionKind | None] = mapped_column(String(60))
    how_used: Mapped[Text | None]


class NextStep(Synced):
    """Who does what by when, what we will look for, and the effect on students that we hope for."""

    __tablename__ = "next_step"
    scope_type = "team"

    meeting_id: Mapped[Id | None]
    text: Mapped[Text | None]
    owner_id: Mapped[Id | None]
    due: Mapped[Day | None]
    look_for_id: Mapped[Id | None]
    student_effect: Mapped[Text | None]
    status: Mapped[StepStatus | None] = mapped_column(String(60))
    agreed: Mapped[bool | None]
