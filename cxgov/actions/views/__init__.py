"""The pages and buttons of action items; `bp` is what the application registers."""

from cxgov.actions.views import making, pages, verbs  # noqa: F401 - they add their routes
from cxgov.actions.views.blueprint import bp

__all__ = ["bp"]
