"""Whether a page is sound as a browser shows it: what axe, the console, the network and its width say."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ConsoleMessage, Page, Request, Route

from kyogikai_platform.web.preferences import COOKIE

WIDTHS = (390, 683, 1366)
"""Of a phone, of a desk, and of a desk on which everything is twice as large (WCAG 1.4.4, 1.4.10)."""

FURTHER = (
    "/org?asOf=2021-05-01&view=table", "/org?asOf=2021-05-01&view=text", "/org?asOf=nonsense",
    "/history?show=rules", "/history?asOf=1990-01-01", "/council?asOf=2012-01-01", "/roster?asOf=2015-05-01",
    "/roster?view=handover", "/roster?view=handover&since=nonsense", "/organizations?name=none",
    "/search?q=部会", "/search?q=none", "/meetings?year=all", "/meetings?view=month&month=2024-06",
    "/meetings/norm?year=2025", "/meetings?asOf=2019-09-01&knownAt=2099-01-01", "/issues?view=list",
    "/issues?preset=waiting&state=CLOSED", "/issues?knownAt=2020-01-01", "/plans?year=2018",
    "/recommendations?answered=no&year=2016", "/activities?year=all", "/open?asOf=nonsense",
    "/roles?role=chair", "/trail?access=1", "/trail?from=nonsense", "/forgotten?sent=1", "/forgotten/none",
    "/invitation/none", "/account/totp/remove", "/account/recovery-codes", "/record/scheduleMeeting",
    "/record/holdMeeting", "/record/recordStatement", "/record/replaceMember", "/record/setBodyCadence",
    "/record/correctEvent", "/nothing",
)  # fmt: skip
"""What pages say that are asked for something else, or for what there is not."""
FAULTS: Mapping[str, dict[str, str]] = {
    "axe image-alt": {"html": "<img src='/static/icon.svg'>"},
    "console: Applying inline style": {"html": "<p style='color: red'>x</p>"},
    "console: Executing inline script": {"html": "<script>1</script>"},
    "console: This document requires 'TrustedHTML'": {"script": "document.body.innerHTML = 'x'"},
    "px wider than 390 px": {"html": "<table width='600'><tr><td>x</table>"},
    "asks http://elsewhere.example": {"html": "<img alt='x' src='http://elsewhere.example/x.png'>"},
}
"""What must be seen -> what brings it."""


@dataclass
class Heard:
    """What a page says to the console, and whom it asks beside its own host."""

    page: Page
    origin: str
    said: list[str] = field(default_factory=list)
    failing: bool = False
    """Whether the page is to fail: that it did is no fault of it then."""

    @classmethod
    def of(cls, page: Page, origin: str) -> "Heard":
        """Listen from now on. Breaches of the content policy and of Trusted Types are said to the console."""
        heard = cls(page, origin)
        page.on("console", heard._console)
        page.on("pageerror", lambda error: heard.said.append(f"error: {error}"))
        page.on("request", heard._request)
        return heard

    def taken(self) -> list[str]:
        """What was heard since the last time."""
        said, self.said = self.said, []
        return said

    def _console(self, message: ConsoleMessage) -> None:
        """That a page which is itself an error was answered as such is no fault of it."""
        own = message.location["url"] == self.page.url
        known = "status of 4" in message.text or (self.failing and "status of 503" in message.text)
        if not (own and known):
            self.said.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        if urlsplit(request.url).netloc != urlsplit(self.origin).netloc:
            self.said.append(f"asks {request.url}")


def wider_than_the_window(page: Page) -> int:
    """How many pixels a page reaches out of its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def _violations(page: Page) -> Iterator[str]:
    """What axe finds. It is given to a page once, at whatever sizes that is looked at."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    for violation in page.evaluate("axe.run({resultTypes: ['violations']}).then(found => found.violations)"):
        yield f"axe {violation['id']}: {[node['target'] for node in violation['nodes']][:3]}"


def faults(page: Page, heard: Heard, widths: Sequence[int] = WIDTHS) -> Iterator[str]:
    """What is wrong with the page as it stands, at its size; and its width at others."""
    own = page.viewport_size
    assert own is not None
    yield from _violations(page)
    for width in (own["width"], *widths):
        page.set_viewport_size({"width": width, "height": own["height"]})
        if (more := wider_than_the_window(page)) > 0:
            yield f"{more} px wider than {width} px"
    page.set_viewport_size(own)
    yield from heard.taken()


def speak(page: Page, origin: str, lang: str, size: str = "m") -> None:
    """Choose a language and a size of text, as the buttons of each page do."""
    page.context.add_cookies([{"name": COOKIE, "value": f"{lang}.{size}", "url": origin}])


@contextmanager
def planted(page: Page, *, html: str = "", script: str = "", css: str = "") -> Iterator[None]:
    """As long as this lasts, each page ends with this, and so do its script and its styles."""
    ends = {"document": html, "script": script, "stylesheet": css}

    def answer(route: Route) -> None:
        end = ends.get(route.request.resource_type)
        if not end:
            route.fallback()
            return
        asked = urlsplit(route.request.url)
        here = f"http://127.0.0.1:{asked.port}{asked.path}?{asked.query}"  # names are the browser's to find
        got = route.fetch(url=here, headers=route.request.all_headers() | {"host": asked.netloc})
        text = got.text()
        whole = text.replace("</main>", f"{end}</main>") if end == html else f"{text}\n{end}"
        route.fulfill(response=got, body=whole)

    page.route("**/*", answer)
    yield
    page.unroute_all(behavior="wait")
