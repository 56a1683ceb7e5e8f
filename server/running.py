"""Serves a school: looks for what is missing first, then builds, migrates, listens, and says where to go.

What can be wrong is found in the order in which it is cheap to find: settings, data folder, port,
certificate, app, database.
"""

import argparse
import asyncio
import contextlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from socket import socket

import uvicorn
from litestar import Litestar
from sqlalchemy.exc import SQLAlchemyError

from server import build_pwa, tls
from server.kernel.db import Database
from server.people.first_run import first_run_link
from server.preparing import hold, settings_of, take_port
from server.settings import INSTALLED, Settings, Stop

Say = Callable[[str], None]

_LET_GO = 3  # seconds for open requests when stopping; live connections would stay for ever


def serve(asked: argparse.Namespace, environment: Mapping[str, str], say: Say) -> int:
    """Serve until stopped; the process's exit code."""
    settings = settings_of(asked, environment)
    with hold(settings.data, alone=not settings.database_url), contextlib.closing(take_port(settings)) as listener:
        settings = replace(settings, port=listener.getsockname()[1])
        certificate = tls.certificate(settings)
        if certificate and certificate.authority and not settings.public_url:
            settings = replace(settings, public_url=tls.reachable_at(settings))
        built(say)
        link = opened(settings, say)
        return _listen(settings, certificate, listener, lambda: greet(settings, certificate, link, say))


def built(say: Say) -> None:
    """The app is there, as new as its source."""
    if INSTALLED:
        return
    try:
        build_pwa.build(say)
    except build_pwa.BuildFailed as failed:
        raise Stop(str(failed)) from None


def opened(settings: Settings, say: Say) -> str | None:
    """The database is there and has every table. The first-run link, while no school stands in it."""
    from server import migrations

    try:
        migrations.upgrade(settings.database, say)
        return asyncio.run(_first_run(settings))
    except (SQLAlchemyError, OSError) as error:
        told = str(getattr(error, "orig", error)).splitlines()[0]
        raise Stop(
            f"The database {_shown(settings)} cannot be used ({told}). Check that it runs, and BRIGHTWALK_DATABASE_URL."
        ) from None


async def _first_run(settings: Settings) -> str | None:
    database = Database(settings.database)
    try:
        return await first_run_link(database, settings.address)
    finally:
        await database.close()


def greet(settings: Settings, certificate: tls.Certificate | None, link: str | None, say: Say) -> None:
    """What a person needs to know once the server listens."""
    say(f"\nBrightwalk{' (demo school)' if settings.demo else ''} is ready at {settings.address}")
    if link:
        say(f"Nobody is here yet. This link, which works once, lets you found your school:\n  {link}")
    if certificate and certificate.authority:
        say(f"To let a tablet or phone trust this server, scan this or open {settings.address}/trust\n")
        say(tls.drawn_for_terminal(f"{settings.address}/trust"))
    elif not settings.secure:
        say("Other devices need https to work offline: ./brightwalk --tls local")
    say("Stop with Ctrl+C.")


def _listen(
    settings: Settings, certificate: tls.Certificate | None, listener: socket, ready: Callable[[], None]
) -> int:
    server = _Server(_configuration(_app(settings, certificate), settings, certificate), ready)
    server.run(sockets=[listener])
    return 0 if server.started else 3


def _app(settings: Settings, certificate: tls.Certificate | None) -> Litestar:
    from server.app import create_app
    from server.trust_page import trust_routes

    app = create_app(settings)
    if certificate and certificate.authority:
        for handler in trust_routes(settings.address, certificate.authority):
            app.register(handler)
    return app


def _configuration(app: Litestar, settings: Settings, certificate: tls.Certificate | None) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=_LET_GO,
        ssl_certfile=certificate.chain if certificate else None,
        ssl_keyfile=certificate.key if certificate else None,
    )


class _Server(uvicorn.Server):
    """uvicorn, and a word when it listens."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


def _shown(settings: Settings) -> str:
    """The database's address without its password."""
    before, at, after = settings.database.rpartition("@")
    return f"{before.partition('//')[0]}//…{at}{after}" if at else Path(settings.database.partition("///")[2]).name
