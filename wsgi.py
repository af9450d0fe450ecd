"""The WSGI application for gunicorn and others; it never runs the jobs (`cxgov scheduler` does).

It does not start on a wrong configuration or schema: a sentence on standard error, and exit code 78.
"""

from cxgov.cli.opening import served_app

application = served_app()
