"""The verbs about teams: who sits together, with which perspectives, and whose rooms a team's patterns cover."""

from server.kernel.ids import child_id, scope_of, scope_owner
from server.kernel.problems import NotYet, Refused
from server.kernel.verbs import Put, Remove, Verb, Write
from server.people.models import Person, Team, TeamMember
from server.people.seats import seat_in_team

LEADS_THE_TEAM = ("facilitator", "admin")
A_SEAT = ("name", "perspectives", "covered", "facilitates")


async def staff_makes_it(write: Write) -> None:
    """Any employee may bring a team together; its first members must be people of the school."""
    if await write.role(scope_of("staff", write.school), write.author) is None:
        raise Refused("not_yours")
    await seats_fit(write)


async def seats_fit(write: Write) -> None:
    """Each seat belongs to a known person, and no room is counted with two teams (RULINGS 34)."""
    for op in write.ops_on(TeamMember):
        person = op.values.get("personId")
        if not person or op.id != child_id(scope_owner(op.scope), person):
            raise Refused("wrong_shape", kind="team_member")
        if await write.row(Person, person) is None:
            raise NotYet(person)
        await _covered_once(write, op.scope, person, op.values.get("covered"))


async def change_fits(write: Write) -> None:
    """A member who is now covered must not be covered by another team."""
    for op in write.ops_on(TeamMember):
        seat = await write.row(TeamMember, op.id)
        await _covered_once(write, op.scope, seat.person_id if seat else None, op.values.get("covered"))


async def may_leave(write: Write) -> None:
    """Everybody may leave; who leads the team may end another's seat."""
    for op in write.ops_on(TeamMember, "remove"):
        seat = await write.row(TeamMember, op.id)
        leads = await write.role(op.scope, write.author) in LEADS_THE_TEAM
        if seat and seat.person_id != write.author and not leads:
            raise Refused("not_yours")


async def seat_founders(write: Write) -> None:
    """Whoever makes a team sits on it and facilitates, unless the author has named an own seat."""
    team = write.op(Team)
    seat = child_id(team.id, write.author)
    if seat not in {op.id for op in write.ops_on(TeamMember)}:
        maker = await write.row(Person, write.author)
        await write.put(
            TeamMember,
            seat,
            team.scope,
            person_id=write.author,
            name=maker.name if maker else None,
            perspectives=["educator"],
            covered=False,
            facilitates=True,
        )
    await seat_members(write)


async def seat_members(write: Write) -> None:
    """The memberships of every team that this mutation touched."""
    for scope in {op.scope for op in write.ops}:
        await seat_in_team(write, scope)


async def _covered_once(write: Write, scope: str, person: str | None, covered: bool | None) -> None:
    if not covered or not person:
        return
    seats = await write.rows(TeamMember, person_id=person, covered=True)
    if any(seat.scope != scope for seat in seats):
        raise Refused("covered_elsewhere")


MAKE_TEAM = Verb(
    "make_team",
    puts=(
        Put(Team, by=("facilitator",), new=True, least=1, most=1),
        Put(TeamMember, by=("facilitator",), new=True, most=40),
    ),
    check=staff_makes_it,
    effect=seat_founders,
    opens="team",
    opener="facilitator",
)
CHANGE_TEAM = Verb("change_team", puts=(Put(Team, by=LEADS_THE_TEAM, new=False, least=1, most=1),))
ADD_TEAM_MEMBER = Verb(
    "add_team_member",
    puts=(Put(TeamMember, by=LEADS_THE_TEAM, least=1),),
    check=seats_fit,
    effect=seat_members,
)
CHANGE_TEAM_MEMBER = Verb(
    "change_team_member",
    puts=(Put(TeamMember, by=LEADS_THE_TEAM, fields=A_SEAT, new=False, least=1),),
    check=change_fits,
    effect=seat_members,
)
LEAVE_TEAM = Verb(
    "leave_team",
    removes=(Remove(TeamMember, by=("member", *LEADS_THE_TEAM), least=1),),
    check=may_leave,
    effect=seat_members,
)

VERBS = (MAKE_TEAM, CHANGE_TEAM, ADD_TEAM_MEMBER, CHANGE_TEAM_MEMBER, LEAVE_TEAM)
