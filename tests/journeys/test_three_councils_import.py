"""Three councils, imported from the files that come with the product: what they say, day by day."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from kyogikai_platform.importing import Report, bundled, header, import_file
from kyogikai_platform.tenant import Tenant
from kyogikai_projections.tables import TABLES, audit_entry
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.identity import import_id
from kyogikai_tenants.log.connection import transaction

FILES = bundled()


class Council:
    """A municipality with its file imported, and questions to its read tables."""

    def __init__(self, tenant: Tenant, name: str, actor: Actor) -> None:
        self.tenant, self.file, self.actor = tenant, f"{name}.yaml", actor
        self.report = self.run()

    def run(self) -> Report:
        tenant, text = self.tenant, FILES[self.file]
        return import_file(tenant.engine, tenant.id, text, name=self.file, actor=self.actor)

    def id(self, key: str) -> Any:
        return import_id(self.tenant.id, key)

    def ask(self, query: sa.Select[Any]) -> list[Any]:
        with transaction(self.tenant.engine, self.tenant.id) as connection:
            return list(connection.execute(query))

    def on(self, day: str, table: str, *columns: str, **equal: Any) -> list[Any]:
        """The rows of a table on a day, as known now; one column bare, more as tuples."""
        t, when = TABLES[table], date.fromisoformat(day)
        query = sa.select(*(t.c[c] for c in columns)).where(
            t.c.known_to.is_(None),
            t.c.valid_from <= when,
            sa.or_(t.c.valid_to.is_(None), t.c.valid_to > when),
            *(t.c[name] == value for name, value in equal.items()),
        )
        found = self.ask(query.order_by(t.c.sort, t.c.id))
        return [row[0] for row in found] if len(columns) == 1 else [tuple(row) for row in found]

    def flags(self, key: str) -> list[str]:
        """The quality flags of a fact."""
        query = sa.select(audit_entry.c.quality).where(audit_entry.c.request_id == f"import:{key}")
        return [flag["flag"] for (quality,) in self.ask(query) for flag in quality]


@pytest.fixture
def council_of(new_tenant: Callable[[], Tenant], secretary: Actor) -> Callable[[str], Council]:
    return lambda name: Council(new_tenant(), name, secretary)


@pytest.fixture
def kisarazu(council_of: Callable[[str], Council]) -> Council:
    return council_of("kisarazu")


@pytest.fixture
def meguro(council_of: Callable[[str], Council]) -> Council:
    return council_of("meguro")


@pytest.fixture
def asahi(council_of: Callable[[str], Council]) -> Council:
    return council_of("asahi")


@pytest.mark.parametrize(("name", "facts"), [("kisarazu", 35), ("meguro", 50), ("asahi", 40)])
def test_a_second_run_changes_nothing_and_everything_holds(
    council_of: Callable[[str], Council], name: str, facts: int
) -> None:
    council = council_of(name)
    head = council.tenant.verify()
    assert (council.report.new, head.position) == (facts, facts)
    again = council.run()
    assert (again.new, again.already, council.tenant.verify()) == (0, facts, head)
    assert council.tenant.rebuild(check=True) == []


@pytest.mark.parametrize("name", FILES)
def test_every_fact_has_its_place_in_the_document_and_is_public(
    council_of: Callable[[str], Council], name: str
) -> None:
    council, c = council_of(name.removesuffix(".yaml")), audit_entry.c
    source = header(FILES[name], name=name).source
    found = council.ask(sa.select(c.document_id, c.audience).distinct())
    assert [tuple(row) for row in found] == [(council.id(source), "public")]
    assert (
        council.ask(
            sa.select(c.position).where(sa.not_(c.locator.regexp_match(r"^l\. [0-9]+([-, ]+[0-9]+)*$")))
        )
        == []
    )


@pytest.mark.parametrize(
    ("name", "host", "code", "title", "kind"),
    [
        ("kisarazu", "kisarazu", "122068", "木更津市", "city"),
        ("meguro", "meguro", "131105", "目黒区", "special_ward"),
        ("asahi", "asahi", "141127", "横浜市旭区", "administrative_ward"),
    ],
)
def test_a_file_says_whose_it_is(name: str, host: str, code: str, title: str, kind: str) -> None:
    tenant = header(FILES[f"{name}.yaml"], name=name).tenant
    assert (tenant.host, tenant.code, tenant.name, tenant.kind, tenant.fictitious) == (
        host,
        code,
        title,
        kind,
        False,
    )


class TestKisarazu:
    def test_nothing_is_known_of_2020(self, kisarazu: Council) -> None:
        for table, count in [("council", 1), ("body", 9), ("body_group", 1)]:
            assert kisarazu.on("2020-01-01", table, "existence") == ["unknown"] * count
            assert kisarazu.on("2021-05-01", table, "existence") == ["live"] * count

    def test_nine_bodies_in_the_order_of_the_paper(self, kisarazu: Council) -> None:
        assert kisarazu.on("2021-06-01", "body", "name", "kind", "number", "order_label") == [
            ("全体会議", "general_assembly", None, ""),
            ("調整会議", "coordination_committee", None, ""),
            ("個別支援会議", "case_conference", None, ""),
            ("就労生活支援部会", "subcommittee", 1, "①"),
            ("こども部会", "subcommittee", 2, "②"),
            ("権利擁護部会", "subcommittee", 3, "③"),
            ("居住支援部会", "subcommittee", 4, "④"),
            ("安心安全部会", "subcommittee", 5, "⑤"),
            ("啓発交流部会", "subcommittee", 6, "⑥"),
        ]
        group = kisarazu.id("group-kz-bukai")
        assert len(kisarazu.on("2021-06-01", "body", "id", group_id=group)) == 6

    def test_the_six_chairs_sit_in_the_coordination_committee(self, kisarazu: Council) -> None:
        (composition,) = kisarazu.on(
            "2021-06-01", "composition", "ex_officio_of", "organization_count",
            stream_id=kisarazu.id("body-kz-coordination"),
        )  # fmt: skip
        names = ["employment", "children", "rights", "housing", "safety", "outreach"]
        assert composition == ([kisarazu.id(f"body-kz-{n}") for n in names], None)

    def test_damaged_figures_are_flagged_and_not_guessed(self, kisarazu: Council) -> None:
        assert set(kisarazu.on("2021-06-01", "composition", "organization_count")) == {None}
        query = sa.select(audit_entry.c.quality).where(audit_entry.c.topic == "body.composition_defined")
        flags = [flag for (quality,) in kisarazu.ask(query) for flag in quality]
        assert {(f["flag"], f["as_written"]) for f in flags} == {
            ("garbled", "3・3の関係機関等"),
            ("garbled", "・5の福祉等関係機関"),
        }

    def test_how_often_the_bodies_meet(self, kisarazu: Council) -> None:
        columns = "per_year", "interval_months", "as_needed", "approximate", "as_written"
        assert {
            key: kisarazu.on("2021-06-01", "cadence", *columns, stream_id=kisarazu.id(key))
            for key in ("body-kz-plenary", "body-kz-coordination", "body-kz-case", "group-kz-bukai")
        } == {
            "body-kz-plenary": [
                (2, None, False, False, "総会年2回"),
                (None, None, True, False, "臨時会議(随時)"),
            ],
            "body-kz-coordination": [
                (2, None, False, False, "年2回"),
                (None, None, True, False, "※必要が生じた場合は、随時開催"),
            ],
            "body-kz-case": [(None, None, True, False, "必要が生じた場合、随時開催")],
            "group-kz-bukai": [(4, 3, False, True, "原則年4回程度(概ね3か月間隔)")],
        }

    def test_the_term_begins_before_anyone_saw_the_body(self, kisarazu: Council) -> None:
        ((length, end, as_written),) = kisarazu.on(
            "2021-04-01", "term", "length_years", "planned_end", "as_written"
        )
        assert (length, end["value"], end["latest"]) == (3, "FY2023", "2024-03-31")
        assert as_written == "任期3年 (令和3年度～令和5年度)"
        assert kisarazu.on("2021-03-31", "term", "existence") == ["not_yet"]
        assert [(f.key, f.flags[0].flag) for f in kisarazu.report.flagged] == [
            ("kz-014", "before_first_sighting")
        ]

    def test_ways_of_an_issue_with_their_conditions(self, kisarazu: Council) -> None:
        routes = kisarazu.on("2021-06-01", "issue_route", "from_id", "to_id", "act", "conditions")
        ends = {
            kisarazu.id(k): k
            for k in ("group-kz-bukai", "body-kz-coordination", "body-kz-case", "council-kz")
        }
        assert [(ends[a], act, ends[b], len(conditions)) for a, b, act, conditions in routes] == [
            ("group-kz-bukai", "propose", "body-kz-coordination", 0),
            ("body-kz-coordination", "screen", "body-kz-coordination", 0),
            ("body-kz-coordination", "escalate", "council-kz", 0),
            ("body-kz-coordination", "refer", "group-kz-bukai", 2),
            ("group-kz-bukai", "recommend", "council-kz", 0),
            ("body-kz-case", "submit", "body-kz-coordination", 0),
            ("body-kz-coordination", "refer", "group-kz-bukai", 2),
        ]

    def test_statements_with_their_items(self, kisarazu: Council) -> None:
        found = kisarazu.on("2021-06-01", "statement", "label", "title", kind="goal")
        assert found == [
            ("", "協議会の基本目標"),
            ("①", "共通の目的を持つこと"),
            ("②", "情報を共有すること"),
            ("③", "具体的に協働すること"),
            ("④", "地域の関係者によるネットワークを構築すること"),
            ("(1)", ""),
            ("(2)", ""),
            ("(3)", ""),
        ]
        assert kisarazu.on("2021-06-01", "statement", "as_written", kind="slogan") == [
            "自立と、共に支えあうまち・きさらづ"
        ]

    def test_whose_secretariat_it_is_stays_open(self, kisarazu: Council) -> None:
        assert kisarazu.on("2021-06-01", "secretariat", "names") == [["木更津市福祉部障がい福祉課"]]
        assert kisarazu.flags("kz-015") == ["ambiguous"]


class TestMeguro:
    def test_the_bodies_change_name_and_kind_in_april_2011(self, meguro: Council) -> None:
        assert meguro.on("2010-06-01", "body", "name", "kind") == [
            ("協議会", "general_assembly"),
            ("就労支援担当者会", "working_group"),
            ("居宅サービス担当者会", "working_group"),
        ]
        assert meguro.on("2011-06-01", "body", "name", "kind") == [
            ("協議会", "general_assembly"),
            ("就労支援部会", "subcommittee"),
            ("生活支援部会", "subcommittee"),
        ]
        assert meguro.on("2011-03-31", "body", "name")[1] == "就労支援担当者会"
        assert meguro.on("2009-01-31", "body", "existence") == ["not_yet"] * 3
        assert meguro.on("2009-02-01", "council", "existence") == ["live"]

    def test_the_council_has_two_names_and_starts_anew(self, meguro: Council) -> None:
        names = meguro.on("2011-06-01", "dated_name", "kind", "name", stream_id=meguro.id("council-mg"))
        assert names == [("official", "目黒区障害者地域自立支援協議会"), ("alias", "目黒区自立支援協議会")]
        steps = meguro.on("2011-04-01", "lineage", "change", "effective")
        assert sorted(change for change, _ in steps) == ["kind_changed"] * 2 + ["renamed"] * 2 + ["restarted"]
        assert {when["value"] for _, when in steps} == {"2011-04"}
        assert {when["basis"] for change, when in steps if change != "restarted"} == {"CONTEXT"}

    def test_nine_meetings_and_their_numbers(self, meguro: Council) -> None:
        held = meguro.on("2013-04-01", "meeting", "date", "fiscal_year", "number", "state")
        assert [
            (when["value"], when["precision"], year, number, state) for when, year, number, state in held
        ] == [
            ("2011-06", "MONTH", 2011, 1, "held"),
            ("2011-08", "MONTH", 2011, 2, "held"),
            ("2011-10", "MONTH", 2011, 3, "held"),
            ("2011-12", "MONTH", 2011, 4, "held"),
            ("2012-02", "MONTH", 2011, 5, "held"),
            ("2012-06", "MONTH", 2012, 1, "held"),
            ("2012-08", "MONTH", 2012, 2, "held"),
            ("2012-10", "MONTH", 2012, 3, "held"),
            ("2012-12", "MONTH", 2012, 4, "held"),
        ]
        assert set(map(tuple, meguro.on("2013-04-01", "meeting", "body_ids"))) == {
            (meguro.id("body-mg-employment"),)
        }
        assert meguro.on("2013-04-01", "meeting_body", "body_id", place_in_list=1) == []

    def test_a_case_study_names_its_presenter_and_guesses_no_organization(self, meguro: Council) -> None:
        found = meguro.on(
            "2013-04-01", "agenda_item", "presenter_as_written", "presenter_id", kind="case_study"
        )
        assert sorted(found, key=lambda row: row[0]) == [
            ("かみよん工房", meguro.id("org-mg-kamiyon")),
            ("しいの実社", None),
            ("フードコミュニティ目黒", meguro.id("org-mg-food-meguro")),
            ("就労支援センター", None),
            ("就労支援センター", None),
        ]

    def test_the_agenda_as_written(self, meguro: Council) -> None:
        def agenda(key: str) -> list[Any]:
            return meguro.on(
                "2013-04-01", "agenda_item", "title", "kind", "open_ended", stream_id=meguro.id(key)
            )

        assert agenda("meeting-mg-emp-2012-3") == [
            ("アンケート集計結果の整理、検討", "survey", False),
            ("目黒区における就労支援体制について", "discussion", True),
        ]
        assert agenda("meeting-mg-emp-2011-2") == [("合同学習会", "study", False)]
        assert meguro.flags("mg-052") == ["ambiguous"]
        (guests,) = meguro.on("2013-04-01", "agenda_item", "guest_ids", kind="exchange")
        assert guests == [meguro.id("org-mg-hellowork")]

    def test_the_survey_goes_through_three_meetings(self, meguro: Council) -> None:
        steps = meguro.on("2013-04-01", "activity_step", "number", "stage", "meeting_id", "effective")
        assert [(n, stage, meeting, when["value"]) for n, stage, meeting, when in steps] == [
            (1, "目的確認、内容検討", meguro.id("meeting-mg-emp-2012-1"), "2012-06"),
            (2, "集計結果報告", meguro.id("meeting-mg-emp-2012-2"), "2012-08"),
            (3, "集計結果の整理、検討", meguro.id("meeting-mg-emp-2012-3"), "2012-10"),
        ]
        assert meguro.on("2013-04-01", "activity", "kind", "state", "fiscal_year", "date") == [
            ("survey", "planned", 2012, None)
        ]
        items = set(meguro.on("2013-04-01", "activity_step", "item_id"))
        assert items <= set(meguro.on("2013-04-01", "agenda_item", "id", kind="survey"))

    def test_three_undated_phases_that_overlap(self, meguro: Council) -> None:
        columns = "number", "name", "duration", "fiscal_years", "state", "started", "attested"
        assert meguro.on("2015-01-01", "phase", *columns) == [
            (1, "立ち上げ期", "1～2年", [2011, 2012], "planned", None, None),
            (2, "展開期", "2～3年後", [], "planned", None, None),
            (3, "成熟期", "3～4年後", [], "planned", None, None),
        ]

    def test_both_sides_of_the_contradiction_are_kept_and_flagged(self, meguro: Council) -> None:
        body = meguro.on(
            "2012-01-01", "cadence", "interval_months", "per_year", stream_id=meguro.id("body-mg-life")
        )
        plan = meguro.on(
            "2012-01-01", "cadence", "interval_months", "per_year", stream_id=meguro.id("phase-mg-1")
        )
        assert (body, plan) == ([(2, None)], [(None, 5)])
        for key in ("mg-025", "mg-026", "mg-030"):
            assert "possible_conflict" in meguro.flags(key)

    def test_the_list_of_organizations_is_not_exhaustive(self, meguro: Council) -> None:
        body = meguro.id("body-mg-employment")
        assert len(meguro.on("2012-01-01", "membership", "id", body_id=body)) == 9
        assert meguro.on("2012-01-01", "body", "roster_exhaustive", id=body) == [False]
        assert meguro.on("2012-01-01", "organization", "parent_name") == [""] * 10


class TestAsahi:
    def test_the_wards_line_from_network_to_council(self, asahi: Council) -> None:
        def live(day: str) -> list[Any]:
            found = asahi.on(day, "council", "name", "standing", jurisdiction="旭区", existence="live")
            return [row for row in found if row[1] != "external"]

        assert live("2004-05-31") == []
        assert (
            live("2004-06-01") == live("2006-09-30") == [("旭区障害者地域生活相談支援体制検討会", "network")]
        )
        assert live("2006-10-01") == live("2007-08-31") == [("旭区障害者地域生活支援会議", "network")]
        assert live("2007-09-01") == [("旭区地域自立支援協議会", "statutory")]

    def test_lineage_of_both_lines(self, asahi: Council) -> None:
        t = TABLES["lineage"]
        query = sa.select(t.c.change, t.c.from_id, t.c.to_id, t.c.effective).where(t.c.known_to.is_(None))
        found = [
            (change, a, b, when["value"]) for change, a, b, when in asahi.ask(query.order_by(t.c.valid_from))
        ]
        assert found == [
            ("succeeded", asahi.id("council-as-net1"), asahi.id("council-as-net2"), "2006-10"),
            ("succeeded", asahi.id("body-yk-caremgmt"), asahi.id("council-yk"), "FY2007"),
            ("repositioned", asahi.id("council-as-net2"), asahi.id("council-as"), "2007-09"),
        ]

    def test_the_secretariat_of_each_stage(self, asahi: Council) -> None:
        def office(day: str, council: str) -> list[Any]:
            return asahi.on(day, "secretariat", "names", "mode", stream_id=asahi.id(council))

        assert office("2005-01-01", "council-as-net1") == [(["区役所", "区社協"], "joint")]
        assert office("2007-01-01", "council-as-net2") == [([], "unknown")]
        assert office("2008-01-01", "council-as") == []
        assert asahi.flags("as-023") == ["incomplete"]

    def test_who_joined_in_2006_and_what_happened_around(self, asahi: Council) -> None:
        assert asahi.on("2006-11-01", "composition", "added") == [["入所系の事業所"]]
        (context,) = asahi.on("2006-11-01", "external_context", "effective")
        assert (context["value"], context["asWritten"]) == (
            "2006-10",
            "平成18年10月に施行された障害者自立支援法",
        )
        assert asahi.flags("as-011") == ["garbled"]

    def test_the_citys_own_line_stands_beside(self, asahi: Council) -> None:
        names = "横浜市障碍者施策推進協議会", "横浜市自立支援協議会"
        found = {
            day: asahi.on(day, "council", "name", "existence", standing="external")
            for day in ("2004-04-01", "2007-04-01")
        }
        assert sorted(found["2004-04-01"]) == sorted([(names[0], "live"), (names[1], "not_yet")])
        assert sorted(found["2007-04-01"]) == sorted([(names[0], "live"), (names[1], "live")])
        assert asahi.on("2003-03-31", "council", "existence", name=names[0]) == ["unknown"]
        body = asahi.id("body-yk-caremgmt")
        assert [asahi.on(d, "body", "existence", id=body) for d in ("2007-03-31", "2007-04-01")] == [
            ["live"],
            ["ended"],
        ]

    def test_the_bodies_of_fiscal_2023(self, asahi: Council) -> None:
        council = asahi.id("council-as")
        assert asahi.on("2023-04-01", "body", "name", "kind", council_id=council, group_id=None) == [
            ("事務局会議", "secretariat_meeting"),
            ("代表者会議", "representatives_meeting"),
            ("実務者定例会", "practitioners_meeting"),
        ]
        group = asahi.id("group-as-renrakukai")
        assert set(asahi.on("2023-04-01", "body", "name", "kind", group_id=group)) == {
            ("相談連絡会", "liaison_group"),
            ("くらしの連絡会", "liaison_group"),
            ("こども連絡会", "liaison_group"),
            ("日中活動連絡会", "liaison_group"),
            ("精神連絡会", "liaison_group"),
        }
        assert set(asahi.on("2020-01-01", "body", "existence", council_id=council)) == {"unknown"}

    def test_the_festival_is_listed_and_not_said_to_have_been_held(self, asahi: Council) -> None:
        columns = "title", "kind", "state", "days", "fiscal_year", "date"
        assert asahi.on("2023-04-01", "activity", *columns) == [
            ("あっぱれフェスタ", "event", "planned", 3, 2023, None)
        ]
