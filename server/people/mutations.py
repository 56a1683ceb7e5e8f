"""The verbs about a school and the people in it. Those about classes and teams are in files of their own."""

from server.kernel.ids import child_id
from server.kernel.problems import NotYet, Refused
from server.kernel.verbs import Put, Remove, Verb, Write, register
from server.people import classes, teams
from server.people.models import Bell, DayOff, Person, Role, School
from server.people.queries import roles_of
from server.people.rules import may_end, may_give, may_hold
from server.people.school_days import day_of, fits_together
from server.people.seats import seat_in_school, seat_in_teams

EVERY_EMPLOYEE = ("admin", "leader", "staff")


async def calendar_fits(write: Write) -> None:
    """The school's zone, weekdays and year, taken together with what is not changed, must make a calendar."""
    op = write.op(School)
    school = await write.row(School, op.id)
    standing = (
        {
            "timeZone": school.time_zone,
            "weekdays": school.weekdays,
            "yearStart": school.year_start,
            "yearEnd": school.year_end,
        }
        if school
        else {}
    )
    zone, weekdays, first, last = ({**standing, **op.values}.get(name) for name in _CALENDAR)
    if not fits_together(zone or "", weekdays or (), first or "", last or ""):
        raise Refused("bad_calendar")


async def day_exists(write: Write) -> None:
    """30 February has the shape of a day."""
    if any(day_of(op.values.get("day")) is None for op in write.ops_on(DayOff)):
        raise Refused("bad_calendar")


async def roles_fit(write: Write) -> None:
    """Each role goes to a person who is known, by somebody who may give it, and fits what that person holds."""
    giver = await roles_of(write.session, write.author)
    arriving = {str(op.id) for op in write.ops_on(Person)}
    held: dict[str, set[str]] = {}
    for op in write.ops_on(Role):
        person, role = op.values.get("personId"), op.values.get("role")
        if not person or not role or op.id != child_id(person, role):
            raise Refused("wrong_shape", kind="role")
        if person not in arriving and await write.row(Person, person) is None:
            raise NotYet(person)
        if not may_give(role, giver, to_self=person == write.author):
            raise Refused("not_a_representative" if role == "representative" else "not_yours")
        standing = held.setdefault(person, await roles_of(write.session, person))
        if not may_hold(role, standing):
            raise Refused("not_a_representative")
        standing.add(role)


async def roles_belong_to_the_new_person(write: Write) -> None:
    """Somebody new arrives with roles of their own, not with somebody else's."""
    await roles_fit(write)
    if {op.values["personId"] for op in write.ops_on(Role)} != {write.op(Person).id}:
        raise Refused("not_agreed_parts")


async def may_be_ended(write: Write) -> None:
    """Admins end roles, a representative's own colleagues or the representative that one; an admin remains."""
    ender = await roles_of(write.session, write.author)
    for op in write.ops_on(Role, "remove"):
        role = await write.row(Role, op.id)
        if role and not may_end(role.role or "", ender, own=role.person_id == write.author):
            raise Refused("not_yours")
    ending = {op.id for op in write.ops_on(Role, "remove")}
    admins = {role.id for role in await write.rows(Role, role="admin")}
    if admins & ending and not admins - ending:
        raise Refused("last_admin")


async def own_or_as_admin(write: Write) -> None:
    """Everybody may change their own name and language; the address and other people are an admin's."""
    op = write.op(Person)
    if await write.role(op.scope, write.author) != "admin" and (str(op.id) != write.author or "email" in op.values):
        raise Refused("not_yours")


async def seat_new_person(write: Write) -> None:
    """The memberships of somebody who has just arrived."""
    await seat_in_school(write, [write.op(Person).id])
    if any(op.values.get("role") == "admin" for op in write.ops_on(Role)):
        await seat_in_teams(write)


async def seat_holders(write: Write) -> None:
    """The memberships of those whose roles were given or ended; of everybody, as a removed row has no name."""
    given = {op.values["personId"] for op in write.ops_on(Role)}
    await seat_in_school(write, given or None)
    await seat_in_teams(write)


_CALENDAR = ("timeZone", "weekdays", "yearStart", "yearEnd")

CHANGE_SCHOOL = Verb(
    "change_school",
    puts=(
        Put(
            School,
            by=("admin",),
            fields=(
                "name",
                "time_zone",
                "language",
                "year_start",
                "year_end",
                "weekdays",
                "lock_after",
                "lock_wanted",
                "photos",
            ),
            new=False,
            least=1,
            most=1,
        ),
    ),
    check=calendar_fits,
)
MARK_DAY_OFF = Verb("mark_day_off", puts=(Put(DayOff, by=("admin",), new=True, least=1),), check=day_exists)
CLEAR_DAY_OFF = Verb("clear_day_off", removes=(Remove(DayOff, by=("admin",), least=1),))
SET_BELL = Verb("set_bell", puts=(Put(Bell, by=("admin",), least=1),))
CLEAR_BELL = Verb("clear_bell", removes=(Remove(Bell, by=("admin",), least=1),))
ADD_PERSON = Verb(
    "add_person",
    puts=(
        Put(Person, by=("admin",), new=True, least=1, most=1),
        Put(Role, by=("admin",), new=True, least=1, most=7),
    ),
    check=roles_belong_to_the_new_person,
    effect=seat_new_person,
)
CHANGE_PERSON = Verb(
    "change_person", puts=(Put(Person, by=EVERY_EMPLOYEE, new=False, least=1, most=1),), check=own_or_as_admin
)
GIVE_ROLE = Verb(
    "give_role", puts=(Put(Role, by=EVERY_EMPLOYEE, least=1, most=7),), check=roles_fit, effect=seat_holders
)
END_ROLE = Verb(
    "end_role", removes=(Remove(Role, by=EVERY_EMPLOYEE, least=1, most=7),), check=may_be_ended, effect=seat_holders
)

register(
    CHANGE_SCHOOL,
    MARK_DAY_OFF,
    CLEAR_DAY_OFF,
    SET_BELL,
    CLEAR_BELL,
    ADD_PERSON,
    CHANGE_PERSON,
    GIVE_ROLE,
    END_ROLE,
    *classes.VERBS,
    *teams.VERBS,
)
