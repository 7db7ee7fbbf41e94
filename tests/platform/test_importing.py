"""Importing a file: all of it or nothing, every problem with its place, a second run without effect."""

import time
from dataclasses import fields
from pathlib import Path
from textwrap import dedent
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from kyogikai_platform.importing import (
    ImportRefused,
    Report,
    header,
    import_bytes,
    import_file,
    plan,
    running,
)
from kyogikai_platform.importing.layout import ENVELOPE
from kyogikai_platform.importing.reading import DEEPEST, LARGEST
from kyogikai_platform.tenant import Tenant
from kyogikai_projections.tables import TABLES
from kyogikai_tenants.bulk import Bulk
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.council.bodies import BodyCreated, NameTaken
from kyogikai_tenants.events import COMMANDS
from kyogikai_tenants.identity import import_id
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.vocabulary import Audience, BodyKind, Role
from tests.book import Book

DOCS = Path(__file__).parents[2] / "docs" / "import-format.md"
HEAD = """\
format: kyogikai-import/1
tenant: {host: mihara, name: 見原市, kind: city, fictitious: true}
audience: public
source: doc
facts:
- {key: f-doc, command: RegisterSourceDocument, id: doc, effective: at 2021-05, title: あらまし}
- {key: f-council, command: EstablishCouncil, id: council, effective: from 2010, name: 会, standing: network}
- key: f-body
  command: CreateBody
  id: body-work
  effective: from 2011-04
  council_id: council
  name: 就労部会
  kind: subcommittee
"""
"""A sound file of 14 lines: what a test adds starts in line 15."""


SEALED = "- {{key: s, command: {command}, id: council, effective: at 2021, answer: 'yes', {more}}}\n"
"""What is personal data stands in no file."""


def facts(*added: str) -> str:
    return HEAD + "".join(dedent(a) for a in added)


def run(tenant: Tenant, text: str | bytes, actor: Actor) -> Report:
    return import_file(tenant.engine, tenant.id, text, name="mihara.yaml", actor=actor)


def told(tenant: Tenant, text: str | bytes, actor: Actor) -> list[str]:
    """The problems of a refused file; nothing of it is stored."""
    before = tenant.verify()
    with pytest.raises(ImportRefused) as refused:
        run(tenant, text, actor)
    assert tenant.verify() == before
    assert plan(tenant.engine, tenant.id, text, name="mihara.yaml", actor=actor).problems
    return [problem.text("en") for problem in refused.value.problems]


def rows(tenant: Tenant, table: str, *columns: str) -> list[tuple[object, ...]]:
    found = TABLES[table]
    with transaction(tenant.engine, tenant.id) as connection:
        query = sa.select(*(found.c[c] for c in columns)).where(found.c.known_to.is_(None))
        return [tuple(row) for row in connection.execute(query.order_by(found.c.valid_from, found.c.sort))]


LIMITS = "SET LOCAL statement_timeout = '100ms'; SET LOCAL idle_in_transaction_session_timeout = '100ms'"
LONG = 0.2


