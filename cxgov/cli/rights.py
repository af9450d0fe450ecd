"""The command that writes the page of who may do what."""

import click

from cxgov.app import FEATURES
from cxgov.rights.table import rights_page


@click.command()
def rights() -> None:
    """Print docs/rights.md, written from the policy: who may do what with which thing."""
    click.echo(rights_page(FEATURES), nl=False)


COMMANDS: tuple[click.Command, ...] = (rights,)
