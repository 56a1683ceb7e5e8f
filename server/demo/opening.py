"""How the demo school begins: founded, staffed, timetabled, and its teams brought together."""

from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import select

from server.content import starter_protocols
from server.demo import written
from server.demo.agreeing import sign_charter
from server.demo.place import Place, agreed
from server.demo.saying import Mutation, Pen, put
from server.demo.telling import Teller
from server.demo.terms import SchoolYear
from server.inquiry.founding import begin_with_starters, publish_protocol
from server.kernel import clock
from server.kernel.db import Database
from server.kernel.ids import PersonId, SchoolId, child_id
from server.kernel.verbs import Write
from server.people.founding import Founding, found_school
from server.people.models import School
from server.sync.opening import Sync

REPRESENTATIVE, CONFIRMED_BY = "whitehorse", "pierce"


async def open_school(database: Database, sync: Sync, year: SchoolYear, when: datetime, rng: Random) -> Place:
    """The school on the day before its story begins."""
    story = written.school()
    pen = Pen(Pen("", rng).new_id(when), rng)
    place = Place(
        teller=Teller(database, sync.exchange.secret, pen.school),
        pen=pen,
        zone=ZoneInfo(story.time_zone),
        people={person.key: pen.new_id(when) for person in story.people},
        written={person.key: person for person in story.people},
        lessons={lesson.key: lesson for lesson in story.classes},
        class_ids={lesson.key: pen.new_id(when) for lesson in story.classes},
        teams={team.key: team for team in story.teams},
        team_ids={team.key: pen.new_id(when) for team in story.teams},
    )
    with clock.at(when):
        await found_school(sync.ledger, _founding(place, year), (begin_with_starters, _visit_each_other))
    place.protocols, place.look_fors = await agreed(database, pen.school)
    names = {place.people[person.key]: (person.name, person.language) for person in story.people}
    async with place.teller.day():
        await place.teller.open_accounts(names)
        await _furnish(place, when)
    return place


async def _visit_each_other(write: Write) -> None:
    """Colleagues visit each other under a question of their own, beside those that every school begins with."""
    begun_with = sum(starter.from_the_first_day for starter in starter_protocols().values())
    reason = "Peer visits have a question of their own."
    await publish_protocol(write, starter_protocols()["peer-visit"], position=begun_with, reason=reason)


async def begin_next_year(place: Place, year: SchoolYear) -> None:
    """The founder sets the calendar of the new school year, a week before it begins."""
    founder = place.people[written.school().founder]
    standing = await place.teller.session.execute(select(School.heads).where(School.id == place.pen.school))
    heads = standing.scalar_one()
    when = place.moment(year.first - timedelta(days=7), 9, 30)
    seen = {name: [head[0] for head in heads.get(name, [])] for name in ("yearStart", "yearEnd")}
    dates = {"yearStart": year.first.isoformat(), "yearEnd": year.last.isoformat()}
    new_year = put("school", place.pen.school, place.scope("school"), seen, **dates)
    off = [
        put("day_off", place.pen.new_id(when), place.scope("school"), day=day.isoformat(), title=title)
        for day, title in sorted(year.off.items())
    ]
    mutations = [place.pen.mutation("change_school", when, new_year), place.pen.mutation("mark_day_off", when, *off)]
    await place.teller.push(founder, when, mutations)


def _founding(place: Place, year: SchoolYear) -> Founding:
    story = written.school()
    founder = place.written[story.founder]
    return Founding(
        name=story.name,
        time_zone=story.time_zone,
        year_start=year.first.isoformat(),
        year_end=year.last.isoformat(),
        days_off=[(day.isoformat(), title) for day, title in sorted(year.off.items())],
        admin_name=founder.name,
        admin_email=_address(founder.name),
        admin_roles=founder.roles,
        school=SchoolId(place.pen.school),
        admin=PersonId(place.people[story.founder]),
    )


async def _furnish(place: Place, when: datetime) -> None:
    founder = written.school().founder
    arriving = [_person(place, key, when) for key in place.written if key != founder]
    await place.teller.push(place.people[founder], when, arriving)
    await place.teller.push(place.people[founder], when, [_lesson(place, key, when) for key in place.lessons])
    await place.teller.push(place.people[CONFIRMED_BY], when, [_representative(place, when)])
    place.charter = await sign_charter(place, when, founder, REPRESENTATIVE)
    for key, team in place.teams.items():
        await place.teller.push(place.people[team.facilitator], when, [_team(place, key, when)])


def _person(place: Place, key: str, when: datetime) -> Mutation:
    person, row, staff = place.written[key], place.people[key], place.scope("staff")
    roles = [put("role", child_id(row, role), staff, personId=row, role=role) for role in person.roles]
    known = {"name": person.name, "email": _address(person.name), "language": person.language}
    return place.pen.mutation("add_person", when, put("person", row, staff, **known), *roles)


def _representative(place: Place, when: datetime) -> Mutation:
    row, staff = place.people[REPRESENTATIVE], place.scope("staff")
    role = put("role", child_id(row, "representative"), staff, personId=row, role="representative")
    return place.pen.mutation("give_role", when, role)


def _lesson(place: Place, key: str, when: datetime) -> Mutation:
    lesson, row, staff = place.lessons[key], place.class_ids[key], place.scope("staff")
    teacher = place.people[lesson.teacher]
    known = {"title": lesson.title, "subject": lesson.subject, "gradeBand": lesson.grade_band, "room": lesson.room}
    known |= {"period": lesson.period} if lesson.period else {}
    taught = put("class_teacher", child_id(row, teacher), staff, classId=row, personId=teacher)
    return place.pen.mutation("add_class", when, put("class", row, staff, **known), taught)


def _team(place: Place, key: str, when: datetime) -> Mutation:
    team, row = place.teams[key], place.team_ids[key]
    scope = f"team:{row}"
    seats = []
    for seat in team.members:
        person = place.people[seat.person]
        said = {"personId": person, "name": place.written[seat.person].name, "perspectives": seat.perspectives}
        flags = {"covered": seat.covered, "facilitates": seat.person == team.facilitator}
        seats.append(put("team_member", child_id(row, person), scope, **said, **flags))
    made = put("team", row, scope, name=team.name, purpose=team.purpose, patterns=team.patterns)
    return place.pen.mutation("make_team", when, made, *seats)


def _address(name: str) -> str:
    plain = name.lower().replace("á", "a").replace("é", "e").replace(" ", ".")
    return f"{plain}@harborstreet.example"


def opening_day(first_visit: date) -> date:
    """The school is founded ten days before anybody goes to look."""
    return first_visit - timedelta(days=10)
