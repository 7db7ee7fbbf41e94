"""What pages about contact details say, as (Japanese, English)."""

CONTACTS = {
    "contact_title": ("連絡先", "Contact details"),
    "contact_of": ("{name}の連絡先", "How {name} is reached"),
    "contact_see": ("連絡先を見る", "See contact details"),
    "contact_noted": (
        "見たことは記録され、監査担当者が確かめます。",
        "That you look is noted, for the auditor to see.",
    ),
    "contact_own": (
        "事務局が記録したあなたの連絡先です。見られるのは、あなたと事務局だけです。",
        "What the secretariat has recorded. Only you and the secretariat see it.",
    ),
    "contact_own_change": (
        "変更があるときは、事務局に知らせてください。",
        "If anything has changed, tell the secretariat.",
    ),
    "contact_phone": ("電話", "Phone"),
    "contact_postal": ("住所", "Postal address"),
    "contact_remark": ("備考", "Remark"),
    "contact_none": ("連絡先の記録は、まだありません。", "No contact details are on record."),
    "contact_record": ("連絡先を記録する", "Record contact details"),
    "contact_sealed": (
        "暗号化して記録します。いまの連絡先をすべて入れてください。前の記録はこの記録に置き換わります。",
        "They are sealed. Enter all of them: this record takes the place of the one before.",
    ),
    "contact_erased": ("連絡先は消去されました。", "The contact details were erased."),
    "contact_looks": ("連絡先の閲覧記録", "Who looked at contact details"),
    "contact_looks_more": (
        "だれが、いつ、だれの連絡先を見たかの記録です（最近の200件、400日間保存）。",
        "Who looked at whose, and when: the latest 200, kept for 400 days.",
    ),
    "contact_looks_all": ("全員の分を見る", "Of everybody"),
    "contact_looks_none": ("見た人の記録はありません。", "Nobody has looked."),
    "contact_when": ("日時", "When"),
    "contact_reader": ("見た人", "Who looked"),
    "contact_whose": ("だれの連絡先", "Whose"),
}
"""By the name that templates and modules call them by."""
