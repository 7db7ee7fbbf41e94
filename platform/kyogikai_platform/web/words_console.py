"""The texts of the operator's console, as (Japanese, English)."""

from kyogikai_platform.web.words_console_arrivals import ARRIVALS
from kyogikai_platform.web.words_console_bundles import BUNDLES
from kyogikai_platform.web.words_console_closing import CLOSING
from kyogikai_platform.web.words_console_status import STATUS
from kyogikai_platform.web.words_console_steps import STEPS

LIST = {
    "product": ("協議会クラウド", "Kyogikai"),
    "console_name": ("運営者コンソール", "Operator's console"),
    "console_on_record": (
        "運営者コンソール：操作はすべて監査記録に残ります",
        "Operator's console: every act stays on record",
    ),
    "tenants": ("自治体の一覧", "Municipalities"),
    "console_count": ("{count}団体", "{count} in all"),
    "console_revision": ("読取りモデルの版 {revision}", "read models of revision {revision}"),
    "console_add": ("自治体を追加する", "Add a municipality"),
    "console_none": ("自治体はまだありません。", "There are no municipalities yet."),
    "console_drafts": ("下書き", "Drafts"),
    "console_draft": ("登録の下書き（{at}に保存）", "A registration, saved {at}"),
    "console_municipality": ("自治体名", "Municipality"),
    "console_kind": ("種類", "Kind"),
    "console_size": ("記録の数", "Size"),
    "console_events": ("{count}件", "{count} events"),
    "console_last": ("最後の記録", "Last activity"),
    "console_never": ("なし", "Never"),
    "console_log": ("記録の検証", "Health of the log"),
    "console_read_models": ("読取りモデル", "Read models"),
    "console_no_code": ("コードなし", "no code"),
    "console_fictitious_short": ("架空", "fictitious"),
    "console_checkpoint": ("署名 {at}", "Signed {at}"),
    "console_since_checkpoint": ("その後 {count}件", "{count} events since"),
    "console_no_checkpoint": ("署名なし", "Not signed yet"),
    "console_derived": ("最新", "Up to date"),
    "console_behind": ("遅れ（{position}まで）", "Behind (up to {position})"),
    "console_facts": ("現在の状態", "How it stands"),
    "console_suspend": ("利用を停止する", "Suspend"),
    "console_suspend_more": (
        "再開するまで、だれもこの自治体のページを見られなくなります。記録は残ります。",
        "Nobody sees its pages until it is resumed. The record stays.",
    ),
    "console_resume": ("利用を再開する", "Resume"),
    "console_reason": ("理由（自治体の監査記録に残ります）", "Reason (it stays in the municipality's trail)"),
    "console_members_title": ("構成自治体", "Member municipalities"),
    "console_members_more": (
        "合同の協議会をともに設置する自治体の加入と脱退を記録します。",
        "Which municipalities keep the council together: who joins and who leaves.",
    ),
    "console_members_inside": ("いまの構成自治体", "Members today"),
    "console_members_none": ("まだありません。", "None yet."),
    "console_member_join": ("加入を記録する", "Record a joining"),
    "console_member_leave": ("脱退を記録する", "Record a leaving"),
    "console_member_reason": ("{name}が脱退する理由", "Why {name} leaves"),
    "console_done_join": ("加入を記録しました。", "The joining is recorded."),
    "console_done_leave": ("脱退を記録しました。", "The leaving is recorded."),
    "console_done_suspend": ("利用を停止しました。", "It is suspended."),
    "console_done_resume": ("利用を再開しました。", "It is in use again."),
    "console_done_activate": ("利用を開始しました。", "It is in use now."),
}
CONSOLE = LIST | STATUS | STEPS | ARRIVALS | CLOSING | BUNDLES
