"""OpenID providers as they are in the world: a real one, a process of its own, and one that answers as it is told."""

import contextlib
import json
import secrets
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT = "cxgov-tests"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextlib.contextmanager
def real_provider(*people: dict[str, Any]) -> Iterator[str]:
    """Run oidc-provider-mock, a provider built on Authlib, with these people; give its address."""
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    for person in people:
        command += ["--user-claims", json.dumps(person)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_for(f"{address}/.well-known/openid-configuration", running)
            yield address
        finally:
            running.terminate()
            running.wait(20)


def _wait_for(address: str, running: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if running.poll() is not None:
            raise RuntimeError("the provider has ended")
        with contextlib.suppress(requests.RequestException):
            if requests.get(address, timeout=5).ok:
                return
        time.sleep(0.1)
    raise RuntimeError("the provider does not answer")


def consent(authorize_url: str, sub: str) -> str:
    """Press the provider's button as this person, and return where the browser is sent back to."""
    answer = requests.post(authorize_url, data={"sub": sub}, allow_redirects=False, timeout=10)
    assert answer.status_code in (302, 303), answer.text
    return answer.headers["Location"]


@dataclass
class Hostile:
    """A provider whose answers a test bends: `claims` over the honest ones (None leaves one out), and the rest below.

    `algorithm` "none" leaves the signature out, "HS256" signs with our own public key; `signs_with` is another's key.
    """

    address: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "RS256"
    is_forged: bool = False
    tampers: bool = False
    leaves_out_token: bool = False
    token_status: int = 200
    raw_metadata: bytes | None = None
    stalls: threading.Event | None = None
    nonces: dict[str, str] = field(default_factory=dict)
    challenges: dict[str, str] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}))
    other_key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}))

    def described(self) -> dict[str, Any]:
        """Return the discovery document."""
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/jwks",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        } | self.metadata

    def come_back(self, authorize_url: str) -> str:
        """Do what a browser does there: note nonce and challenge, and return to us with a code."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(authorize_url).query).items()}
        code = secrets.token_hex(8)
        self.nonces[code], self.challenges[code] = asked["nonce"], asked["code_challenge"]
        self.asked.append(asked)
        return f"{asked['redirect_uri']}?code={code}&state={asked['state']}"

    def token(self, code: str) -> str:
        """Return the identity token for a code, bent as the test wants it."""
        now = int(time.time())
        honest = {
            "iss": self.address, "aud": CLIENT, "sub": "sub-1", "iat": now, "exp": now + 300,
            "nonce": self.nonces.get(code), "email": "eve@tarnwick.example", "email_verified": True,
        }  # fmt: skip
        claims = {name: value for name, value in (honest | self.claims).items() if value is not None}
        if self.algorithm == "none":
            return jwt.encode({"alg": "none"}, claims, OctKey.generate_key(256), algorithms=["none"])
        if self.algorithm == "HS256":
            public = OctKey.import_key(self.key.as_pem(private=False))
            return jwt.encode({"alg": "HS256", "kid": "one"}, claims, public, algorithms=["HS256"])
        text = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.other_key if self.is_forged else self.key)
        head, body, signature = text.split(".")
        return f"{head}.{body[:-4]}{'AAAA' if body[-4:] != 'AAAA' else 'BBBB'}.{signature}" if self.tampers else text


def _answers(provider: Hostile) -> type[BaseHTTPRequestHandler]:
    class Answers(BaseHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            if provider.stalls is not None:
                provider.stalls.wait(60)
            path = urlsplit(self.path).path
            if path == "/.well-known/openid-configuration":
                self.say(provider.raw_metadata or json.dumps(provider.described()).encode())
            elif path == "/jwks":
                self.say(json.dumps({"keys": [provider.key.as_dict(private=False)]}).encode())
            else:
                self.say(json.dumps(provider.userinfo).encode())

        def do_POST(self) -> None:
            sent = parse_qs(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())
            code = sent.get("code", [""])[0]
            body: dict[str, Any] = {"access_token": "opaque", "token_type": "Bearer", "expires_in": 300}
            if not provider.leaves_out_token:
                body["id_token"] = provider.token(code)
            provider.asked.append({name: values[0] for name, values in sent.items()})
            self.say(json.dumps(body).encode(), provider.token_status)

        def say(self, body: bytes, status: int = 200) -> None:
            with contextlib.suppress(OSError):
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

    return Answers


@contextlib.contextmanager
def hostile_provider() -> Iterator[Hostile]:
    """Run a provider that a test bends."""
    made = Hostile()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _answers(made))
    server.daemon_threads = True
    made.address = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
