"""The pages and buttons of meetings; `bp` is what the application registers."""

from cxgov.meetings.views import agenda, in_camera, listing, minutes, steps  # noqa: F401 - they add their routes
from cxgov.meetings.views.blueprint import bp

__all__ = ["bp"]
