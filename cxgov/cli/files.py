"""Commands that read and write files: imports, reports, digests, the demo."""

import click

from cxgov.cli.errors import Wrong
from cxgov.cli.opening import open_app
from cxgov.core import clock
from cxgov.core.config import CONFIG_FILE, DATABASE_FILE, instance_folder
from cxgov.core.config_sources import make_secrets
from cxgov.web import schema
from cxgov.web.extensions import db

DEMO_CONFIG = """[organisation]
name = "{name}"
zone = "{zone}"

[sign_in]
# Only because this is a demo: the links that are printed open the door with one click, and nobody is asked again for
# twelve hours. Take both lines out before anybody real uses it: then administrator and CX office are asked for an
# authenticator, and what is sensitive asks who it is after a quarter of an hour.
second_factor_for = []
prove_again_minutes = 720
"""


@click.command()
@click.option("--size", type=click.Choice(["small"]), default="small", show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same organisation.")
@click.option("--if-empty", is_flag=True, help="Do nothing where there is something already.")
def demo(size: str, seed: int, if_empty: bool) -> None:
    """Fill a new instance with an invented organisation, its last report and its last digest."""
    from cxgov.demo import service
    from cxgov.demo.cast import ORGANISATION, ZONE
    from cxgov.web.settings import settings

    folder = instance_folder()
    make_secrets(folder)
    if not (folder / CONFIG_FILE).exists() and not (folder / DATABASE_FILE).exists():
        (folder / CONFIG_FILE).write_text(DEMO_CONFIG.format(name=ORGANISATION, zone=ZONE), encoding="utf-8")
    app = open_app()
    with app.app_context():
        schema.upgrade(db.engine)
        if service.has_content(db.session()):
            if if_empty:
                return
            raise Wrong("This instance is not empty. Set CXGOV_INSTANCE to a new folder for a demo.")
        service.fill(db.session(), size=size, seed=seed, now=clock.now(), settings=settings(), say=click.echo)


COMMANDS: tuple[click.Command, ...] = (demo,)
