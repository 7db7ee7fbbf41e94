"""What is said where a secret that is shown does not do, and with which status."""

from http import HTTPStatus

from flask import Response

from kyogikai_platform.accounts.attempts import Delayed
from kyogikai_platform.accounts.beginning import SignInFailed
from kyogikai_platform.accounts.passwords import Busy
from kyogikai_platform.web.words import words
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.log.personal_data import NoMasterKey

Errors = dict[str, str]
"""Field -> what is wrong with it, in the words that stand in the summary and at the field."""
FAILING = (SignInFailed, Delayed, Busy, NoMasterKey)
"""What may happen wherever a secret is said."""


def said(problem: Exception, lang: str, wrong: str) -> str:
    """A problem in words; ``wrong`` is what is said of a secret that is not the one."""
    if isinstance(problem, Delayed):
        return words("delayed", lang, seconds=problem.seconds)
    if isinstance(problem, SignInFailed):
        return wrong
    if isinstance(problem, Refused) and not isinstance(problem, NoMasterKey):
        return problem.message(lang)
    return words("busy", lang)


def answered(response: Response, problem: Exception) -> Response:
    """The page that says so, with the status that a program understands."""
    if isinstance(problem, Delayed):
        response.status_code = HTTPStatus.TOO_MANY_REQUESTS
        response.headers["Retry-After"] = str(problem.seconds)
    elif isinstance(problem, (Busy, NoMasterKey)):
        response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
        response.headers["Retry-After"] = "10"
    else:
        response.status_code = HTTPStatus.UNAUTHORIZED
    return response
