"""Commands that set an instance up, serve it and look after it."""

import os
import re
import signal
import sys
import threading
from pathlib import Path

import click
from flask import Flask
from sqlalchemy import select

from cxgov.accounts import service as accounts
from cxgov.backups import archive
from cxgov.cli.errors import Wrong
from cxgov.cli.opening import check_schema, open_app, ready_app
from cxgov.core import clock
from cxgov.core.actor import Actor
from cxgov.core.config import Settings, instance_folder
from cxgov.core.config_sources import make_secrets
from cxgov.core.errors import RuleBroken
from cxgov.journal import chain
from cxgov.journal.chain import Anchor
from cxgov.people import founding
from cxgov.people.models import Person
from cxgov.web import schema
from cxgov.web.extensions import db

CLI = Actor.system("command line")


def settings_of(app: Flask) -> Settings:
    """Return the settings of an application."""
    found: Settings = app.extensions["cx_settings"]
    return found


@click.command()
@click.option("--quiet", is_flag=True, help="Say nothing when all went well.")
@click.option("--admin", "email", help="E-mail address of the first administrator.")
@click.option("--name", default="Administrator", show_default=True, help="Name of the first administrator.")
def init(quiet: bool, email: str | None, name: str) -> None:
    """Make keys and database, or bring an older database to this program's schema."""
    make_secrets(instance_folder())
    app = open_app()
    with app.app_context():
        changed = schema.upgrade(db.engine, keep=True)
        if not quiet:
            click.echo("The database is ready." if changed else "The database was ready already.")
        if email:
            click.echo(sign_in_url(app, first_admin(app, name, email)))
        elif not quiet and not founding.has_admin(db.session()):
            click.echo("Make the first administrator: cxgov init --admin you@example.org --name 'Your Name'")


def first_admin(app: Flask, name: str, email: str) -> Person:
    """Return the first administrator, made once; later ones are made by an administrator in the application."""
    now = clock.now()
    today = clock.local_day(now, settings_of(app).organisation.zone)
    try:
        made = founding.make_first_admin(db.session(), name, email, actor=CLI, now=now, today=today)
    except RuleBroken as no:
        raise Wrong(str(no)) from no
    db.session.commit()
    return made


def sign_in_url(app: Flask, person: Person) -> str:
    """Make a one-time link for a person and return its address."""
    settings = settings_of(app)
    hours = settings.sign_in.link_hours
    token = accounts.make_link(db.session(), person, actor=CLI, now=clock.now(), hours=hours)
    db.session.commit()
    return f"{settings.server.public_url}/sign-in/{token}"


@click.command("sign-in-link")
@click.argument("who")
def sign_in_link(who: str) -> None:
    """Print a one-time sign-in link for an e-mail address or a handle."""
    with ready_app() as app:
        wanted = who.strip().lower().removeprefix("@")
        person = db.session.scalar(select(Person).where((Person.email == wanted) | (Person.handle == wanted)))
        if person is None:
            raise Wrong(f"Nobody has the address or handle “{who}”.")
        click.echo(sign_in_url(app, person))


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on instead of the configured one.")
@click.option("--no-scheduler", is_flag=True, help="Do not run the jobs in this process.")
def serve(port: int | None, no_scheduler: bool) -> None:
    """Serve the application, with the heartbeat of its jobs, until it is told to stop."""
    environ = dict(os.environ) | ({"CXGOV_SERVER_PORT": str(port)} if port else {})
    app = open_app(environ)
    check_schema(app)
    settings = settings_of(app)
    from waitress.server import create_server

    from cxgov.cli.serving import answer_until_stopped
    from cxgov.scheduler import heartbeat

    try:
        server = create_server(
            app, host=settings.server.host, port=settings.server.port, threads=settings.server.threads, ident=None,
            max_request_body_size=8_000_000, connection_limit=500,
            # Either nobody's word on the client's address counts, or the application reads what the proxies wrote.
            clear_untrusted_proxy_headers=settings.server.trusted_proxies == 0,
        )  # fmt: skip
    except OSError as trouble:
        raise Wrong(f"Port {settings.server.port} cannot be used: {trouble.strerror}. Try: --port 8001") from trouble
    clockwork = None if no_scheduler else heartbeat.start(app)

    announce(app)
    try:
        answer_until_stopped(server)
    finally:
        server.close()
        if clockwork is not None:
            heartbeat.stop(app, clockwork)


def announce(app: Flask) -> None:
    """Print where it is served, and in the demo a sign-in link per role."""
    from cxgov.demo.cast import DOORS

    click.echo(f"cxgov serves at {settings_of(app).server.public_url} — stop it with Ctrl+C")
    with app.app_context():
        doors = [
            (words, person)
            for words, handle in DOORS
            if (person := db.session.scalar(select(Person).where(Person.email == f"{handle}@tarnwick.example")))
        ]
        # Made first and told after, so that the lines of the log do not stand between them.
        links = [(words, person.name, sign_in_url(app, person)) for words, person in doors]
        if links:
            click.echo("Sign in (each link works once):")
        for words, name, link in links:
            click.echo(f"  {words:<18} {name:<16} {link}")
    sys.stdout.flush()


@click.command()
def scheduler() -> None:
    """Run only the heartbeat of the jobs, as a process of its own."""
    from cxgov.scheduler import heartbeat

    app = open_app()
    check_schema(app)
    clockwork = heartbeat.start(app)
    click.echo("The heartbeat runs; stop it with Ctrl+C")
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    ended.wait()
    heartbeat.stop(app, clockwork)


def _anchor(context: click.Context, option: click.Parameter, text: str | None) -> Anchor | None:
    if text is None:
        return None
    found = re.fullmatch(r"\s*([0-9]{1,18}):([0-9a-fA-F]{16,64})\s*", text)
    if found is None:
        raise click.BadParameter("write it as it is printed: the number of an entry, a colon, and its seal.")
    return Anchor(int(found[1]), found[2].lower())


@click.command()
@click.option("--anchor", callback=_anchor, help="NUMBER:SEAL as a report or a backup shows it; must be in the chain.")
@click.option("--backup", "file", type=click.Path(path_type=Path), help="Take NUMBER:SEAL from this backup.")
def verify(anchor: Anchor | None, file: Path | None) -> None:
    """Walk the journal's chain and name the first entry that does not fit."""
    if anchor is not None and file is not None:
        raise click.UsageError("Give --anchor or --backup, not both.")
    with ready_app() as app:
        if file is not None:
            kept = archive.manifest_of(file, settings_of(app).secrets.journal_key.encode()).journal
            anchor = Anchor(kept.seq, kept.mac) if kept.seq else None
        count, broken = chain.verify(db.session(), anchor=anchor)
    if broken is not None:
        click.echo(f"Entry {broken.seq} {broken.why}. {count} entries before it fit.")
        sys.exit(1)
    click.echo(f"All {count} entries fit.")


COMMANDS = (init, sign_in_link, serve, scheduler, verify)
