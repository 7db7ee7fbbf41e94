"""Addresses of this host: how they begin, and which of them there are pages at."""

from flask import current_app, request
from werkzeug.exceptions import HTTPException

from kyogikai_platform.accounts.cookies import secure
from kyogikai_platform.web.site import Site


def origin(site: Site) -> str:
    """How the addresses of this host begin, for those that are copied."""
    return f"{'https' if secure(site.door.here.settings) else 'http'}://{request.host}"


def there(path: str) -> bool:
    """Whether a page is at an address of ours."""
    try:
        current_app.url_map.bind("").match(path)
    except HTTPException:
        return False
    return True
