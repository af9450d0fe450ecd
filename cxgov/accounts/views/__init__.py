"""The pages of signing in and out; `bp` is what the application registers."""

from cxgov.accounts.views import signing  # noqa: F401 - it adds its routes
from cxgov.accounts.views.blueprint import bp

__all__ = ["bp"]
