"""The pages of signing in and out; `bp` is what the application registers."""

from cxgov.accounts.views import (  # noqa: F401 - they add their routes
    again,
    choosing,
    second_factor,
    security,
    sign_ins,
    sign_on,
    signing,
    tokens,
)
from cxgov.accounts.views.blueprint import bp

__all__ = ["bp"]
