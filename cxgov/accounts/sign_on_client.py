"""Speaking with the organisation's provider: Authlib's Flask client, with all that it leaves to us made strict.

Imported where it is used: Authlib and requests are heavy.
"""

import time
from collections.abc import Mapping
from typing import Any, NoReturn

import structlog
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.base_client import MismatchingStateError
from authlib.integrations.flask_client import FlaskOAuth2App, OAuth
from authlib.integrations.requests_client import OAuth2Session
from flask import current_app, request, session
from joserfc.errors import JoseError
from requests import RequestException
from werkzeug.wrappers import Response

from cxgov.accounts.sign_on import LONG_AGO, NO_ANSWER, NOT_LET_IN, NOT_TRUSTED, SignOnRefused
from cxgov.accounts.sign_on_http import SECONDS, BoundedAdapter
from cxgov.core.config_sign_on import is_safe_address, issuer_of
from cxgov.web.settings import settings

log = structlog.get_logger()
NAME = "sign_on"
_KEPT_SECONDS = 3600.0
_STATES = f"_state_{NAME}_"
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA"]
_FAULTS = (AuthlibBaseError, JoseError, ValueError, RuntimeError, KeyError, TypeError, AttributeError)


class BoundedSession(OAuth2Session):  # type: ignore[misc]  # Authlib publishes no types
    """A conversation with the provider that ends in time."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        adapter = BoundedAdapter(time.monotonic() + SECONDS)
        self.mount("https://", adapter)
        self.mount("http://", adapter)


class SignOnApp(FlaskOAuth2App):  # type: ignore[misc]  # the same
    """Authlib's client with bounded conversations and checked metadata."""

    client_cls = BoundedSession

    def load_server_metadata(self) -> dict[str, Any]:
        """Return what the provider says of itself, where it is the one that was configured."""
        found: dict[str, Any] = super().load_server_metadata()
        expected = issuer_of(settings().sign_on.discovery_url)
        if str(found.get("issuer", "")).rstrip("/") != expected.rstrip("/"):
            raise ValueError(f"the issuer is {str(found.get('issuer'))[:200]}")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if not is_safe_address(str(found.get(name, ""))):
                raise ValueError(f"{name} is no https address")
        offered = found.get("id_token_signing_alg_values_supported") or _ALGORITHMS
        found["id_token_signing_alg_values_supported"] = [one for one in offered if one in _ALGORITHMS]
        return found


def client() -> Any:
    """Return the client of this application; what it knows of the provider is asked for anew every hour."""
    made, at = current_app.extensions.get("cx_sign_on", (None, 0.0))
    if made is None or time.monotonic() - at > _KEPT_SECONDS:
        own = settings().sign_on
        made = OAuth(current_app).register(
            NAME, client_id=own.client_id, client_secret=settings().secrets.sign_on_secret or None,
            server_metadata_url=own.discovery_url, client_cls=SignOnApp,
            client_kwargs={"scope": " ".join(own.scopes), "code_challenge_method": "S256"},
        )  # fmt: skip
        current_app.extensions["cx_sign_on"] = (made, time.monotonic())
    return made


def go(back_url: str, *, again: bool) -> Response:
    """Return the redirect to the provider, with state, nonce and code challenge; `again` asks for a new proof."""
    for old in [name for name in session if name.startswith(_STATES)][:-1]:
        del session[old]
    more = {"prompt": "login", "max_age": 0} if again else {}
    try:
        answer: Response = client().authorize_redirect(back_url, **more)
    except (RequestException, *_FAULTS) as fault:
        _refuse(NO_ANSWER, fault)
    return answer


def claims() -> Mapping[str, Any]:
    """Return what the provider says of whoever comes back from it, checked: signature, issuer, audience, nonce, time.

    What the token leaves out is asked for at its userinfo address, of the same subject only.
    """
    if request.args.get("error"):
        _refuse(NOT_LET_IN, ValueError(request.args["error"][:100]))
    try:
        token = client().authorize_access_token()
        found = dict(token["userinfo"])
        more = _more(token, found)
    except MismatchingStateError as fault:
        _refuse(LONG_AGO, fault)
    except RequestException as fault:
        _refuse(NO_ANSWER, fault)
    except _FAULTS as fault:
        _refuse(NOT_TRUSTED, fault)
    return {**more, **found}


def _more(token: Any, found: Mapping[str, Any]) -> dict[str, Any]:
    groups = settings().sign_on.groups_claim
    is_missing = "email" not in found or (settings().sign_on.roles and groups.split(".")[0] not in found)
    if not is_missing or not client().load_server_metadata().get("userinfo_endpoint"):
        return {}
    told = dict(client().userinfo(token=token))
    if told.get("sub") != found["sub"]:
        raise ValueError("userinfo is of somebody else")
    if "email" in found:  # an address and whether it is verified belong together
        told.pop("email_verified", None)
    return told


def _refuse(sentence: str, fault: Exception) -> NoReturn:
    log.warning("sign_on.refused", why=f"{type(fault).__name__}: {fault}"[:300])
    raise SignOnRefused(sentence) from fault
