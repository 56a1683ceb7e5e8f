"""The shapes of what ships as content: each text in English and Spanish, each id a slug that never changes."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Slug = Annotated[str, Meta(pattern=r"^[a-z0-9]+([-_][a-z0-9]+)*$", max_length=60)]
Language = Literal["en", "es"]
DimensionId = Literal["goals", "resourcing", "teaching", "teacher_learning", "environment"]
StemPhase = Literal["open", "notice", "make_sense", "grow", "equity", "decide", "close"]
Share = Literal["nearly_all", "high", "some", "few"]
Change = Literal["new", "more", "fewer"]
Needs = Literal["pattern", "none", "nothing_new", "too_few"]


class Shipped(msgspec.Struct, rename="camel", kw_only=True, forbid_unknown_fields=True):
    """Something in these files: camel case as everywhere on the wire, and nothing that this file does not name."""


class Texts(Shipped):
    """One text in every language that ships; `texts.in_("es")`."""

    en: str
    es: str

    def in_(self, language: str) -> str:
        """The text for a reader: Spanish for any Spanish, English for everyone else."""
        return self.es if language.startswith("es") else self.en


class Dimension(Shipped):
    """One of Robinson's five. `effect` is a quotation, kept as text so that nothing can be computed with it."""

    id: DimensionId
    title: Texts
    means: Texts
    effect: str


class Dimensions(Shipped):
    """The five, with the source of their figures and the note that stands wherever a figure is shown."""

    source: str
    note: Texts
    dimensions: tuple[Dimension, ...]


class StarterLookFor(Shipped):
    """One observable strength; its id is unique among all starter protocols."""

    id: Slug
    dimension: DimensionId
    text: Texts


class StarterProtocol(Shipped):
    """One focus question and up to five look-fors that a school can begin with or adopt later.

    `from_the_first_day`: in force in every new school; the others wait to be adopted (RULINGS 19). `rows`: the
    rows of the frameworks from which it was made.
    """

    id: Slug
    default: bool
    from_the_first_day: bool
    rows: tuple[str, ...]
    dimension: DimensionId
    title: Texts
    focus: Texts
    look_fors: Annotated[tuple[StarterLookFor, ...], Meta(min_length=1, max_length=5)]


class Stem(Shipped):
    """A reflection question waiting for its pattern.

    `needs`: `pattern` (its text may hold {lookFor} {noticed} {visits}), `none` (fits any meeting),
    `nothing_new` (no release since the team last met), `too_few` (no release at all yet).
    `when`: shares of visits in which it fits, any if empty; a text with {noticed} always says when,
    and never `nearly_all`, for which there is no number. `change`: against the block before, if it asks for one.
    """

    id: Slug
    phase: StemPhase
    needs: Needs
    when: tuple[Share, ...]
    change: Change | None
    shift: Slug | None
    text: Texts


class Article(Shipped):
    """One paragraph of the charter; its text may hold {smallestGroup}."""

    id: Slug
    heading: Texts
    text: Texts


class CharterText(Shipped):
    """The agreement that holds until a school signs its own; `unsigned` is said beside it until then."""

    id: Slug
    version: int
    smallest_group: int
    title: Texts
    unsigned: Texts
    articles: tuple[Article, ...]


class Shift(Shipped):
    """One of the eight shifts in leadership: a lens that a stem may look through."""

    id: Slug
    title: Texts
    means: Texts


class Perspective(Shipped):
    """A view that a team may hold; members say their own, nothing is inferred."""

    id: Slug
    title: Texts
    brings: Texts


class MeetingPhase(Shipped):
    """One phase of a meeting, what to do in it, and the stem phases whose prompts it shows."""

    id: Slug
    stems: tuple[StemPhase, ...]
    title: Texts
    step: Texts


class MeetingTemplate(Shipped):
    """How many minutes each phase has; together they are `minutes`."""

    id: Slug
    minutes: int
    title: Texts
    timing: dict[str, int]


class MeetingRole(Shipped):
    """A part that a member plays for one meeting."""

    id: Slug
    title: Texts
    does: Texts


class MeetingTemplates(Shipped):
    """The phases in their order, the lengths to choose from, the roles to share out."""

    source: str
    phases: tuple[MeetingPhase, ...]
    templates: tuple[MeetingTemplate, ...]
    roles: tuple[MeetingRole, ...]


class Word(Shipped):
    """A word of the product with a definition short enough for a hint."""

    id: Slug
    term: Texts
    means: Texts
