"""Words for enumerations and event fields, in Japanese and English. A test asks for each of them."""

from enum import StrEnum

from kyogikai_projections.asked_labels import OWN
from kyogikai_projections.field_labels import FIELDS, Words
from kyogikai_tenants import vocabulary as v
from kyogikai_tenants.cases import words as c
from kyogikai_tenants.council.minutes import MinutesKind
from kyogikai_tenants.effective import Basis, Kind
from kyogikai_tenants.municipalities import Accent, EraDisplay, Notation
from kyogikai_tenants.retention import NAMES, Kept


def word(value: StrEnum, lang: str) -> str:
    """An enumeration's member in words."""
    return ENUMS[type(value)][value][0 if lang == "ja" else 1]


def field_label(name: str, lang: str) -> str:
    """A field of an event in words."""
    return FIELDS[name][0 if lang == "ja" else 1]


def asked_label(of: str, name: str, lang: str) -> str:
    """The same where a form asks for it: there its general word may say too little."""
    return OWN.get(f"{of}.{name}", FIELDS[name])[0 if lang == "ja" else 1]


def kind_label(kind: str, lang: str) -> str:
    """A kind of record (its table's name) in words."""
    return KINDS[kind][0 if lang == "ja" else 1]


def _pairs(kind: type[StrEnum], japanese: str, english: str = "") -> dict[StrEnum, Words]:
    """The words in the order of the members; English ones default to their names."""
    names = english.split("|") if english else [m.name.replace("_", " ").lower() for m in kind]
    return dict(zip(kind, zip(japanese.split(), names, strict=True), strict=True))


ENUMS: dict[type[StrEnum], dict[StrEnum, Words]] = {
    v.Role: _pairs(
        v.Role,
        "運営者 テナント管理者 事務局 会長・部会長 委員 個別支援担当 監査 庁内閲覧 一般公開 連携クライアント",
    ),
    v.Audience: _pairs(v.Audience, "公開 協議会内 会議体内 事務局内 事例関係者"),
    v.Existence: _pairs(v.Existence, "未設置 不明 存続 終了"),
    v.MunicipalityKind: _pairs(v.MunicipalityKind, "都道府県 市 町 村 特別区 行政区 広域連合 共同設置"),
    v.TenantStatus: _pairs(v.TenantStatus, "登録済 稼働中 停止中 終了"),
    v.CouncilStanding: _pairs(v.CouncilStanding, "法定の協議会 前身のネットワーク 外部の協議会"),
    v.BodyKind: _pairs(
        v.BodyKind,
        "全体会議 調整会議 個別支援会議 事務局会議 代表者会議 実務者定例会 専門部会 "
        "担当者会 連絡会 分科会 地域部会 プロジェクトチーム その他",
    ),
    v.NameKind: _pairs(v.NameKind, "正式名称 別名 略称"),
    v.StatementKind: _pairs(v.StatementKind, "スローガン 目的 目標 機能 方針 説明"),
    v.SecretariatMode: _pairs(v.SecretariatMode, "直営 委託 共同 不明"),
    v.LineageChange: _pairs(
        v.LineageChange, "名称変更 継承 統合 分割 位置付けの変更 再始動 機能の移管 移動 種別変更 不明"
    ),
    v.NumberingScheme: _pairs(v.NumberingScheme, "年度ごと 通算 任期ごと"),
    v.MeetingKind: _pairs(v.MeetingKind, "定例会 臨時会 合同会議 書面開催 非公式"),
    v.MeetingMode: _pairs(v.MeetingMode, "対面 オンライン 併用 書面"),
    v.MeetingState: _pairs(v.MeetingState, "予定 開催 中止"),
    v.Openness: _pairs(v.Openness, "公開 非公開 一部公開 未定"),
    v.AgendaItemKind: _pairs(v.AgendaItemKind, "報告 協議 議決 事例検討 調査 学習 情報交換 紹介 企画 その他"),
    v.AttendanceAnswer: _pairs(v.AttendanceAnswer, "出席 欠席 代理出席 未定"),
    v.AttendanceStatus: _pairs(v.AttendanceStatus, "出席 欠席 遅刻 早退 代理出席"),
    v.MinutesState: _pairs(v.MinutesState, "案 確定 公開 公開取下げ"),
    v.IssueState: _pairs(v.IssueState, "未着手 付託中 上程中 保留 解決 終結 引継ぎ"),
    v.ReferralAct: _pairs(
        v.ReferralAct, "提起 提出 仕分け 付託 上程 差戻し 保留 提案 提言 解決 終結 再開 引継ぎ 報告 諮問 回答"
    ),
    v.RecommendationKind: _pairs(v.RecommendationKind, "提言 答申 意見 要望"),
    v.ActivityKind: _pairs(
        v.ActivityKind, "イベント 研修 学習会 フォーラム アンケート ヒアリング 広報誌 見学 交流 その他"
    ),
    v.ActivityState: _pairs(v.ActivityState, "予定 実施 中止"),
    v.PhaseState: _pairs(v.PhaseState, "予定 開始 完了"),
    c.CaseState: _pairs(c.CaseState, "支援中 終結 鍵破棄済", "open|closed|key destroyed"),
    c.ShareGround: _pairs(c.ShareGround, "本人の同意 法令上の根拠"),
    c.ErasureReason: _pairs(
        c.ErasureReason,
        "保存期間の満了 本人の求め 誤った登録",
        "the retention period is over|the person asked for it|registered by mistake",
    ),
    c.CaseCorrection: _pairs(
        c.CaseCorrection,
        "書き誤り 後から分かったこと 本人の求め",
        "clerical error|heard later|the person asked for it",
    ),
    c.LookedAs: _pairs(
        c.LookedAs,
        "担当として 共有を受けて 緊急閲覧 要旨のみ 会議に提示した要旨",
        "own case|shared|emergency|abstract|abstract presented at a meeting",
    ),
    Kept: {kind: NAMES[kind] for kind in Kept},
    MinutesKind: _pairs(MinutesKind, "要点記録 会議録 逐語録"),
    Notation: _pairs(Notation, "障害 障がい 障碍", "障害|障がい|障碍"),
    EraDisplay: _pairs(EraDisplay, "西暦 和暦 併記"),
    Accent: _pairs(Accent, "青 緑 赤紫 橙 紫 青緑"),
    Kind: _pairs(Kind, "当日 以降 時点 日付なし", "at|from|as of|undated"),
    Basis: _pairs(Basis, "明記 導出 文脈 実時"),
}
"""Every enumeration: its members in words."""

KINDS: dict[str, Words] = {
    "activity": ("活動", "activity"),
    "api_client": ("APIクライアント", "API client"),
    "body": ("会議体", "body"),
    "body_group": ("会議体群", "body group"),
    "case_file": ("個別事例", "case"),
    "council": ("協議会", "council"),
    "data_export": ("書出し", "export"),
    "enactment": ("定め", "rule"),
    "external_party": ("外部の相手", "external party"),
    "import_check": ("取込みの下見", "import check"),
    "issue": ("課題", "issue"),
    "meeting": ("会議", "meeting"),
    "membership": ("委員", "membership"),
    "municipality_profile": ("自治体", "municipality"),
    "operator_access": ("運営者の操作", "operator's access"),
    "organization": ("機関", "organization"),
    "person": ("人", "person"),
    "phase": ("段階", "phase"),
    "recommendation": ("提言", "recommendation"),
    "seat": ("委員枠", "seat"),
    "source_document": ("資料", "source document"),
    "term": ("任期", "term"),
    "user_account": ("利用者", "user"),
}
"""Every kind of record: what one without a name is called."""
