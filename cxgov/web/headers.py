"""The headers that every answer carries."""

from flask import Flask, Response, g, request

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; "
    "manifest-src 'self'"
)


def no_store() -> None:
    """Forbid that this answer is kept anywhere: for account pages and what is above level 1."""
    g.cx_no_store = True


def add_headers(app: Flask, *, is_tls: bool) -> None:
    """Set the strict headers on each answer of the application, errors and downloads included."""

    @app.after_request
    def _headers(answer: Response) -> Response:
        found = answer.headers
        found.setdefault("Content-Security-Policy", POLICY)
        found["X-Content-Type-Options"] = "nosniff"
        found["Referrer-Policy"] = "no-referrer"
        found["Cross-Origin-Opener-Policy"] = "same-origin"
        found["Cross-Origin-Resource-Policy"] = "same-origin"
        found["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        found["X-Frame-Options"] = "DENY"
        if is_tls:
            found["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if request.endpoint != "static":
            keep = answer.status_code < 400 and not getattr(g, "cx_no_store", False)
            found["Cache-Control"] = "private, no-cache" if keep else "no-store"
        return answer
