"""What goes wrong on the command line, in a sentence."""

import structlog
from sqlalchemy.exc import DBAPIError

from cxgov.backups.errors import BackupTrouble
from cxgov.core.config_mistakes import ConfigError
from cxgov.core.errors import Refused
from cxgov.web.schema import WrongSchema

CONFIGURATION, WRONG = 78, 1


class Wrong(Exception):
    """Something is wrong with what was asked for or found: a sentence and exit code 1."""


def explain(trouble: Exception) -> tuple[str, int]:
    """Return the sentence and the exit code of an error; one that nobody foresaw is logged with its traceback."""
    if isinstance(trouble, ConfigError):
        return "\n".join(trouble.lines), CONFIGURATION
    if isinstance(trouble, WrongSchema):
        return str(trouble), CONFIGURATION
    if isinstance(trouble, Refused | Wrong | BackupTrouble):
        return str(trouble), WRONG
    if isinstance(trouble, DBAPIError):
        return f"The database refused: {str(trouble.orig).splitlines()[0]} (CXG-E502)", WRONG
    if isinstance(trouble, OSError):
        return f"{trouble.strerror or trouble}: {trouble.filename or ''} (CXG-E503)".replace(":  (", " ("), WRONG
    structlog.get_logger().exception("command.failed")
    return f"Something broke: {trouble} (CXG-E500)", WRONG
