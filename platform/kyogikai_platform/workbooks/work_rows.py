"""Rows of 課題, 経過, 活動 and 文書 as facts."""

from kyogikai_platform.workbooks import reasons
from kyogikai_platform.workbooks.cells import Cells
from kyogikai_platform.workbooks.findings import Weight
from kyogikai_platform.workbooks.rows import Row
from kyogikai_platform.workbooks.telling import Telling
from kyogikai_tenants import fiscal_year
from kyogikai_tenants.effective import span
from kyogikai_tenants.vocabulary import ActivityState

STEPS = {
    "refer": ("ReferIssue", "question"), "escalate": ("EscalateIssue", "question"),
    "return": ("ReturnIssue", "reason"), "defer": ("DeferIssue", "reason"),
    "screen": ("ScreenIssue", "finding"),
    "report": ("ReportIssueProgress", "progress"), "resolve": ("ResolveIssue", "outcome"),
    "close": ("CloseIssue", "outcome"), "reopen": ("ReopenIssue", "reason"),
    "feedback": ("GiveIssueFeedback", "feedback"),
}  # fmt: skip
"""What happens to an issue -> the command, and the field that the row's text is."""
TO_A_BODY = frozenset({"refer", "escalate", "return"})
NEEDS_TEXT = frozenset({"report", "resolve", "feedback"})


def issues(told: Telling, rows: list[Row]) -> None:
    """Each issue is raised."""
    for cells in map(Cells, rows):
        title = cells.text("title")
        key = told.key("issue", cells.text("ref") or title)
        owner = told.known.refer(cells, "owner", "body", "council")
        if title and told.once(cells, key):
            for word in filter(None, (title, cells.text("ref"))):
                told.known.add("issue", word, key)
            given = {
                "effective": cells.effective("day"), "audience": cells.choice("audience"), "title": title,
                "text": cells.text("text"), "category": cells.text("category"), "owner_id": owner,
                "raised_by_id": told.known.refer(cells, "raised_by", "body", "council"),
                "case_count": cells.number("case_count"),
            }  # fmt: skip
            columns = {"effective": "day", "owner_id": "owner", "raised_by_id": "raised_by"}
            told.fact(cells, "RaiseIssue", key, key, given, columns, main=True)
            told.remark(cells, key)
        told.done(cells)


def steps(told: Telling, rows: list[Row]) -> None:
    """What happened to issues, in the order of the days."""
    for cells in sorted(map(Cells, rows), key=_when):
        _step(told, cells)
        told.done(cells)


def _when(cells: Cells) -> str:
    written = cells.written("day")
    return span(written.value).earliest.isoformat() if written and written.value else ""


def _step(told: Telling, cells: Cells) -> None:
    issue, act = told.known.refer(cells, "issue", "issue"), cells.choice("act")
    text = cells.text("text")
    if not cells.dated("day") or not issue or not act:
        if cells.sound:
            cells.refuse("day", reasons.NeededHere(heading="日付"))
        return
    command, says = STEPS[act]
    given = {"effective": cells.effective("day"), says: text}
    if act in NEEDS_TEXT and not text:
        cells.refuse("text", reasons.NeededHere(heading="内容"))
    if (act in TO_A_BODY or act == "feedback") and not cells.has("to"):
        cells.refuse("to", reasons.NeededHere(heading="相手"))
    if act in TO_A_BODY:
        given["to_id"] = told.known.refer(cells, "to", "body", "council")
    elif act == "feedback":
        given["recipient"] = cells.text("to")
    key = told.key("step", issue.removeprefix("book/"), act, _when(cells), cells.text("to"))
    if told.once(cells, key):
        columns = {"effective": "day", says: "text", "to_id": "to", "recipient": "to"}
        told.fact(cells, command, key, issue, given, columns, main=True)
        told.remark(cells, key)


def activities(told: Telling, rows: list[Row]) -> None:
    """Each activity was done, or is planned; a result is reported."""
    for cells in map(Cells, rows):
        title, kind = cells.text("title"), cells.choice("kind")
        if not cells.dated("day"):
            if cells.written("day") is not None:
                cells.refuse("day", reasons.NeededHere(heading="日付"))
        elif title and kind:
            _activity(told, cells, kind)
        told.done(cells)


def _activity(told: Telling, cells: Cells, kind: str) -> None:
    when, state = cells.effective("day"), cells.choice("state")
    past = span(when["value"]).earliest <= fiscal_year.today()
    state = state or (ActivityState.HELD if past else ActivityState.PLANNED).value
    key = told.key("activity", cells.text("title"), when["value"])
    if not told.once(cells, key):
        return
    body = told.known.refer(cells, "body", "body")
    given = {
        "effective": when, "audience": cells.choice("audience"), "kind": kind, "title": cells.text("title"),
        "text": cells.text("text"), "body_id": body,
        "council_id": "" if body else next(told.known.everything("council"), ""),
    }  # fmt: skip
    columns = {"effective": "day", "date": "day", "body_id": "body", "council_id": "body"}
    if state == ActivityState.HELD:
        told.fact(cells, "HoldActivity", key, key, given, columns, main=True)
    else:
        told.fact(cells, "PlanActivity", key, key, given | {"date": when}, columns, main=True)
    if state == ActivityState.CANCELLED:
        told.fact(cells, "CancelActivity", f"{key}/cancel", key, {"effective": when}, columns)
    if result := cells.text("result"):
        given = {"effective": when, "stage": "結果", "result": result}
        told.fact(cells, "ReportActivityResult", f"{key}/result", key, given, columns)
    told.remark(cells, key)


def documents(told: Telling, rows: list[Row]) -> None:
    """The documents that the file lists."""
    for cells in map(Cells, rows):
        title = cells.text("title")
        key = told.key("document", title)
        if title and told.known.means_record("source_document", title, key):
            cells.refuse("title", reasons.MeansRecord(value=title), weight=Weight.NOTE)
        elif title and told.once(cells, key):
            told.known.add("source_document", title, key)
            given = {
                "effective": cells.effective("day"), "audience": cells.choice("audience"), "title": title,
                "subtitle": cells.text("subtitle"), "publisher": cells.text("publisher"),
                "form": cells.text("form"), "url": cells.text("url"),
            }  # fmt: skip
            told.fact(cells, "RegisterSourceDocument", key, key, given, {"effective": "day"}, main=True)
            told.remark(cells, key)
        told.done(cells)
