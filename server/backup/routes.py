"""The page on which an admin sees the backups, and what comes back after a restore."""

from litestar import Router, get
from litestar.datastructures import State
from litestar.params import FromPath, SkipValidation
from sqlalchemy.ext.asyncio import AsyncSession

from server.backup.coming_back import coming_back
from server.backup.kept import newest_first
from server.backup.schemas import Backups, FailedBackup, GoodBackup
from server.kernel.answers import problems
from server.kernel.problems import Refused
from server.kernel.wire import Id
from server.people.house import House
from server.people.queries import administers
from server.people.routes import DEPENDENCIES, PRIVATE
from server.people.sessions import Visitor


@get(
    "/api/schools/{school:str}/backups",
    operation_id="backups",
    summary="The newest backup, and what comes back after a restore",
    tags=["backups"],
    responses=problems(401, 403, 404),
)
async def backups(
    state: State, house: SkipValidation[House], visitor: SkipValidation[Visitor], school: FromPath[Id]
) -> Backups:
    """For an admin of that school; to everybody else the school is not there."""
    async with house.database.reading() as session:
        if not await administers(session, visitor.account, school):
            raise Refused("not_found")
        good, failed = await _tries(session, school)
        return Backups(
            set_up=bool(state.backup_dir), newest=good, failed=failed, restorations=await coming_back(session, school)
        )


async def _tries(session: AsyncSession, school: str) -> tuple[GoodBackup | None, FailedBackup | None]:
    """The newest that holds this school; and the newest failure, if nothing good came after it."""
    tries = await newest_first(session)
    good = next((one for one in tries if one.problem is None and school in one.held), None)
    failed = next((one for one in tries if one.problem is not None), None)
    told = None
    if failed and (good is None or failed.made_at > good.made_at):
        told = FailedBackup(at=failed.made_at, problem=failed.problem or "")
    if good is None:
        return None, told
    newest = GoodBackup(made_at=good.made_at, size=good.size, sealed=good.sealed, elsewhere=good.elsewhere)
    return newest, told


def backup_routes() -> Router:
    """The route, with house and visitor provided."""
    return Router("/", route_handlers=[backups], dependencies=DEPENDENCIES, response_headers=PRIVATE)
