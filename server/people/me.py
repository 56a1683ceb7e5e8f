"""The signed-in account: who it is, and the language in which it reads."""

from typing import Annotated

from litestar import get, post
from litestar.params import Body, SkipValidation

from server.kernel.answers import problems, write_problems
from server.kernel.wire import Wire
from server.people.entering import account_view, persons_of
from server.people.house import House
from server.people.models import Account, Language
from server.people.schemas import Me
from server.people.sessions import Visitor


class ChosenLanguage(Wire):
    """The language in which the account reads."""

    language: Language


@get("/api/me", operation_id="whoAmI", summary="Who is signed in", tags=["sign-in"], responses=problems(401, 403))
async def me(house: SkipValidation[House], visitor: SkipValidation[Visitor]) -> Me:
    """The account and its person in each school."""
    async with house.database.reading() as reading:
        account = await reading.get_one(Account, visitor.account)
        return Me(
            account=account_view(account),
            persons=await persons_of(reading, account.id),
            device=visitor.device,
            demo=house.demo,
            session_ends=visitor.ends,
        )


@post(
    "/api/me/language",
    operation_id="chooseLanguage",
    summary="Choose the language of my account",
    tags=["sign-in"],
    status_code=204,
    responses=write_problems(401, 403),
)
async def choose_language(
    house: SkipValidation[House], visitor: SkipValidation[Visitor], data: Annotated[ChosenLanguage, Body()]
) -> None:
    """Families on a team have no row in the staff directory; their choice stands here, as everybody's."""
    async with house.database.writing() as writing:
        (await writing.get_one(Account, visitor.account)).language = data.language
