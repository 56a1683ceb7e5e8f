"""What a school agreed: its charter with its signatures, protocols with their look-fors, and the focus on offer."""

from typing import Annotated, Literal

from msgspec import Meta
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from server.kernel.rows import Synced
from server.kernel.wire import Count, Day, Id, Instant, Line, Text, Word

Side = Literal["leadership", "teachers"]
VisitMinutes = Annotated[int, Meta(ge=5, le=15)]
FeedbackDays = Annotated[int, Meta(ge=0, le=10, description="school days, 0 is the day of the visit")]
Threshold = Annotated[int, Meta(ge=3, le=10, description="teachers on whom every pattern rests (RULINGS 15)")]


class Protocol(Synced):
    """One published version. It never changes; a later one with `replaces` takes its place.

    `source`: the framework, by its name, from which its look-fors were chosen.
    """

    __tablename__ = "protocol"
    scope_type = "school"

    position: Mapped[Count | None]
    starter: Mapped[Word | None]
    in_force: Mapped[bool | None]
    replaces: Mapped[Id | None]
    reason: Mapped[Line | None]
    source: Mapped[Line | None]


class LookFor(Synced):
    """One action of students or teacher that can be seen, phrased as a strength."""

    __tablename__ = "look_for"
    scope_type = "school"

    protocol_id: Mapped[Id | None]
    dimension: Mapped[Word | None]
    position: Mapped[Count | None]


class Wording(Synced):
    """One text in one language. `of` is a protocol (parts `title`, `focus`) or a look-for (part `text`)."""

    __tablename__ = "wording"
    scope_type = "school"
    named_by_parents = True

    of: Mapped[Id | None]
    part: Mapped[Word | None]
    language: Mapped[Word | None]
    text: Mapped[Text | None]


class Focus(Synced):
    """A look-for that a team asks the next walkthroughs to notice, from a day on and, once over, until one."""

    __tablename__ = "focus"
    scope_type = "staff"

    look_for_id: Mapped[Id | None]
    team_id: Mapped[Id | None]
    next_step_id: Mapped[Id | None]
    since: Mapped[Day | None]
    until: Mapped[Day | None]


class LensWord(Synced):
    """A word of this school's own that the lens knows: an adult's name, a place, or a word for what is noticed.

    It lies with the employees' directory, because names of adults do.
    """

    __tablename__ = "lens_word"
    scope_type = "staff"

    sort: Mapped[Word | None]
    text: Mapped[Line | None]


class CharterDraft(Synced):
    """A charter that leaders are still writing. `charter_id` once it has been laid before the school to be signed."""

    __tablename__ = "charter_draft"
    scope_type = "leaders"

    minutes: Mapped[VisitMinutes | None]
    feedback_days: Mapped[FeedbackDays | None]
    threshold: Mapped[Threshold | None]
    replaces: Mapped[Id | None]
    charter_id: Mapped[Id | None]
    put_away: Mapped[bool | None]


class CharterDraftText(Synced):
    """What a draft says in one language (RULINGS 17). id = child_id(draft, language)."""

    __tablename__ = "charter_draft_text"
    scope_type = "leaders"
    named_by_parents = True

    draft_id: Mapped[Id | None]
    language: Mapped[Word | None]
    purpose: Mapped[Text | None]
    never_for: Mapped[Text | None]
    notice: Mapped[Text | None]
    readers: Mapped[Text | None]
    keeping: Mapped[Text | None]


class Charter(Synced):
    """One version as it is laid before the school. It never changes; it is in force once both sides have signed.

    `replaces`: the version in force for which it was written, so that nobody signs past another agreement.
    """

    __tablename__ = "charter"
    scope_type = "school"

    minutes: Mapped[VisitMinutes | None]
    feedback_days: Mapped[FeedbackDays | None]
    threshold: Mapped[Threshold | None]
    replaces: Mapped[Id | None]


class CharterText(Synced):
    """What a charter says in one language. id = child_id(charter, language)."""

    __tablename__ = "charter_text"
    scope_type = "school"
    named_by_parents = True

    charter_id: Mapped[Id | None]
    language: Mapped[Word | None]
    purpose: Mapped[Text | None]
    never_for: Mapped[Text | None]
    notice: Mapped[Text | None]
    readers: Mapped[Text | None]
    keeping: Mapped[Text | None]


class CharterSignature(Synced):
    """That a person signed a charter for one side. id = child_id(charter, person); `name` is the server's to write."""

    __tablename__ = "charter_signature"
    scope_type = "school"
    named_by_parents = True

    charter_id: Mapped[Id | None]
    person_id: Mapped[Id | None]
    side: Mapped[Side | None] = mapped_column(String(16))
    name: Mapped[Line | None]


class CharterInForce(Synced):
    """The moment at which both sides had signed, and which version of the school's it is: 1, 2, 3 …

    id = child_id(charter, "in_force"). No verb of a person writes it.
    """

    __tablename__ = "charter_in_force"
    scope_type = "school"

    charter_id: Mapped[Id | None]
    number: Mapped[Count | None]
    since: Mapped[Instant | None]
