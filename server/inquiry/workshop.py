"""A protocol while it is being made, where every employee reads it; and which look-fors a team counts as one."""

from sqlalchemy.orm import Mapped

from server.kernel.rows import Synced
from server.kernel.wire import Count, Day, Id, Line, Text, Word


class ProtocolDraft(Synced):
    """A protocol that leaders draft and everybody shapes. `protocol_id` once it was published.

    `starter` or `source`: the shipped protocol, or the framework (by its name), from which it was begun.
    """

    __tablename__ = "protocol_draft"
    scope_type = "staff"

    replaces: Mapped[Id | None]
    starter: Mapped[Word | None]
    source: Mapped[Line | None]
    reason: Mapped[Line | None]
    protocol_id: Mapped[Id | None]
    put_away: Mapped[bool | None]


class DraftLookFor(Synced):
    """One look-for of a draft."""

    __tablename__ = "draft_look_for"
    scope_type = "staff"

    draft_id: Mapped[Id | None]
    dimension: Mapped[Word | None]
    position: Mapped[Count | None]


class DraftWording(Synced):
    """One text in one language: of a draft (`title`, `focus`) or a look-for in it (`text`). id as a wording's."""

    __tablename__ = "draft_wording"
    scope_type = "staff"
    named_by_parents = True

    of: Mapped[Id | None]
    part: Mapped[Word | None]
    language: Mapped[Word | None]
    text: Mapped[Text | None]


class DraftComment(Synced):
    """What a colleague says about a draft, with the name on it."""

    __tablename__ = "draft_comment"
    scope_type = "staff"

    draft_id: Mapped[Id | None]
    person_id: Mapped[Id | None]
    text: Mapped[Text | None]


class DraftShaped(Synced):
    """ "I shaped this": said by each for oneself. id = child_id(draft, person)."""

    __tablename__ = "draft_shaped"
    scope_type = "staff"
    named_by_parents = True

    draft_id: Mapped[Id | None]
    person_id: Mapped[Id | None]


class SameLookFor(Synced):
    """That a team counts two look-fors of two versions as one, in the blocks that close from a day on.

    id = child_id(team, earlier, later). Without such a row they are never counted together.
    """

    __tablename__ = "same_look_for"
    scope_type = "team"
    named_by_parents = True

    earlier_id: Mapped[Id | None]
    later_id: Mapped[Id | None]
    since: Mapped[Day | None]
