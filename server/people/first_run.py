"""The front door of an empty server: a one-time link, printed by the command, founds the school."""

from typing import Annotated

from litestar import Request, Response, get, post
from litestar.datastructures import State
from litestar.params import Body, SkipValidation
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel.answers import problems, write_problems
from server.kernel.clock import instant
from server.kernel.db import Database
from server.kernel.ids import new_id
from server.kernel.problems import Refused
from server.kernel.verbs import Write
from server.people.codes import hashed, new_token
from server.people.entering import become, enter, open_account, plain_email
from server.people.founding import Founding, found_school
from server.people.house import House
from server.people.models import Account, FirstRun, School
from server.people.passwords import good_enough, hash_password
from server.people.schemas import FoundSchool, FrontDoor, NewSchool, SignedIn
from server.people.sessions import token_of


async def first_run_link(database: Database, address: str) -> str | None:
    """The link that founds the school, made new at each call; None once there is one."""
    async with database.writing() as writing:
        if await _has_school(writing):
            return None
        token = new_token()
        await writing.execute(delete(FirstRun))
        writing.add(FirstRun(token_hash=hashed(token), created_at=instant()))
    return f"{address}/first-run#{token}"


@get(
    "/api/front-door",
    operation_id="frontDoor",
    summary="Whether a school stands here yet",
    tags=["sign-in"],
    responses=problems(),
)
async def front_door(house: SkipValidation[House]) -> FrontDoor:
    """Nothing more than a browser needs to choose its first screen."""
    async with house.database.reading() as reading:
        ready = await _has_school(reading)
    return FrontDoor(state="ready" if ready else "first_run", demo=house.demo, build=house.build)


@post(
    "/api/first-run",
    operation_id="firstRun",
    summary="Found the school with the one-time link",
    tags=["sign-in"],
    responses=write_problems(401, 409, 422),
)
async def first_run(
    request: Request[None, None, State], house: SkipValidation[House], data: Annotated[FoundSchool, Body()]
) -> Response[SignedIn]:
    """The school, its calendar and its first admin, signed in on this device."""
    await _may_found(house, data.token)
    email = plain_email(data.admin.email)
    if not good_enough(data.admin.password, email, data.admin.name, data.school.name):
        raise Refused("weak_password")
    async with house.hashing:
        password_hash = await hash_password(data.admin.password)
    founding, account_id = _founding(data.school, data.admin.name, email), new_id()

    async def open_the_door(write: Write) -> None:
        used = await write.session.execute(
            update(FirstRun)
            .where(FirstRun.token_hash == hashed(data.token), FirstRun.used_at.is_(None))
            .values(used_at=instant())
        )
        if used.rowcount != 1:  # type: ignore[attr-defined]
            raise Refused("already_set_up")
        await open_account(
            write.session,
            account_id,
            email=email,
            name=data.admin.name,
            language=data.school.language,
            password_hash=password_hash,
        )
        await become(write.session, account_id, founding.admin, founding.school)

    await found_school(house.ledger, founding, (open_the_door, *house.founding))
    async with house.database.writing() as writing:
        account = await writing.get_one(Account, account_id)
        return await enter(writing, house, account, data.device_label, known=None, planted=token_of(request, house))


async def _may_found(house: House, token: str) -> None:
    async with house.database.reading() as reading:
        row = await reading.get(FirstRun, hashed(token))
        if await _has_school(reading):
            raise Refused("already_set_up")
    if row is None or row.used_at:
        raise Refused("link_not_valid")


def _founding(school: NewSchool, admin_name: str, email: str) -> Founding:
    return Founding(
        name=school.name,
        time_zone=school.time_zone,
        year_start=school.year_start,
        year_end=school.year_end,
        language=school.language,
        weekdays=school.weekdays,
        days_off=[(day.day, day.title) for day in school.days_off],
        admin_name=admin_name,
        admin_email=email,
    )


async def _has_school(session: AsyncSession) -> bool:
    return (await session.execute(select(School.id).limit(1))).first() is not None
