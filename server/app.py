"""The house put together: database, sync, the chapters' routes, the API's description and the built app."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace

from litestar import Litestar
from litestar.config.compression import CompressionConfig
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.types import ControllerRouterHandler

from server.backup.kept import Safe
from server.backup.nightly import every_night
from server.backup.routes import backup_routes
from server.inquiry.founding import begin_with_starters
from server.kernel.answers import HANDLERS
from server.kernel.blobs import empty_the_bin
from server.kernel.db import Database
from server.kernel.guards import SameOrigin
from server.people.house import House
from server.people.mail import Post
from server.people.roster.routes import roster_routes
from server.people.routes import people_routes
from server.serving import pwa_route
from server.settings import Settings
from server.sync.door import QuietDoor
from server.sync.export import export_routes
from server.sync.opening import open_sync
from server.sync.purge_list import PurgeList
from server.sync.quarantine import quarantine_routes
from server.sync.routes import sync_routes
from server.sync.schemas import AppBuilds
from server.walkthroughs.routes import picture_routes

BUILD = 1
BODY_BYTES = 1024 * 1024


def create_app(settings: Settings) -> Litestar:
    """The app for these settings. Its database is open, migrated by whoever calls, while the app runs."""
    return Litestar(
        route_handlers=[*_routes(settings), pwa_route(settings.pwa)],
        lifespan=[_running(settings)],
        middleware=[SameOrigin(), QuietDoor()],
        exception_handlers=HANDLERS,
        compression_config=CompressionConfig(
            backend="gzip", gzip_compress_level=1, minimum_size=1024, exclude_opt_key="sent_as_is"
        ),
        request_max_body_size=BODY_BYTES,
        response_headers={"x-content-type-options": "nosniff"},
        logging_config=None,
        openapi_config=OpenAPIConfig(
            title="Brightwalk",
            version=str(BUILD),
            description="Strengths-first classroom walkthroughs: sign-in, rosters, and sync of everything else.",
            path="/schema",
            use_handler_docstrings=True,
            render_plugins=[JsonRenderPlugin()],
        ),
    )


def _routes(settings: Settings) -> Sequence[ControllerRouterHandler]:
    return [
        people_routes(in_demo=settings.demo),
        roster_routes(),
        sync_routes(),
        export_routes(),
        quarantine_routes(),
        backup_routes(),
        picture_routes(),
    ]


def _running(settings: Settings) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def open_house(app: Litestar) -> AsyncIterator[None]:
        database = Database(settings.database)
        builds = AppBuilds(min_build=settings.min_build, latest_build=BUILD)
        sync = await open_sync(database, builds, PurgeList(settings.purge_list))
        async with database.writing() as session:
            await empty_the_bin(session)
        app.state.exchange = replace(sync.exchange, safe=Safe(database).of)
        app.state.backup_dir = settings.backup_dir
        app.state.house = House(
            database=database,
            ledger=sync.ledger,
            address=settings.address,
            build=str(BUILD),
            demo=settings.demo,
            session_days=settings.session_days,
            post=Post(settings.smtp_url, settings.mail_from) if settings.smtp_url else None,
            founding=(begin_with_starters,),
        )
        try:
            async with every_night(settings, database), sync.relay.listening():
                yield
        finally:
            await database.close()

    return open_house
