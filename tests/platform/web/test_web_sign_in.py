"""Signing in by the form: the same words for everybody, and nothing lost but the passphrase."""

import re

import pytest

from kyogikai_tenants.log.personal_data import MASTER_KEY
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import House
from tests.platform.web.visitor import OFFICE, Page, Visitor


def test_who_signs_in_goes_on_to_where_they_were_going(public: Visitor) -> None:
    answer = public.sign_in(next="/org?asOf=2021-05-01")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/org?asOf=2021-05-01")
    assert "HttpOnly" in str(answer.headers.getlist("Set-Cookie"))
    again = public.get("/sign-in?next=/org")
    assert (again.status_code, again.headers["Location"]) == (303, "/org")


def test_nobody_is_led_out_of_the_house(public: Visitor) -> None:
    assert public.sign_in(next="//evil.example/").headers["Location"] == "/"


def test_who_signs_out_is_the_public_again(office: Visitor) -> None:
    answer = office.fill("/", "/sign-out")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert "公開されている記録を表示しています" in office.get("/").text


def test_an_address_that_nobody_has_is_answered_like_a_wrong_passphrase(house: House) -> None:
    house.account("somebody@example.jp", Role.MEMBER)
    told = []
    for email in ("somebody@example.jp", "nobody@example.jp"):
        answer = Visitor.at(house).sign_in(email, "a wrong passphrase of mine")
        text = re.sub(r'(?<=name="form_token" value=")[^"]+', "", answer.text).replace(email, "")
        told.append((answer.status_code, text))
    assert told[0] == told[1]
    assert told[0][0] == 401


def test_what_was_typed_stays_but_for_the_passphrase(public: Visitor) -> None:
    answer = public.sign_in("who@example.jp", "a wrong passphrase of mine", next="/org")
    page = Page.of(answer)
    assert page.fields["email"] == "who@example.jp"
    assert page.fields["password"] == ""
    assert page.hidden["next"] == "/org"
    assert "a wrong passphrase" not in answer.text


def test_an_error_stands_in_a_summary_that_takes_focus_and_leads_to_its_field(public: Visitor) -> None:
    answer = public.sign_in("", "")
    page = Page.of(answer)
    assert answer.status_code == 400
    assert 'id="errors" role="alert" tabindex="-1" autofocus' in answer.text
    assert {"#email", "#password"} <= set(page.links)
    assert {"email", "password", "email-error", "password-error"} <= set(page.ids)
    assert answer.text.count("メールアドレスを入力してください。") == 2


def test_what_is_typed_is_never_markup(public: Visitor) -> None:
    answer = public.sign_in('"><script>alert(1)</script>', "x")
    assert "<script>alert" not in answer.text
    assert Page.of(answer).inline == []


def test_too_much_is_refused(public: Visitor) -> None:
    assert public.sign_in("a" * 300, "x").status_code == 400


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out"])
def test_a_form_without_the_token_of_its_page_signs_nobody_in_or_out(office: Visitor, path: str) -> None:
    assert office.send(path, {"email": OFFICE, "password": "x"}).status_code == 403
    assert "事務局として表示しています" in office.get("/").text


def test_after_several_failures_the_page_says_how_long_to_wait(house: House) -> None:
    house.account("slow@example.jp", Role.MEMBER)
    visitor = Visitor.at(house)
    for _ in range(7):
        answer = visitor.sign_in("slow@example.jp", "a wrong passphrase of mine")
    assert answer.status_code == 429
    assert f"{answer.headers['Retry-After']}秒待って" in answer.text


def test_where_nobody_can_sign_in_now_the_page_says_so(
    public: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(MASTER_KEY)
    answer = public.sign_in()
    assert (answer.status_code, "ただいまログインできません" in answer.text) == (503, True)


def test_the_form_to_say_anew_who_one_is_ends_no_session(office: Visitor) -> None:
    assert office.get("/sign-in?again=1").status_code == 200
    assert office.get("/account").status_code == 200
    wrong = {"email": "nobody@example.jp", "password": "これではない長い合言葉です"}
    assert office.fill("/sign-in?again=1", "/sign-in", **wrong).status_code == 401
    assert office.get("/account").status_code == 200
