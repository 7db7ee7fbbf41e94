"""A provider of identities on this machine: a real server, real keys, and whatever lies a test wants."""

import json
import threading
import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey
from typing_extensions import override

CLIENT, SECRET = "kyogikai-mihon", "a secret that is sealed"


@dataclass
class Provider:
    """Knows one client, and signs whoever it is told to in."""

    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}))
    issuer: str = ""
    secret: str = SECRET
    person: dict[str, Any] = field(default_factory=dict)
    """The claims of whoever signs in."""
    metadata: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    """What stands in ID tokens beside or instead of the truth; None: it is missing."""
    sign: Any = None
    """How a token is signed, if not properly."""
    raw: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    """What is answered at a path instead."""
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def truth(self) -> "Provider":
        """No more lies."""
        self.metadata, self.claims, self.sign, self.raw = {}, {}, None, {}
        self.asked.clear()
        return self

    def authorize(self, address: str, **more: str) -> str:
        """Where somebody who signs in at an address of ours is sent back to."""
        given = dict(parse_qsl(urlsplit(address).query))
        assert given["client_id"] == CLIENT
        assert (given["response_type"], given["code_challenge_method"]) == ("code", "S256")
        assert set(given["scope"].split()) >= {"openid", "email"}
        code = token_urlsafe(16)
        self.codes[code] = given
        back = {"code": code, "state": given["state"]} | more
        return f"{given['redirect_uri']}?{urlencode({k: v for k, v in back.items() if v})}"

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """The token endpoint."""
        begun = self.codes.pop(form.get("code", ""), None)
        known = b64decode(authorization.removeprefix("Basic ")).decode() == f"{CLIENT}:{self.secret}"
        if not known or begun is None or form["redirect_uri"] != begun["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        challenge = urlsafe_b64encode(sha256(form["code_verifier"].encode()).digest()).decode().rstrip("=")
        if challenge != begun["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        own = {"access_token": token_urlsafe(8), "token_type": "Bearer"}
        return 200, own | {"id_token": self.id_token(begun.get("nonce", ""))}

    def id_token(self, nonce: str) -> str:
        """What an ID token says."""
        now = int(time.time())
        told = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce}
        told |= self.person | self.claims
        said = {name: value for name, value in told.items() if value is not None}
        if self.sign is not None:
            return str(self.sign(said))
        return jwt.encode({"alg": "RS256", "kid": "one"}, said, self.key)

    def answer(self, path: str) -> dict[str, Any]:
        """What stands at an address."""
        if path == "/.well-known/openid-configuration":
            places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
            return (
                {"issuer": self.issuer} | {n: f"{self.issuer}/{p}" for n, p in places.items()} | self.metadata
            )
        if path == "/keys":
            return {"keys": [self.key.as_dict(private=False)]}
        return {}


@contextmanager
def provider(secret: str = SECRET) -> Iterator[Provider]:
    """One that runs, over loopback."""
    own = Provider(secret=secret)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.startswith("/authorize?"):
                place = own.authorize(self.path)
                own.raw[self.path] = 302, {"Location": place}, b""
            self.said(200, own.answer(self.path))

        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(text).items()}
            self.said(*own.token(form, self.headers.get("Authorization", "Basic ")))

        def said(self, status: int, body: Any) -> None:
            own.asked.append(self.path)
            status, headers, text = own.raw.get(self.path, (status, {}, json.dumps(body).encode()))
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(text))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text)

        @override
        def log_message(self, *_: Any) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    own.issuer = f"http://127.0.0.1:{server.server_port}"
    running = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    running.start()
    try:
        yield own
    finally:
        server.shutdown()
        server.server_close()
        running.join()
