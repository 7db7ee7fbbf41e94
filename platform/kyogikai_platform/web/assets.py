"""/static: stylesheets, scripts and the icon. Each address holds its content's hash and is kept for ever.

They are compressed, which pages are not: what stands beside a secret tells by its length what the secret is.
"""

import gzip
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from flask import Response, abort, request

FOLDER = Path(__file__).with_name("static")
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
KEPT = "public, max-age=31536000, immutable"
ASKED_AGAIN = "no-cache"
"""Of an address without the hash, or with an older one: whoever has it asks whether it is still the same."""


class Asset(NamedTuple):
    """A file of ours."""

    kind: str
    plain: bytes
    packed: bytes
    edition: str


@cache
def assets() -> dict[str, Asset]:
    """All of them, by their names."""
    found = {path.relative_to(FOLDER).as_posix(): path for path in FOLDER.rglob("*") if path.suffix in KINDS}
    return {name: _asset(path) for name, path in found.items()}


def _asset(path: Path) -> Asset:
    plain = path.read_bytes()
    edition = blake2b(plain, digest_size=8).hexdigest()
    return Asset(KINDS[path.suffix], plain, gzip.compress(plain, mtime=0), edition)


def address(name: str) -> str:
    """Where a page finds one. Raises KeyError for what there is not."""
    return f"/static/{name}?v={assets()[name].edition}"


def show(name: str) -> Response:
    """One of them, as small as the browser takes it."""
    asset = assets().get(name) or abort(404)
    packed = request.accept_encodings["gzip"] > 0
    response = Response(asset.packed if packed else asset.plain, mimetype=asset.kind)
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = KEPT if request.args.get("v") == asset.edition else ASKED_AGAIN
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.set_etag(f"{asset.edition}{'-gzip' if packed else ''}")
    response.make_conditional(request)
    return response
