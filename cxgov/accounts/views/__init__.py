"""The pages of signing in and out; `bp` is what the application registers."""

from cxgov.accounts.views import again, sign_ins, sign_on, signing, tokens  # noqa: F401 - they add their routes
from cxgov.accounts.views.blueprint import bp

__all__ = ["bp"]
