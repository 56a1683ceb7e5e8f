"""What a school agreed to look for: protocols with their look-fors and words, and the focus on offer."""

from sqlalchemy.orm import Mapped

from server.kernel.rows import Synced
from server.kernel.wire import Count, Day, Id, Line, Text, Word


class Protocol(Synced):
    """One published version. It never changes; a later one with `replaces` takes its place."""

    __tablename__ = "protocol"
    scope_type = "school"

    position: Mapped[Count | None]
    starter: Mapped[Word | None]
    in_force: Mapped[bool | None]
    replaces: Mapped[Id | None]
    reason: Mapped[Line | None]


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
