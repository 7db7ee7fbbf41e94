"""The texts of history, profile, rosters, organisations, people and the search, as (Japanese, English)."""

FRAME = {
    "search_field": ("記録をさがす", "Search the record"),
    "search_hint": ("委員・会議・課題をさがす", "Members, meetings, issues"),
    "search_do": ("さがす", "Search"),
    "council_tabs": ("協議会についてのページ", "Pages about the council"),
    "as_written": ("資料の表記：{text}", "As written in the source: {text}"),
}
HISTORY = {
    "history": ("沿革", "History"),
    "history_lead": (
        "{day}までの、名前の移りかわりと変化のあゆみです。",
        "How names and bodies changed, up to {day}.",
    ),
    "history_names": ("名前の移りかわり", "Names over time"),
    "history_legend": (
        "濃い帯は今も続く名前、淡い帯は前の名前です。左端のたて線は、その日に確認され、はじまりは分からないことを示します。",
        "Dark bars are names still in use, light bars former ones. "
        "An upright line at the left: seen on that day, beginning not known.",
    ),
    "history_picture": ("名前の移りかわりの図", "Picture of names over time"),
    "history_lane_own": ("協議会", "The council"),
    "history_lane_external": ("外部の協議会", "Other councils"),
    "history_lane_body": ("会議体", "Bodies"),
    "history_chronicle": ("年表", "Chronicle"),
    "history_narrow": ("年表にのせるもの", "What the chronicle shows"),
    "history_all": ("すべて", "All"),
    "history_descent": ("名称と組織", "Names and bodies"),
    "history_terms": ("任期", "Terms"),
    "history_rules": ("きまりと法令", "Rules and laws"),
    "history_norms": ("役割・構成・開催", "Purpose, composition, cadence"),
    "history_around": ("制度の動き", "Around the council"),
    "history_empty": (
        "この日までの変化の記録はありません。",
        "No change is on record up to this day.",
    ),
    "history_between": ("、", ", "),
    "history_into": ("→", "→"),
    "history_began": ("{kind}の設置", "Established: {kind}"),
    "history_attested": ("{kind}としてはじめて確認", "First attested: {kind}"),
    "history_ended": ("廃止・終了", "Ended"),
    "history_new_kind": ("（{kind}に）", " (now: {kind})"),
    "history_term": ("{term}の開始", "{term} began"),
    "history_extended": ("{term}の延長", "{term} extended"),
    "history_term_ended": ("{term}の終了", "{term} ended"),
    "history_term_ends": ("予定は{end}", "planned: {end}"),
    "history_enacted": ("きまりの制定", "Rule enacted"),
    "history_amended": ("きまりの改正", "Rule amended"),
    "history_repealed": ("きまりの廃止", "Rule repealed"),
    "history_basis": ("根拠法令", "Legal basis"),
    "history_secretariat": ("事務局の定め", "Secretariat"),
    "history_composition": ("構成の定め", "Composition"),
    "history_cadence": ("開催の定め", "Cadence"),
    "history_purpose": ("役割の定め", "Purpose"),
    "history_statement": ("協議会のことば", "Statement"),
    "history_context": ("制度の動き", "Around the council"),
    "term_number": ("第{number}期", "Term {number}"),
    "term_unnamed": ("任期", "Term"),
}
PROFILE = {
    "profile": ("協議会の概要", "About the council"),
}
ROSTER = {
    "roster": ("委員名簿", "Roster"),
}
PARTIES = {
    "organizations_title": ("機関・団体", "Organisations"),
}
SOURCES = {
    "sources_title": ("根拠の資料", "Source documents"),
}
COUNCIL: dict[str, tuple[str, str]] = {**FRAME, **HISTORY, **PROFILE, **ROSTER, **PARTIES, **SOURCES}
"""By the name that templates and modules call them by."""
