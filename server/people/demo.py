"""Being anybody in the demo school. These routes exist only where the database was made by `demo` (RULINGS 4)."""

from typing import Annotated

from litestar import Response, get, post
from litestar.params import Body, SkipValidation
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel.answers import problems, write_problems
from server.kernel.ids import new_id
from server.kernel.problems import Refused
from server.kernel.wire import Id, Wire
from server.people.entering import account_of, become, enter, open_account
from server.people.house import House
from server.people.models import Account, Person, School
from server.people.queries import living_person, roles_by_person
from server.people.schemas import Label, SignedIn
from server.people.sessions import token_of
from server.people.signing_in import AnyRequest


class DemoPerson(Wire):
    """Somebody of the demo school whom a visitor may try to be."""

    person: Id
    name: str
    roles: list[str]
    school_name: str


class DemoSignIn(Wire):
    """Being one of the demo school's people, on this device."""

    person: Id
    device_label: Label
    device: Id | None = None


@get(
    "/api/demo/people",
    operation_id="demoPeople",
    summary="Whom one may be here",
    tags=["demo"],
    responses=problems(),
)
async def demo_people(house: SkipValidation[House]) -> list[DemoPerson]:
    """Everybody who holds a role, school by school, by name."""
    people: list[DemoPerson] = []
    async with house.database.reading() as reading:
        schools = await reading.execute(select(School.id, School.name).order_by(School.name))
        for school, name in schools.all():
            people += await _people_of(reading, school, name or "")
    return people


@post(
    "/api/demo/sign-in",
    operation_id="demoSignIn",
    summary="Sign in as one of the demo school's people",
    tags=["demo"],
    responses=write_problems(404),
)
async def demo_sign_in(
    request: AnyRequest, house: SkipValidation[House], data: Annotated[DemoSignIn, Body()]
) -> Response[SignedIn]:
    """A full sign-in without a password: everybody in this school is made up."""
    async with house.database.writing() as writing:
        person = await living_person(writing, data.person)
        if person is None:
            raise Refused("not_found")
        account = await account_of(writing, person.id) or await _made_up(writing, person)
        return await enter(
            writing, house, account, data.device_label, known=data.device, planted=token_of(request, house)
        )


async def _people_of(session: AsyncSession, school: str, school_name: str) -> list[DemoPerson]:
    roles = await roles_by_person(session, school)
    found = await session.execute(
        select(Person.id, Person.name).where(Person.school_id == school, Person.alive.is_(True)).order_by(Person.name)
    )
    return [
        DemoPerson(person=person, name=name or "", roles=sorted(roles[person]), school_name=school_name)
        for person, name in found
        if person in roles
    ]


async def _made_up(writing: AsyncSession, person: Person) -> Account:
    """`.invalid` is reserved: no mail can ever reach such an address."""
    account = await open_account(
        writing,
        new_id(),
        email=f"{person.id}@demo.invalid",
        name=person.name or "",
        language=person.language,
        password_hash=None,
    )
    await become(writing, account.id, person.id, person.school_id)
    return account
