"""The shapes of what was written for the demo school: its people, its visits and its meetings."""

from typing import Literal

import msgspec

from server.meetings.models import DecisionKind, Phase, StepStatus
from server.people.models import Language, PatternsOf, Perspective, RoleName

Answer = Literal["fits", "context", "wonder", "come_back", "differently"]


class Written(msgspec.Struct, rename="camel", kw_only=True, forbid_unknown_fields=True):
    """Something in these files; `key`s name people, lessons and teams inside them only."""


class WrittenPerson(Written):
    """Somebody at the demo school."""

    key: str
    name: str
    roles: list[RoleName]
    language: Language


class Lesson(Written):
    """A class with the one teacher who teaches it."""

    key: str
    title: str
    subject: str
    grade_band: str
    period: str
    room: str
    teacher: str


class Seat(Written):
    """A place on a team."""

    person: str
    perspectives: list[Perspective]
    covered: bool


class WrittenTeam(Written):
    """A team, with the person who brings it together and facilitates."""

    key: str
    name: str
    purpose: str
    patterns: PatternsOf
    facilitator: str
    members: list[Seat]


class WrittenSchool(Written):
    """The school before its first visit."""

    name: str
    time_zone: str
    founder: str
    people: list[WrittenPerson]
    classes: list[Lesson]
    teams: list[WrittenTeam]


class Note(Written):
    """An evidence note with the look-fors that it is about, by the ids of the starter protocols."""

    tags: list[str]
    text: str


class NamedStrength(Written):
    """A strength and the notes of its scene, counted from 0, on which it rests."""

    rests_on: list[int]
    text: str


class WrittenAnswer(Written):
    """What the teacher writes back."""

    kind: Answer
    text: str


class Scene(Written):
    """One visit: the lesson, who observed under which starter protocol, and all that was written."""

    lesson: str
    protocol: str
    observer: str
    language: Language
    notes: list[Note]
    strengths: list[NamedStrength]
    question: str
    answer: WrittenAnswer | None


class Thought(Written):
    """What a member adds in a phase of a meeting."""

    person: str
    phase: Phase
    text: str


class WrittenDecision(Written):
    """What the team decides, and whose decision it is."""

    kind: DecisionKind
    text: str
    how_used: str


class Promise(Written):
    """The next step: due so many `days` after the meeting; `became` is what its owner reports at the next one."""

    owner: str
    days: int
    look_for: str
    text: str
    student_effect: str
    became: StepStatus


class WrittenMeeting(Written):
    """One meeting of a team after the patterns of a wave of visits, or some teaching days later."""

    team: str
    after_wave: int
    minutes: int
    purpose: str
    contributions: list[Thought]
    decision: WrittenDecision
    next_step: Promise
    days_later: int = 0
