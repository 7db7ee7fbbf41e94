"""The sign-in page and the way out, as forms: what JSON does at the same addresses, for people."""

from dataclasses import dataclass
from http import HTTPStatus

from flask import Response, request

from kyogikai_platform.accounts import cookies
from kyogikai_platform.accounts.attempts import Delayed
from kyogikai_platform.accounts.beginning import SignInFailed
from kyogikai_platform.accounts.oidc import kept
from kyogikai_platform.accounts.pages import came_with
from kyogikai_platform.accounts.passwords import LONGEST, Busy
from kyogikai_platform.accounts.renewing import let_in
from kyogikai_platform.accounts.sign_in import Halfway, SignIn
from kyogikai_platform.web import form_token, half_way
from kyogikai_platform.web.form_token import browser_of
from kyogikai_platform.web.preferences import Preferences, way_back
from kyogikai_platform.web.site import Site, names_of, onward
from kyogikai_platform.web.words import words
from kyogikai_tenants.log.personal_data import NoMasterKey

FIELDS = ("email", "password")
Errors = dict[str, str]
"""Field -> what is wrong with it, in the words that stand in the summary and at the field."""


@dataclass(frozen=True)
class Doorway:
    """Signing in and out at a municipality's host."""

    site: Site
    sign_in: SignIn

    def show(self) -> Response:
        """The form; whoever is signed in already goes on, unless they are to say again who they are."""
        if self.site.asker().actor is not None and request.args.get("again") != "1":
            return onward(way_back(request.args.get("next")))
        return self._page({}, HTTPStatus.OK)

    def enter(self) -> Response:
        """Sign in, and go on to where one was going. Raises StaleForm, HttpProblem."""
        settings = self.site.door.here.settings
        form_token.require(request, settings)
        errors = _missing(Preferences.of(request.cookies).lang)
        if errors:
            return self._page(errors, HTTPStatus.BAD_REQUEST)
        tenant, typed = self.site.door.tenant_of(request), (request.form["email"], request.form["password"])
        try:
            entered = self.sign_in.enter(tenant, *typed, came_with(request), browser_of(request, settings))
        except (SignInFailed, Delayed, Busy, NoMasterKey) as problem:
            return self._refused(problem)
        onto = way_back(request.form.get("next"))
        if isinstance(entered, Halfway):
            return half_way.put(onward(half_way.address(onto)), settings, entered.ticket)
        response = onward(onto)
        let_in(self.site.door, request, response, entered.token)
        return response

    def leave(self) -> Response:
        """Sign out. Raises StaleForm, HttpProblem."""
        form_token.require(request, self.site.door.here.settings)
        tenant, shown = self.site.door.tenant_of(request), self.site.door.shown(request)
        if shown.digest and not shown.token:
            self.sign_in.leave(tenant, shown.digest)
            self.site.door.forget(tenant, shown)
        response = onward("/")
        cookies.clear(response, self.site.door.here.settings)
        return response

    def _refused(self, problem: Exception) -> Response:
        """The form again; whether somebody has the address, it does not say."""
        lang = Preferences.of(request.cookies).lang
        if isinstance(problem, SignInFailed):
            return self._page({"email": words("wrong", lang)}, HTTPStatus.UNAUTHORIZED)
        if isinstance(problem, Delayed):
            text = words("delayed", lang, seconds=problem.seconds)
            response = self._page({"email": text}, HTTPStatus.TOO_MANY_REQUESTS)
            response.headers["Retry-After"] = str(problem.seconds)
            return response
        response = self._page({"email": words("busy", lang)}, HTTPStatus.SERVICE_UNAVAILABLE)
        response.headers["Retry-After"] = "10"
        return response

    def _provider(self) -> str:
        """What the button of the municipality's provider says, if it has one."""
        public, lang = self.site.door.entrance(request), Preferences.of(request.cookies).lang
        provider = self.site.read(public, lambda connection, _: kept.load(connection))
        return provider.label(lang) if provider else ""

    def _page(self, errors: Errors, status: HTTPStatus) -> Response:
        public = self.site.door.entrance(request)
        answer = self.site.answer(public, "home", lang=Preferences.of(request.cookies).lang.upper())
        council = None if public.waiting else answer["council"]
        said = council["statements"] if council else ()
        return self.site.page(
            "sign_in.html", public, status, **names_of(answer, public), errors=errors,
            email=request.form.get("email", "")[:LONGEST], host=request.host, longest=LONGEST,
            provider=self._provider(), next=way_back(request.values.get("next")),
            told=_told(Preferences.of(request.cookies).lang), again=request.args.get("again") == "1",
            slogan=next((s["asWritten"] for s in said if s["kind"] == "SLOGAN" and s["asWritten"]), ""),
        )  # fmt: skip


TOLD = {
    "again": "account_told_again", "over": "account_told_over", "passkey": "account_told_passkey",
    "done": "account_told_done",
}  # fmt: skip
"""What a page that came before has to say, by its word in the address."""


def _told(lang: str) -> str:
    return next((words(name, lang) for word, name in TOLD.items() if request.args.get(word) == "1"), "")


def _missing(lang: str) -> Errors:
    errors: Errors = {}
    for name in FIELDS:
        given = request.form.get(name, "")
        if not given.strip():
            errors[name] = words(f"{name}_missing", lang)
        elif len(given) > LONGEST:
            errors[name] = words("too_long", lang, most=LONGEST)
    return errors
