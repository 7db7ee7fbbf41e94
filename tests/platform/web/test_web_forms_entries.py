"""An entry is corrected with its reason and undone by another, by whoever may."""

import pytest

from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import House
from tests.platform.web.filling_in import entry_of, filled, recorded
from tests.platform.web.visitor import Page, Visitor

pytestmark = pytest.mark.check


def test_an_entry_is_corrected_with_its_reason(house: House, office: Visitor) -> None:
    entry = entry_of(office, house, title="誤った題")
    page = Page.of(office.get(entry))
    assert "誤った題" in page.text
    way = next(link for link in page.links if link.endswith("field=title"))
    shown = Page.of(office.get(way))
    assert shown.fields["new"] == "誤った題", "what stands there is there to be changed"
    check = filled(
        office, way, entryId=entry.rpartition("/")[2], field="title", new="正しい題", reason="誤記"
    )
    told = Page.of(office.get(check.headers["Location"])).text
    assert "「誤った題」から「正しい題」に訂正（誤記）" in told
    recorded(office, check)
    later = Page.of(office.get(entry))
    assert "あとで訂正または取消しされています" in later.text


def test_a_date_is_corrected_in_its_own_form(house: House, office: Visitor) -> None:
    entry = entry_of(office, house, title="日を直す会議")
    way = f"/record/correctEvent?entryId={entry.rpartition('/')[2]}&field=date"
    assert Page.of(office.get(way)).fields["new.value"] == "令和9年5月"
    given = {"new.value": "令和9年6月", "new.kind": "AT", "entryId": entry.rpartition("/")[2]}
    check = filled(office, way, **given, field="date", reason="誤記")
    assert "令和9年6月" in Page.of(office.get(check.headers["Location"])).text
    recorded(office, check)


def test_what_was_recorded_is_undone_by_another_entry(house: House, office: Visitor) -> None:
    entry = entry_of(office, house, title="取り消す会議")
    way = next(link for link in Page.of(office.get(entry)).links if "annulEvent" in link)
    check = filled(office, way, entryId=entry.rpartition("/")[2], reason="二重に記録した")
    recorded(office, check)
    page = Page.of(office.get(entry))
    assert "取消し（二重に記録した）" in page.text
    assert not [link for link in page.links if "annulEvent" in link], "an annulment is final"


def test_an_entry_is_shown_to_whom_it_is_open(house: House, office: Visitor, public: Visitor) -> None:
    entry = entry_of(office, house, title="内緒")
    assert public.get(entry).headers["Location"] == "/sign-in?next=/trail", "as for one that is not there"
    house.account("viewer9@example.jp", Role.VIEWER)
    viewer = Visitor.at(house)
    viewer.sign_in("viewer9@example.jp")
    assert viewer.get(entry).status_code == 404
    assert public.get("/trail/nonsense").headers["Location"] == "/sign-in?next=/trail"
    assert office.get("/trail/nonsense").status_code == 404


def test_an_entry_has_one_page(house: House, office: Visitor) -> None:
    entry = entry_of(office, house, title="一つのページ")
    before = entry.replace("/trail/", "/entries/")
    moved = office.get(before)
    assert (moved.status_code, moved.headers["Location"]) == (303, entry)
    page = Page.of(office.get(entry))
    assert "記録のつながり" in page.text
    assert [link for link in page.links if "annulEvent" in link], "and what may be done about it"


def test_a_day_before_the_record_began_is_refused_with_what_to_look_at(house: House, office: Visitor) -> None:
    entry = Page.of(office.get(entry_of(office, house, title="早すぎる会議")))
    (page,) = {link for link in entry.links if link.startswith("/meetings/")}
    way = f"/record/holdMeeting?meetingId={page.rpartition('/')[2]}"
    given = {"effective.value": "R3.5.1", "effective.kind": "AT", "meetingId": page.rpartition("/")[2]}
    check = office.get(filled(office, way, **given).headers["Location"])
    assert check.status_code == 422
    assert "予定を決めた日）を確かめてください。" in Page.of(check).text
