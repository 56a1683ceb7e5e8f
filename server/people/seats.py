"""From roles and team seats to memberships: compare what should stand with what stands, and settle it.

Comparing the whole, instead of following each change, makes these safe to call at any time: an import
calls them once at its end, and a removed row need not be remembered.
"""

from collections.abc import Collection

from server.kernel.ids import scope_of
from server.kernel.verbs import Write
from server.people.models import Team, TeamMember
from server.people.queries import roles_by_person, standing
from server.people.rules import memberships, team_role

Held = dict[tuple[str, str], str]


async def seat_in_school(write: Write, people: Collection[str] | None = None) -> None:
    """Grant and end what the roles of these people say; of everybody in the school if none are named."""
    roles = await roles_by_person(write.session, write.school)
    scopes = [scope_of(kind, write.school) for kind in ("school", "staff", "leaders")]
    held = await standing(write.session, write.school, *scopes)
    concerned = set(roles) | {person for _, person in held} if people is None else set(people)
    held |= await standing(write.session, write.school, *(scope_of("person", person) for person in concerned))
    wanted = {
        (scope, person): role
        for person in sorted(concerned)
        for scope, role in memberships(write.school, person, roles.get(person, ())).items()
    }
    await _settle(write, {key: role for key, role in held.items() if key[1] in concerned}, wanted)


async def seat_in_teams(write: Write) -> None:
    """The same for every team of the school: after a role was given or ended."""
    for team in await write.rows(Team):
        await seat_in_team(write, team.scope)


async def seat_in_team(write: Write, scope: str) -> None:
    """Who sits on a team is in its scope, every admin of the school too; who holds no role has left."""
    roles = await roles_by_person(write.session, write.school)
    seats = {seat.person_id: bool(seat.facilitates) for seat in await write.rows(TeamMember, scope=scope)}
    wanted: Held = {}
    for person, held in roles.items():
        role = team_role(seated=person in seats, facilitates=seats.get(person, False), is_admin="admin" in held)
        if role:
            wanted[scope, person] = role
    await _settle(write, await standing(write.session, write.school, scope), wanted)


async def _settle(write: Write, held: Held, wanted: Held) -> None:
    for (scope, person), role in wanted.items():
        if held.get((scope, person)) != role:
            await write.grant(scope, person, role)
    for scope, person in held.keys() - wanted.keys():
        await write.end(scope, person)
