"""やさしい日本語: under a heading of its own, first for whoever asks for it, with the form for the office."""

import pytest

from kyogikai_graphql import ids
from kyogikai_tenants.vocabulary import Role
from tests.platform.web.mihon_house import Mihon, here, master, office, place, public
from tests.platform.web.visitor import Page, Visitor

__all__ = ["here", "master", "office", "place", "public"]
pytestmark = pytest.mark.check

SUMMARIES = {
    ("bodies", "Body", "しごと部会"): "みんなで 考える 会です。",
    ("issues", "Issue", "通所の移動手段が限られている"): "行けない 人が います。",
    ("recommendations", "Recommendation", "会議の分かりやすさについて"): "市長に 言います。",
    ("activities", "Activity", "福祉避難所の訓練"): "練習を しました。",
}
MINUTES = "はたらく 人を ふやす お願いを することに しました。"
DAY = "asOf=2026-11-21"


@pytest.fixture
def pages(place: Mihon) -> dict[str, str]:
    """Address -> what stands there in plain words, of every kind of record."""
    found = {f"/{w}/{place.id(kind, name)}": said for (w, kind, name), said in SUMMARIES.items()}
    meeting = place.house.book.one(
        "SELECT stream_id FROM plain_summary WHERE text LIKE :said", said=f"%{MINUTES}"
    )
    return found | {f"/meetings/{ids.encode('Meeting', meeting)}": MINUTES}


def test_every_kind_of_record_shows_its_summary_in_its_own_language(
    public: Visitor, pages: dict[str, str]
) -> None:
    for path, said in pages.items():
        text = public.get(f"{path}?{DAY}").text
        assert said in text, path
        assert text.count('<div lang="ja-simple">') == 1
        assert text.index('id="plain-title"') < text.index(said)


def test_who_asks_for_plain_words_reads_them_before_the_rest(place: Mihon, pages: dict[str, str]) -> None:
    reader = Visitor.at(place.house)
    before = {path: reader.get(f"{path}?{DAY}") for path in pages}
    assert reader.fill("/", "/preferences", plain="on", next="/").status_code == 303
    for path in pages:
        answer = reader.get(f"{path}?{DAY}")
        text = answer.text
        first = text.index("<h2", text.index("<h1"))
        assert text[first:].startswith('<h2 id="plain-title">'), path
        assert sorted(Page.of(answer).text.split()) == sorted(Page.of(before[path]).text.split())
    reader.fill("/", "/preferences", plain="off", next="/")
    assert all(reader.get(f"{path}?{DAY}").text.count("plain-title") == 2 for path in pages)


def test_only_whoever_may_write_one_is_led_to_the_form(
    place: Mihon, office: Visitor, pages: dict[str, str]
) -> None:
    path = next(iter(pages))
    for role, led in ((Role.SECRETARIAT, True), (Role.MEMBER, False), (Role.AUDITOR, False)):
        text = place.visitor(role).get(path).text
        assert ("/record/writePlainSummary?subjectId=" in text) is led, role
    form = office.get(f"/record/writePlainSummary?subjectId={place.id('Body', 'しごと部会')}")
    assert form.status_code == 200
    assert "しごと部会" in form.text
