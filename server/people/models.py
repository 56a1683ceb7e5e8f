"""The rows that travel about a school and its people, and, from `accounts.py`, the tables that do not.

Nothing here is about a visit. `school:` rows reach every member, `staff:` rows employees only, `team:`
rows the team; a family member on a team therefore never receives the directory (RULINGS 7).
"""

from typing import Annotated, Literal

from msgspec import Meta
from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from server.kernel.rows import Synced
from server.kernel.wire import Day, Id, Line, Text, Time
from server.people.accounts import (
    Account,
    AccountPerson,
    Device,
    FirstRun,
    JoinLink,
    Membership,
    Reading,
    RosterLink,
    Session,
)

__all__ = (
    "Account",
    "AccountPerson",
    "Bell",
    "ClassTeacher",
    "DayOff",
    "Device",
    "FirstRun",
    "JoinLink",
    "Membership",
    "Person",
    "Reading",
    "Role",
    "RosterLink",
    "School",
    "SchoolClass",
    "Session",
    "Team",
    "TeamMember",
)

Language = Literal["en", "es"]
RoleName = Literal["leader", "teacher", "admin", "representative", "support", "family", "learner"]
PatternsOf = Literal["rooms", "school"]
Perspective = Literal["administrator", "educator", "family", "learner", "community", "pupil_services", "school_board"]

Zone = Annotated[str, Meta(max_length=60, pattern=r"^[A-Za-z0-9_+\-/]+$", examples=["America/New_York"])]
Weekdays = Annotated[
    list[Annotated[int, Meta(ge=1, le=7)]], Meta(min_length=1, max_length=7, description="1 is Monday, 7 is Sunday")
]
Minutes = Annotated[int, Meta(ge=0, le=24 * 60)]
Perspectives = Annotated[list[Perspective], Meta(max_length=7)]


class School(Synced):
    """A school, or the district above it. `weekdays` and the two dates are its calendar (RULINGS 16).

    `lock_after`: minutes without a touch after which devices with a lock lock themselves; 0 is never, and
    nothing said is 5. `lock_wanted`: the school asks everybody to set a lock. `photos`: evidence may hold photos;
    nothing said is no.
    """

    __tablename__ = "school"
    scope_type = "school"

    name: Mapped[Line | None]
    time_zone: Mapped[Zone | None] = mapped_column(String(60))
    language: Mapped[Language | None] = mapped_column(String(8))
    is_district: Mapped[bool | None]
    year_start: Mapped[Day | None]
    year_end: Mapped[Day | None]
    weekdays: Mapped[Weekdays | None] = mapped_column(JSON)
    district_id: Mapped[Id | None]
    lock_after: Mapped[Minutes | None]
    lock_wanted: Mapped[bool | None]
    photos: Mapped[bool | None]


class DayOff(Synced):
    """One day on which the school does not teach, so no deadline runs."""

    __tablename__ = "day_off"
    scope_type = "school"

    day: Mapped[Day | None]
    title: Mapped[Line | None]


class Bell(Synced):
    """When a period starts and ends, in the school's own time."""

    __tablename__ = "bell"
    scope_type = "school"

    period: Mapped[Line | None]
    starts: Mapped[Time | None]
    ends: Mapped[Time | None]


class Person(Synced):
    """Somebody in this school; the id is the PersonId. `email` is where a join link is mailed."""

    __tablename__ = "person"
    scope_type = "staff"

    name: Mapped[Line | None]
    email: Mapped[Line | None]
    language: Mapped[Language | None] = mapped_column(String(8))


class Role(Synced):
    """One role of one person; a person may hold several. id = child_id(person, role)."""

    __tablename__ = "role"
    scope_type = "staff"
    named_by_parents = True

    person_id: Mapped[Id | None]
    role: Mapped[RoleName | None] = mapped_column(String(16))


class SchoolClass(Synced):
    """A class as the timetable knows it. Students are never stored."""

    __tablename__ = "class"
    scope_type = "staff"

    title: Mapped[Line | None]
    subject: Mapped[Line | None]
    grade_band: Mapped[Line | None]
    period: Mapped[Line | None]
    room: Mapped[Line | None]
    ended: Mapped[bool | None]
    sourced_id: Mapped[Line | None]


class ClassTeacher(Synced):
    """Who teaches a class. id = child_id(class, person)."""

    __tablename__ = "class_teacher"
    scope_type = "staff"
    named_by_parents = True

    class_id: Mapped[Id | None]
    person_id: Mapped[Id | None]


class Team(Synced):
    """People who meet about patterns; the id names the scope. `patterns`: its own rooms' or the school's."""

    __tablename__ = "team"
    scope_type = "team"

    name: Mapped[Line | None]
    purpose: Mapped[Text | None]
    patterns: Mapped[PatternsOf | None] = mapped_column(String(8))


class TeamMember(Synced):
    """A seat on a team, with the name that the team needs to see. id = child_id(team, person).

    `covered`: this member's room counts in the team's patterns; at most one team covers a teacher.
    """

    __tablename__ = "team_member"
    scope_type = "team"
    named_by_parents = True

    person_id: Mapped[Id | None]
    name: Mapped[Line | None]
    perspectives: Mapped[Perspectives | None] = mapped_column(JSON)
    covered: Mapped[bool | None]
    facilitates: Mapped[bool | None]
