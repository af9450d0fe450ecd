"""The `cxgov` command: all of its subcommands, and how an error becomes one sentence and an exit code.

Exit codes: 0 done, 1 found something wrong, 2 wrong usage, 78 configuration. Never a traceback.
"""

import sys

import click

from cxgov.cli import backups, doctor, files, imports, instance, periods, reports, rights
from cxgov.cli.errors import explain


class Sentences(click.Group):
    """A group whose commands end with one sentence where something is wrong."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; turn what is known to go wrong into a sentence and its exit code."""
        try:
            return super().invoke(ctx)
        except (click.exceptions.Exit, click.ClickException, click.Abort):
            raise
        except Exception as trouble:  # noqa: BLE001 - the last place where an error can become a sentence
            sentence, code = explain(trouble)
            click.echo(sentence, err=True)
            sys.exit(code)


@click.group(cls=Sentences, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="cxgov", message="%(version)s")
def main() -> None:
    """Govern the customer experience across departments."""


for module in (instance, backups, doctor, periods, reports, files, imports, rights):
    for command in module.COMMANDS:
        main.add_command(command)
