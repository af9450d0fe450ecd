"""The pages and buttons of initiatives; `bp` is what the application registers."""

from cxgov.initiatives.views import making, pages, steps  # noqa: F401 - they add their routes
from cxgov.initiatives.views.blueprint import bp

__all__ = ["bp"]
