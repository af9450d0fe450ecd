"""Where all pages of signing in, and of a person's own account, are registered."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)
