"""The settings of the running application."""

from datetime import date
from typing import cast

from flask import current_app

from cxgov.core import clock
from cxgov.core.config import Settings


def settings() -> Settings:
    """Return the checked settings that the application was made with."""
    return cast(Settings, current_app.extensions["cx_settings"])


def today() -> date:
    """Return today's date where the organisation is."""
    return clock.local_day(clock.now(), settings().organisation.zone)
