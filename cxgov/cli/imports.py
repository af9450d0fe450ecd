"""Commands that read what people already have."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from cxgov.cli.errors import Wrong
from cxgov.cli.instance import CLI
from cxgov.cli.opening import ready_app
from cxgov.core import clock
from cxgov.imports import folder, people_csv, service
from cxgov.imports.outcome import Listed, MinutesOutcome, Outcome
from cxgov.web.extensions import db
from cxgov.web.settings import settings


@click.group("import")
def import_() -> None:
    """Import minutes and people; a file is all or nothing, and twice creates nothing new."""


@import_.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--committee", "slug", required=True, help="Short name of the committee; it is made if it is new.")
@click.option("--dry-run", is_flag=True, help="Read, count and list, and write nothing.")
@click.option("--skip-bad", is_flag=True, help="Import the good files and list the bad ones.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def minutes(paths: tuple[Path, ...], slug: str, dry_run: bool, skip_bad: bool, as_json: bool) -> None:
    """Import committee minutes in Markdown, one file a meeting."""
    with ready_app():
        read = folder.read_all(paths, max_bytes=settings().imports.max_file_bytes)
        if not read.files and not read.bad:
            raise Wrong(f"{paths[0]}: There is no .md, .markdown or .txt file. Nothing was imported.")
        if read.bad and not (skip_bad and read.minutes):
            _refuse(read.bad, can_skip=bool(read.minutes))
        session = db.session()
        outcome = service.import_minutes(
            session, slug, read.minutes, actor=CLI, now=clock.now(), zone=settings().organisation.zone, bad=read.bad
        )
        _end(dry_run=dry_run)
        if as_json:
            click.echo(json.dumps(outcome.as_json(), indent=1, ensure_ascii=False))
            return
        _say(outcome, " · ".join(f"{count} {name}" for name, count in outcome.figures.items()), dry_run=dry_run)
        if read.others:
            click.echo(f"{read.others} files of other kinds were not read.")
        _say_names(outcome, dry_run=dry_run)


@import_.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Read, count and list, and write nothing.")
@click.option("--skip-bad", is_flag=True, help="Import the good rows and list the bad ones.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def people(file: Path, dry_run: bool, skip_bad: bool, as_json: bool) -> None:
    """Import people from a CSV file with a header: name, and e-mail, handle, department, job where known."""
    with ready_app():
        read = people_csv.read_people(file, max_bytes=settings().imports.max_file_bytes)
        session = db.session()
        outcome = people_csv.import_people(session, read, file.name, actor=CLI, now=clock.now())
        if outcome.bad and not (skip_bad and read.rows):
            session.rollback()
            _refuse(outcome.bad, can_skip=bool(read.rows))
        _end(dry_run=dry_run)
        if as_json:
            click.echo(json.dumps({"read": read.count, **outcome.counts()}, indent=1, ensure_ascii=False))
            return
        _say(outcome, f"{read.count} rows", dry_run=dry_run)


def _end(*, dry_run: bool) -> None:
    if dry_run:
        db.session.rollback()
    else:
        db.session.commit()


def _refuse(bad: Sequence[Listed], *, can_skip: bool) -> None:
    """Say in a sentence each what is bad, and that nothing was imported; exit 1."""
    for one in bad:
        click.echo(_printable(f"{one.file}:{one.line}: {one.text or one.reason} ({one.reason})"), err=True)
    click.echo("Nothing was imported." + (" --skip-bad imports the rest." if can_skip else ""), err=True)
    sys.exit(1)


def _say(outcome: Outcome, read: str, *, dry_run: bool) -> None:
    click.echo(read)
    done = f"{outcome.created} created, {outcome.updated} updated, {outcome.unchanged} unchanged"
    click.echo(f"{done}{' — nothing was written (dry run)' if dry_run else ''}")
    for one in (*outcome.bad, *outcome.skipped):
        click.echo(f"  {_printable(str(one))}")


def _say_names(outcome: MinutesOutcome, *, dry_run: bool) -> None:
    """Lead to the page where names are settled, where some wait."""
    if outcome.open_names and not dry_run:
        names = "1 name waits" if outcome.open_names == 1 else f"{outcome.open_names} names wait"
        click.echo(f"{names} to be settled: {settings().server.public_url}/imports/names")


def _printable(text: str) -> str:
    """Text of others without signs that would steer the terminal."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in text)


COMMANDS: tuple[click.Command, ...] = (import_,)