def test_a_large_file_is_thought_about_between_two_statements_and_written_by_long_ones(
    tenant: Tenant, secretary: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Longer than others may: both are planted once, on connections that have little time."""

    def slowly(connection: sa.Connection, *more: Any) -> Bulk:
        time.sleep(LONG)
        connection.exec_driver_sql(f"SELECT pg_sleep({LONG})")
        return Bulk(connection, *more)

    def hurry(connection: sa.Connection) -> None:
        connection.exec_driver_sql(LIMITS)

    sa.event.listen(tenant.engine, "begin", hurry)
    try:
        with pytest.raises(sa.exc.DBAPIError), tenant.engine.begin() as connection:
            connection.exec_driver_sql(f"SELECT pg_sleep({LONG})")
        with monkeypatch.context() as patch:
            patch.setattr(running, "Bulk", slowly)
            assert run(tenant, facts(), secretary).new == 3
    finally:
        sa.event.remove(tenant.engine, "begin", hurry)


def test_a_file_is_recorded_and_a_second_run_by_anyone_changes_nothing(
    tenant: Tenant, secretary: Actor
) -> None:
    assert (run(tenant, facts(), secretary).new, run(tenant, facts(), secretary).already) == (3, 3)
    after = tenant.verify()
    again = run(tenant, facts(), Actor("a colleague", Role.SECRETARIAT))
    assert (again.new, again.already, tenant.verify()) == (0, 3, after)
    assert tenant.rebuild(check=True) == []


def test_ids_follow_from_municipality_and_key(tenant: Tenant, secretary: Actor) -> None:
    run(tenant, facts(), secretary)
    assert rows(tenant, "council", "id") == [(import_id(tenant.id, "council"),)] * 2


def test_a_plan_says_what_would_happen_and_stores_nothing(tenant: Tenant, secretary: Actor) -> None:
    before = tenant.verify()
    report = plan(tenant.engine, tenant.id, facts(), name="mihara.yaml", actor=secretary)
    assert (report.new, report.already, report.problems) == (3, 0, ())
    assert tenant.verify() == before


def test_what_is_added_to_a_file_is_recorded_alone(tenant: Tenant, secretary: Actor) -> None:
    run(tenant, facts(), secretary)
    renamed = "- {key: f-new, command: RenameBody, id: body-work, effective: from 2015, name: 就労支援部会}\n"
    report = run(tenant, facts(renamed), secretary)
    assert (report.new, report.already) == (1, 3)


def test_a_changed_fact_is_refused_with_old_and_new(tenant: Tenant, secretary: Actor) -> None:
    run(tenant, facts(), secretary)
    (problem,) = told(tenant, facts().replace("name: 就労部会", "name: 就労支援部会"), secretary)
    assert problem.startswith("mihara.yaml:13: f-body: name: Already recorded differently")
    assert "就労部会”" in problem
    assert "“就労支援部会”" in problem
    assert "CorrectEvent" in problem


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("id: body-work", "id: body-other", "10: f-body: id"),
        ("command: CreateBody", "command: RenameBody", "9: f-body: command"),
        ("from 2011-04", "{kind: from, value: 2011-04, as_written: 平成23年}", "11: f-body: effective"),
        ("kind: subcommittee", "kind: subcommittee\n  reading: しゅうろう", "15: f-body: reading"),
        ("kind: subcommittee", "kind: subcommittee\n  quality: [garbled]", "15: f-body: quality"),
        ("kind: subcommittee", "kind: subcommittee\n  audience: council", "15: f-body: audience"),
    ],
)
def test_any_change_of_a_recorded_fact_is_seen(
    tenant: Tenant, secretary: Actor, old: str, new: str, place: str
) -> None:
    run(tenant, facts(), secretary)
    changed = facts().replace(old, new)
    if "RenameBody" in new:
        changed = changed.replace("  council_id: council\n", "").replace("  kind: subcommittee\n", "")
    assert any(line.startswith(f"mihara.yaml:{place}: Already") for line in told(tenant, changed, secretary))


def test_a_broken_reference_is_named_with_file_line_and_value(tenant: Tenant, secretary: Actor) -> None:
    broken = """\
        - key: f-2
          command: CreateBody
          id: body-2
          effective: from 2012
          council_id: councel
          name: こども部会
          kind: subcommittee
        """
    (problem,) = told(tenant, facts(broken), secretary)
    assert problem.startswith("mihara.yaml:19: f-2: council_id: councel: No council of this name")


def test_a_reference_names_the_right_kind_of_record_and_an_earlier_one(
    tenant: Tenant, secretary: Actor
) -> None:
    early = facts().replace("council_id: council\n", "council_id: council-2\n")
    later = """\
        - key: f-2
          command: EstablishCouncil
          id: council-2
          effective: from 2010
          name: 甲
          standing: network
        """
    assert told(tenant, early + dedent(later), secretary)[0].endswith("on record. → 15")
    assert (
        "This is a source_document" in told(tenant, facts().replace("_id: council", "_id: doc"), secretary)[0]
    )


def test_every_problem_is_named_and_what_rests_on_it_is_not(tenant: Tenant, secretary: Actor) -> None:
    wrong = """\
        - {key: f-2, command: CreateBodi, id: body-2, effective: from 2012, name: 甲}
        - {key: f-3, command: RenameBody, id: body-2, effective: from 2013, name: 乙}
        - {key: f-4, command: RenameBody, id: body-work, effective: from 201, nam: 丙}
        - {key: f-5, command: SetBodyCadence, id: body-work, effective: from 2012, rules: [{per_year: 12e3}]}
        - {key: f-5, command: DissolveBody, id: body-work, effective: from 2013}
        """
    found = told(tenant, facts(wrong), secretary)
    assert [line.split(":")[1] for line in found] == ["15", "17", "17", "17", "18", "19"]
    assert "CreateBody" in found[0]
    assert {"nam", "name is missing."} <= {part for line in found[1:4] for part in line.split(": ")}
    assert "rules[0].per_year: 12e3: Expected `int | null`, got `str`" in found[4]
    assert found[5].endswith("Line 18 uses this key too.")


def test_one_wrong_fact_anywhere_and_nothing_is_stored(tenant: Tenant, secretary: Actor) -> None:
    last = "- {key: f-2, command: DissolveBody, id: body-work, effective: undated}\n"
    assert "needs a date" in told(tenant, facts(last), secretary)[0]
    assert rows(tenant, "council", "name") == []


@pytest.mark.parametrize(
    ("field", "value", "stored"),
    [
        ("name", "2021-05-01", "2021-05-01"),
        ("name", "011002", "011002"),
        ("name", "12e3", "12e3"),
        ("name", "yes", "yes"),
        ("name", "'null'", "null"),
        ("name", "0x10", "0x10"),
        ("number", "12", 12),
        ("standing_members", "true", True),
        ("standing_members", "false", False),
    ],
)
def test_a_value_is_what_its_field_asks_for(
    tenant: Tenant, secretary: Actor, field: str, value: str, stored: object
) -> None:
    text = facts().replace("  name: 就労部会\n", "" if field == "name" else "  name: 就労部会\n")
    run(tenant, f"{text}  {field}: {value}\n", secretary)
    assert {row[0] for row in rows(tenant, "body", field)} == {stored}
    assert tenant.rebuild(check=True) == []


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("number", "011", "Expected `int | null`, got `str`"),
        ("number", "12.0", "Expected `int | null`, got `str`"),
        ("number", "１２", "Expected `int | null`, got `str`"),
        ("number", "99999999999999999999", "Expected `int | null`, got `str`"),
        ("standing_members", "yes", "Expected `bool | null`, got `str`"),
        ("reading", "null", "There is no value"),
        ("reading", "", "There is no value"),
        ("order_label", "①" * 41, "length <= 40"),
        ("aliases", "甲", "Expected `array`, got `str`"),
        ("reading", "{a: b}", "Expected `str`, got `object`"),
        ("reading", r'"\0"', "U+0000"),
        ("reading", r'"\ud800"', "invalid Unicode character"),
        ("reading", "甲" * 20_001, "longer than 20000"),
    ],
)
def test_a_value_of_the_wrong_form_is_refused_at_its_line(
    tenant: Tenant, secretary: Actor, field: str, value: str, why: str
) -> None:
    (problem,) = told(tenant, f"{facts()}  {field}: {value}\n", secretary)
    assert problem.startswith("mihara.yaml:15:")
    assert why in problem


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        (facts() + "  reading: &a よみ\n", 15, "Anchors and aliases"),
        (facts().replace("{key: f-doc", "&a {key: f-doc") + "- *a\n", 6, "Anchors and aliases"),
        (facts() + "  reading: !!python/name:os.system よみ\n", 15, "tag"),
        (facts() + "  name: 生活部会\n", 15, "name stands there twice"),
        (facts() + "facts: []\n", 15, "facts stands there twice"),
        (facts() + "---\nformat: kyogikai-import/1\n", 15, "more than one document"),
        (facts() + "  aliases: " + "[" * DEEPEST + "]" * DEEPEST + "\n", 15, "Nested too deep"),
        (facts() + "  aliases: " + "[" * 200_000, 15, "Nested too deep"),
        (facts() + "  reading: a\x00b\n", 15, "U+0000"),
        (facts() + "  reading: a\x1bb\n", 15, "U+001B"),
        (facts() + "  reading: [a, b\n", 16, "Not readable as YAML"),
        (facts() + " reading: a\n", 15, "Not readable as YAML"),
        (facts() + "  ? [a, b]\n  : c\n", 15, "Expected a text"),
        ("", 1, "the file is empty"),
        ("- a\n", 1, "Expected a mapping"),
        ("facts: a\n", 1, "Expected a list"),
        (facts() + "- a\n", 15, "Expected a mapping"),
        (facts() + "- {command: RenameBody, id: body-work}\n", 15, "key is missing"),
        (facts() + "- {key: [a], command: RenameBody}\n", 15, "Expected a text"),
        (facts().replace("import/1", "import/2"), 1, "format must be kyogikai-import/1"),
        (facts().replace("kind: city", "kind: town hall"), 2, "Invalid enum value"),
        (facts().replace("audience: public", "audience: all"), 3, "Invalid enum value"),
        (facts().replace("source: doc\n", "sauce: doc\n"), 4, "no such field"),
        (facts(SEALED.format(command="RecordContact", more="phone: 1")), 15, "no such command"),
        (facts(SEALED.format(command="AnswerAttendance", more="comment: 遅れます")), 15, "no such field"),
    ],
)
def test_what_is_outside_the_format_is_refused_at_its_line(
    tenant: Tenant, secretary: Actor, text: str, line: int, why: str
) -> None:
    found = told(tenant, text, secretary)
    assert any(problem.startswith(f"mihara.yaml:{line}:") and why in problem for problem in found)


def test_a_report_stays_short_whatever_the_file_says(tenant: Tenant, secretary: Actor) -> None:
    long = facts(f'- {{key: {"k" * 9000}, command: {"c" * 9000}, id: a}}\n- {{key: "a\\nb", command: X}}\n')
    found = told(tenant, long, secretary)
    assert max(map(len, found)) < 1000
    assert not [line for line in found if "\n" in line]


@pytest.mark.parametrize(
    ("codec", "guess"), [("cp932", "Shift_JIS"), ("euc_jp", "EUC-JP"), ("utf-16", "UTF-16")]
)
def test_another_encoding_than_utf8_is_refused_by_its_name(
    tenant: Tenant, secretary: Actor, codec: str, guess: str
) -> None:
    (problem,) = told(tenant, facts().encode(codec), secretary)
    assert f"not UTF-8 ({guess})" in problem


def test_a_byte_order_mark_is_read_over(tenant: Tenant, secretary: Actor) -> None:
    assert run(tenant, facts().encode("utf-8-sig"), secretary).new == 3
    assert run(tenant, "\ufeff" + facts(), secretary).already == 3


def test_a_file_is_at_most_so_large(tenant: Tenant, secretary: Actor) -> None:
    (problem,) = told(tenant, facts() + "#" * LARGEST, secretary)
    assert "too large" in problem
    assert run(tenant, facts() + "#" * (LARGEST - len(facts().encode())), secretary).new == 3


SAME_NAME = """\
- key: f-2
  command: CreateBody
  id: body-2
  effective: from 2012
  council_id: council
  name: 就労部会
  kind: subcommittee
"""


def test_a_business_rule_becomes_a_flag_where_a_live_command_is_refused(
    tenant: Tenant, secretary: Actor
) -> None:
    report = run(tenant, facts(SAME_NAME), secretary)
    found = [(f.key, f.line, f.flags[0].flag) for f in report.flagged]
    assert found == [("f-body", 8, "name_taken"), ("f-2", 15, "name_taken")], "each of the two has the name"
    assert run(tenant, facts(SAME_NAME), secretary).already == 4
    with pytest.raises(NameTaken):
        tenant.say(
            BodyCreated, actor=secretary, effective={"kind": "from", "value": "2013"}, name="就労部会",
            audience=Audience.PUBLIC, council_id=import_id(tenant.id, "council"), kind=BodyKind.SUBCOMMITTEE,
        )  # fmt: skip


def test_what_came_later_or_puts_right_is_recorded_at_a_later_moment(
    tenant: Tenant, secretary: Actor
) -> None:
    run(tenant, facts(CORRECTED + "- {key: f-8, command: AnnotateEvent, of: f-2, note: 追記, later: true}\n"),
        secretary)  # fmt: skip
    query = "SELECT request_id AS fact, recorded_at AS moment FROM audit_entry ORDER BY position"
    moments = dict[Any, list[str]]()
    for row in Book(tenant).query(query):
        moments.setdefault(row["moment"], []).append(row["fact"].removeprefix("import:"))
    assert list(moments.values())[-3:] == [["f-3", "f-4"], ["f-5", "f-6", "f-7"], ["f-8"]]
    (problem,) = told(tenant, facts("- {key: f-9, command: AnnotateEvent, of: f-body, note: a, later: x}\n"),
                      secretary)  # fmt: skip
    assert "f-9: later: x" in problem


def test_a_flag_of_the_files_own_that_is_taken_away_is_a_change(tenant: Tenant, secretary: Actor) -> None:
    run(tenant, facts(SAME_NAME + "  quality: [garbled]\n"), secretary)
    assert "f-2: quality: Already recorded differently" in told(tenant, facts(SAME_NAME), secretary)[0]


CORRECTED = """\
- {key: f-2, command: RenameBody, id: body-work, effective: from 2015, name: 就労支援部会}
- {key: f-3, command: CorrectEvent, of: f-2, field: effective, new: from 2014-04, reason: 読み違い}
- {key: f-4, command: CreateBody, id: body-2, effective: at 2015, name: 甲, council_id: council, kind: other}
- {key: f-5, command: AnnulEvent, of: f-4, reason: 存在しなかった}
- {key: f-6, command: AnnotateEvent, of: f-2, note: 会則にも同じ記載}
- {key: f-7, command: ChangeAudience, id: body-work, audience: council, reason: 公開前}
"""


def test_corrections_annulments_notes_and_audiences_stand_in_a_file_too(
    tenant: Tenant, secretary: Actor
) -> None:
    run(tenant, facts(CORRECTED), secretary)
    assert run(tenant, facts(CORRECTED), secretary).already == 9
    found = rows(tenant, "body", "name", "valid_from", "audience")
    assert [(name, str(day)) for name, day, _ in found][-1] == ("就労支援部会", "2014-04-01")
    assert {audience for *_, audience in found} == {"council"}
    assert "甲" not in {name for name, *_ in found}
    assert tenant.rebuild(check=True) == []


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("of: f-2, field", "of: f-9, field", "16: f-3: of: f-9: There is no earlier fact"),
        ("field: effective", "field: efective", "16: f-3: field: efective: There is no such field"),
        ("new: from 2014-04", "new: from 2014-13", "16: f-3: new: from 2014-13: month must be in 1..12"),
        ("of: f-4, ", "", "18: f-5: of: There is no earlier fact"),
        (", reason: 公開前", "", "20: f-7: reason is missing"),
        ("id: body-work, audience", "id: body-9, audience", "20: f-7: id: body-9: No"),
        ("new: from 2014-04, reason: 読み違い", "new: from 2014-04", "16: f-3: reason is missing"),
    ],
)
def test_a_wrong_correction_is_refused_at_its_line(
    tenant: Tenant, secretary: Actor, old: str, new: str, why: str
) -> None:
    assert any(
        line.startswith(f"mihara.yaml:{why}")
        for line in told(tenant, facts(CORRECTED.replace(old, new)), secretary)
    )


def test_a_later_file_corrects_and_adds_to_what_an_earlier_one_recorded(
    tenant: Tenant, secretary: Actor
) -> None:
    run(tenant, facts(), secretary)
    first = HEAD.partition("facts:\n")[0]
    more = first + dedent("""\
        facts:
        - {key: g-1, command: CorrectEvent, of: f-body, field: name, new: 就労支援部会, reason: 誤記}
        - {key: g-2, command: RenameBody, id: body-work, effective: from 2020, name: はたらく部会}
        """)
    assert run(tenant, more, secretary).new == 2
    assert [name for (name,) in rows(tenant, "body", "name")] == [
        "就労支援部会",
        "就労支援部会",
        "はたらく部会",
    ]


def test_a_record_that_was_not_imported_is_named_by_its_id(tenant: Tenant, secretary: Actor) -> None:
    run(tenant, facts(), secretary)
    made = tenant.say(
        BodyCreated, actor=secretary, effective={"kind": "from", "value": "2013"}, name="生活部会",
        audience=Audience.PUBLIC, council_id=import_id(tenant.id, "council"), kind=BodyKind.SUBCOMMITTEE,
    ).record_id  # fmt: skip
    run(
        tenant,
        facts(f"- {{key: f-2, command: DissolveBody, id: {made}, effective: at 2014-03}}\n"),
        secretary,
    )
    found = rows(tenant, "body", "id", "existence", "valid_from")
    assert [str(day) for id_, existence, day in found if (id_, existence) == (made, "ended")] == [
        "2014-04-01"
    ]


def test_a_file_says_nothing_of_the_service(tenant: Tenant, secretary: Actor) -> None:
    mine = "- {key: f-2, command: RegisterTenant, id: tenant, effective: undated, name: 甲, host: kou}\n"
    assert (
        "15: f-2: command: RegisterTenant: There is no such command"
        in told(tenant, facts(mine), secretary)[0]
    )


def test_who_may_not_record_cannot_import(tenant: Tenant) -> None:
    auditor = Actor("auditor", Role.AUDITOR)
    assert all("The role auditor does not record" in line for line in told(tenant, facts(), auditor))


def test_no_event_has_a_field_that_a_fact_says_itself() -> None:
    names = {word: {f.name for f in fields(event)} for word, event in COMMANDS.items()}
    assert not {word: found for word, named in names.items() if (found := named & set(ENVELOPE))}


def example() -> str:
    return DOCS.read_text().partition("```yaml\n")[2].partition("```\n")[0]


def test_the_example_in_the_documentation_can_be_imported(tenant: Tenant, secretary: Actor) -> None:
    assert header(example(), name="example").tenant.code == "019992"
    report = import_file(tenant.engine, tenant.id, example(), name="example", actor=secretary)
    assert (report.new, report.flagged) == (5, ())


def host_of(engine: sa.Engine, host: str) -> UUID | None:
    with engine.connect() as connection:
        return connection.execute(
            sa.text("SELECT tenant_id FROM municipality WHERE host = :host"), {"host": host}
        ).scalar_one_or_none()


def test_the_first_file_of_a_municipality_registers_it(engine: sa.Engine) -> None:
    text = facts().replace("host: mihara", "host: first-file").encode()
    assert import_bytes(engine, text, name="a", dry_run=True).new == 3
    assert host_of(engine, "first-file") is None
    assert str(import_bytes(engine, text, name="a")) == "a: 3 new, 0 on record"
    assert str(import_bytes(engine, text, name="a")) == "a: 0 new, 3 on record"
    found = host_of(engine, "first-file")
    assert found
    assert rows(Tenant(engine, found), "municipality_profile", "name", "status")[-1] == ("見原市", "active")


def test_a_municipality_that_cannot_be_registered_is_refused_at_its_line(engine: sa.Engine) -> None:
    for old, new, why in [
        ("host: mihara", "host: www", "a:2: tenant.host: www: The host name www is reserved."),
        ("host: mihara", "host: 見原", "a:2: tenant.host: 見原: "),
        ("host: mihara", "host: bad-code, code: 011000", "a:2: tenant.code: 011000: "),
    ]:
        with pytest.raises(ImportRefused) as refused:
            import_bytes(engine, facts().replace(old, new).encode(), name="a")
        assert refused.value.problems[0].text("en").startswith(why)


def test_a_file_of_another_municipality_is_refused(engine: sa.Engine) -> None:
    text = facts().replace("host: mihara", "host: same-host, code: 019992")
    import_bytes(engine, text.encode(), name="a")
    with pytest.raises(ImportRefused, match="of another municipality"):
        import_bytes(engine, text.replace("019992", "122068").encode(), name="a")
