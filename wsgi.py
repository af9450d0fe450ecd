"""The WSGI application for gunicorn and others; it never runs the jobs (`cxgov scheduler` does)."""

from cxgov.app import create_app
from cxgov.core.config import load

application = create_app(load())
