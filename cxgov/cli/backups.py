"""Commands that keep an instance safe: backup, restore, and the release of what was restored."""

import os
from pathlib import Path

import click

from cxgov.app import load_models
from cxgov.backups import making, restoring
from cxgov.backups.manifest import Manifest
from cxgov.cli.errors import Wrong
from cxgov.cli.opening import ready_app
from cxgov.core import clock
from cxgov.core.config import instance_folder, load
from cxgov.core.config_sources import KEY_FILES, read_key
from cxgov.post.enums import DeliveryState
from cxgov.post.queries import counts
from cxgov.web.extensions import db
from cxgov.web.settings import settings

FILE = click.Path(path_type=Path)
KEYS_APART = "secret.key, journal.key and config.toml are not in it: keep them elsewhere, or it cannot be restored."


@click.command()
@click.argument("file", type=FILE, required=False)
@click.option("--replace", is_flag=True, help="Put the new backup in the place of FILE, once it is proved.")
@click.option("--verify", "is_check", is_flag=True, help="Prove an existing backup, and make none.")
def backup(file: Path | None, replace: bool, is_check: bool) -> None:
    """Write database and reports into FILE, while everybody works; proved by a restore before it gets its name.

    FILE may be a folder, in which the backup is named by its time; without FILE that is `backups.folder`.
    """
    if is_check:
        if file is None:
            raise click.UsageError("Name the FILE that --verify proves.")
        load_models()
        click.echo(f"{file} is whole and can be restored: {_words(making.check(load(), file))}.")
        return
    with ready_app():
        target = file or (Path(settings().backups.folder) if settings().backups.folder else None)
        if target is None:
            raise click.UsageError("Name a FILE, or set backups.folder in config.toml.")
        made = making.make(settings(), target, replace=replace, now=clock.now())
    click.echo(f"{made.path} is written and proved: {_words(made.manifest)}, {made.size:,} bytes.")
    if made.left_out:
        click.echo(
            f"Left out, for the file is missing or altered: {', '.join(made.left_out)}. Its page prints it again."
        )
    click.echo(KEYS_APART)


def _words(manifest: Manifest) -> str:
    rows, files = sum(manifest.rows.values()), len(manifest.members) - 1
    return (
        f"{rows:,} rows and {files:,} reports as of {manifest.taken_at:%Y-%m-%d %H:%M} UTC, "
        f"schema {manifest.schema_revision}, journal up to entry {manifest.journal.seq:,} ({manifest.journal.mac[:16]})"
    )


@click.command()
@click.argument("file", type=FILE)
@click.option("--replace", is_flag=True, help="Put it in the place of the database that is there, which is kept aside.")
def restore(file: Path, replace: bool) -> None:
    """Restore FILE into this instance, which is then held until `cxgov release`; refused before anything changes."""
    folder = instance_folder()
    if not all(read_key(name, folder, os.environ)[0] for name in KEY_FILES):
        raise Wrong(
            f"secret.key and journal.key are not both in {folder}. "
            "Put back those of the installation that the backup was taken from."
        )
    load_models()
    done = restoring.restore(load(), file, replace=replace, now=clock.now())
    click.echo(f"{file} is restored: {_words(done.manifest)}.")
    if done.kept:
        click.echo(f"The old database is kept as {done.kept}.")
    click.echo("Everybody signs in anew. The instance is held: no job runs and no mail goes out until cxgov release.")


@click.command()
@click.option("--cancel-mails", is_flag=True, help="Cancel the mails that waited when the backup was taken.")
def release(cancel_mails: bool) -> None:
    """End the hold after a restore: jobs run and mails go out again."""
    from cxgov.post.service import cancel_waiting

    with ready_app():
        cancelled = cancel_waiting(db.session()) if cancel_mails else 0
        waiting = counts(db.session()).get(DeliveryState.PENDING, 0)
        found = restoring.release(db.session(), now=clock.now())
        if found is None:
            click.echo("It was not held.")
            return
    click.echo(f"Released. Jobs run and mails go out again: {waiting} wait, {cancelled} were cancelled.")


COMMANDS: tuple[click.Command, ...] = (backup, restore, release)
