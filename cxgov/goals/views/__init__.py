"""The pages and buttons of goals; `bp` is what the application registers."""

from cxgov.goals.views import key_results, listing, objectives  # noqa: F401 - they add their routes
from cxgov.goals.views.blueprint import bp

__all__ = ["bp"]
