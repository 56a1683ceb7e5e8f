"""A reflection prompt: which question, and on what it rests. Its words are the stem's, in each language."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from server.content.shapes import StemPhase
from server.kernel.rows import Synced
from server.kernel.wire import Count, Id, Instant, Word


class Prompt(Synced):
    """A question for one phase of a team's meeting, and its grounds.

    `stem` names the wording in the content; `rule` why this look-for was chosen; `block` the release
    that it rests on. A prompt that needs no pattern has no look-for and no figures.
    """

    __tablename__ = "prompt"
    scope_type = "team"
    unsigned = True

    stem: Mapped[Word | None]
    phase: Mapped[StemPhase | None] = mapped_column(String(60))
    look_for_id: Mapped[Id | None]
    noticed: Mapped[Count | None]
    visits: Mapped[Count | None]
    nearly_all: Mapped[bool | None]
    block: Mapped[Count | None]
    rule: Mapped[Word | None]
    made_at: Mapped[Instant | None]
