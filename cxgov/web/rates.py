"""How often one client may ask: so many requests a minute for whoever is signed in, fewer for an unknown address.

The counts live in this process. The tries at a password have a throttle of their own, in accounts.
"""

from hashlib import sha256
from ipaddress import IPv6Address, ip_address

from flask import Flask, current_app, request, session
from flask_limiter import Limiter
from werkzeug.middleware.proxy_fix import ProxyFix

from cxgov.core import clock
from cxgov.core.config import Settings
from cxgov.web.bearers import is_bearer

UNCOUNTED = ("static", "healthz", "readyz")


def add_rates(app: Flask, settings: Settings) -> None:
    """Count the requests of each client; 0 in the configuration counts nothing. Comes before everything that reads."""
    trust_proxies(app, settings.server.trusted_proxies)
    limits = settings.limits
    if not limits.requests_per_minute and not limits.anonymous_per_minute:
        return

    def allowed() -> str:
        return f"{limits.requests_per_minute if _is_known() else limits.anonymous_per_minute} per minute"

    def is_free() -> bool:
        is_counted = limits.requests_per_minute if _is_known() else limits.anonymous_per_minute
        return request.endpoint in UNCOUNTED or not is_counted

    app.extensions["cx_rates"] = Limiter(
        client, app=app, default_limits=[allowed], default_limits_exempt_when=is_free, storage_uri="memory://"
    )


def trust_proxies(app: Flask, count: int) -> None:
    """Take a client's address from X-Forwarded-For, as the last `count` proxies wrote it; never name or scheme."""
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=0, x_host=0)  # type: ignore[method-assign]  # the usual way


def _is_known() -> bool:
    """Say whether a cookie that we signed names a sign-in, or a program brings a token; nothing is read for it."""
    return is_bearer() or "_user_id" in session


def client() -> str:
    """Return whom a request counts for: the sign-in of its cookie, else its address (of IPv6 the network).

    A token in a header can be made up for each request, so that a program counts by its address.
    """
    if not is_bearer() and "_user_id" in session:
        return sha256(str(session["_user_id"]).encode(errors="replace")).hexdigest()[:32]
    return f"{'program' if is_bearer() else 'nobody'} {network(request.remote_addr or '')}"


def network(address: str) -> str:
    """Return an address, of IPv6 the half that one customer is given."""
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    return str(IPv6Address(int(found) >> 64 << 64)) if isinstance(found, IPv6Address) else str(found)


def seconds_left() -> int:
    """Return after how many seconds a client that asked too often may ask again, at least one."""
    counted = current_app.extensions["cx_rates"].current_limit
    return max(1, int(counted.reset_at - clock.now().timestamp()) + 1) if counted else 60
