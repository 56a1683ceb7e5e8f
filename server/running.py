"""Serves a school once everything is prepared: builds, migrates, listens, and says where to go."""

import argparse
import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from socket import socket

import uvicorn
from litestar import Litestar

from server import build_pwa, migrations, tls
from server.backup.nightly import see_to_the_passphrase
from server.kernel.db import Database
from server.opening import open_database, said_plainly
from server.people.roster.command import RosterCommand, run_roster
from server.people.roster.importing import Asked
from server.settings import INSTALLED, Settings, Stop
from server.sync.opening import open_sync
from server.sync.schemas import AppBuilds

Say = Callable[[str], None]

_LET_GO = 3  # seconds for open requests when stopping; live connections would stay for ever


def serve(settings: Settings, listener: socket, say: Say) -> int:
    """Serve until stopped; the process's exit code."""
    see_to_the_passphrase(settings)
    certificate = tls.certificate(settings)
    if certificate and certificate.authority and not settings.public_url:
        settings = replace(settings, public_url=tls.reachable_at(settings))
    built(say)
    link = open_database(settings, say)
    return _listen(settings, certificate, listener, lambda: greet(settings, certificate, link, say))


def roster(asked: argparse.Namespace, settings: Settings, say: Say) -> int:
    """Import a roster, or say what an import would change; the process's exit code."""
    with said_plainly(settings):
        if not settings.database_url and not settings.database_file.is_file():
            raise Stop(f"There is no school in {settings.data} yet. Start ./brightwalk and found one first.")
        migrations.upgrade(settings.database, say)
        return asyncio.run(_bring_in(asked, settings, say))


async def _bring_in(asked: argparse.Namespace, settings: Settings, say: Say) -> int:
    typed = RosterCommand(
        path=Path(asked.file),
        school=asked.school or "",
        asked=Asked(school=asked.from_school or "", confirm=asked.confirm, same=frozenset(asked.same)),
        dry_run=asked.dry_run,
    )
    database = Database(settings.database)
    try:
        sync = await open_sync(database, AppBuilds(min_build=settings.min_build, latest_build=0))
        return await run_roster(database, sync.ledger, typed, say)
    finally:
        await database.close()


def built(say: Say) -> None:
    """The app is there, as new as its source."""
    if INSTALLED:
        return
    try:
        build_pwa.build(say)
    except build_pwa.BuildFailed as failed:
        raise Stop(str(failed)) from None


def greet(settings: Settings, certificate: tls.Certificate | None, link: str | None, say: Say) -> None:
    """What a person needs to know once the server listens."""
    say(f"\nBrightwalk{' (demo school)' if settings.demo else ''} is ready at {settings.address}")
    if link:
        say(f"Nobody is here yet. This link, which works once, lets you found your school:\n  {link}")
    if certificate and certificate.authority:
        say(f"To let a tablet or phone trust this server, scan this or open {settings.address}/trust\n")
        say(tls.drawn_for_terminal(f"{settings.address}/trust"))
        say(f"Its certificate has the SHA-256 {tls.fingerprint_of(certificate.authority)}")
    elif not settings.secure:
        say("Other devices need https to work offline: ./brightwalk --tls local")
    say("Stop with Ctrl+C.")


def _listen(
    settings: Settings, certificate: tls.Certificate | None, listener: socket, ready: Callable[[], None]
) -> int:
    app = _app(settings, certificate)
    server = _Server(_configuration(app, settings, certificate), ready, lambda: app.state.exchange.hub.close())
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
    """uvicorn, with a word when it listens, and an end to live connections before it stops."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None], leave: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready, self._leave = ready, leave

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        self._leave()
        await super().shutdown(sockets)
