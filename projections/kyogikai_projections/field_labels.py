"""What the fields of events are called: a line each, its name, its Japanese and its English word."""

Words = tuple[str, str]
"""Japanese, English."""

_LINES = """
absent 欠席者数 absent
accent 配色 colour
abstained 棄権 abstained
abstract 要旨 abstract
access 参加に必要なこと（番号・パスコードなど） what one needs there
act 動き act
activity_id 活動 activity
added 追加の構成員 added
addressee 宛先 addressee
addressees 宛先の数 addressees
against 反対 against
agenda 次第 agenda
agenda_number 次第番号 agenda number
agreed 決まったこと agreed
aliases 別名 other names
answer 回答 answer
answer_due 回答期限 answer due
approver_id 承認者 approved by
approximate 「程度」が付くか about so often
as_needed 随時開くか as needed
as_written 原文の表記 as written
attended 参加した人 who took part
attendees 出席者 attendees
attends_by 出席方法 attends by
audience 公開範囲 audience
author_id 作成者 author
background 経緯 background
base 定足数の基礎 base
basis 日付の根拠 basis
bodies 会議体 bodies
body_count 会議体数 number of bodies
body_id 会議体 body
body_ids 会議体 bodies
byte_count バイト数 bytes
cadence 開催頻度 cadence
capacity 資格 capacity
case_count 事例数 number of cases
categories 区分 categories
category 区分 category
chair_method 会長の選出方法 how the chair is chosen
change 変化 change
changes 変更点 changes
claim アドレスの項目 address claim
client_id クライアントID client ID
code 自治体コード code
comment 連絡事項 comment
conditions 条件 conditions
confirmed_by 確認者 confirmed by
contact 問い合わせ先 contact
council_id 協議会 council
count 件数 count
counts 出席状況 counts
date 日付 date
days 日数 days
decision 議決・判断 decision
details 根拠の内容 details
digest 文書のID document ID
document 資料 document
document_id 資料 document
drafted 要旨の版 draft
due 期限 due
duration 期間 duration
effective 時期 effective
email メールアドレス e-mail
ends_at 終了時刻 ends at
entries 項目 entries
era 年の表示 era display
ex_officio 充て職 ex officio
ex_officio_of 充て職の母体 ex officio of
examples 例 examples
exception 経路外の理由 exception
exhaustive これで全部か complete
expected 委員数 expected
faults 直すところ to be corrected
feedback 回答内容 feedback
fictitious 架空 fictitious
field 項目 field
fields 対象の項目 fields
finding 所見 finding
fiscal_year 年度 fiscal year
fiscal_years 年度 fiscal years
flag 注意 flag
form 形式 form
format ファイル形式 format
from_id どこから from
functions 機能 functions
goals 目標 goals
ground 共有の根拠 ground
group_id 会議体群 group
guest_ids 招待機関 guests
heading 見出し heading
host ホスト名 host name
in_answer_to 諮問 in answer to
in_favour 賛成 in favour
interval_months 間隔（月） interval in months
into_id 統合先 into
into_ids 分割先 into
issue_id 課題 issue
issue_ids 課題 issues
issuer 発行者 issuer
item_number 次第番号 item number
items 項目 items
job_title 職名 job title
jurisdiction 管轄 jurisdiction
kind 種別 kind
label 表示名 label
legal_form 法形式 legal form
length_years 任期（年） length in years
level 階層 level
licence 利用の条件 licence
licence_url 利用の条件のアドレス licence address
locator 資料での箇所 place in the source
looked_as 閲覧の立場 read as
max_members 委員の上限 most members
media_type ファイルの種類 media type
meeting_id 会議 meeting
meeting_kind 会議の種別 kind of meeting
meeting_kinds 会議の種別 kinds of meeting
member_code 構成自治体コード code of the member
member_name 構成自治体名 name of the member
membership_id 委員 membership
method 方法 method
minutes_kind 会議録の種類 kind of minutes
mode 方式 mode
month 月 month
name 名称 name
names 名称 names
needed 必要数 needed
new 訂正後 new
notation 表記 notation
note 注記 note
number 番号 number
observers 傍聴者数 observers
office 役職 office
old 訂正前 old
online オンライン出席者数 online
open_ended 「他」で終わるか ends with 他
openness 公開・非公開 openness
order_label 順序の表示 order label
organization_count 機関数 number of organizations
organization_id 機関 organization
organization_ids 機関 organizations
others_as_written その他の表記 others as written
others_may 「等」が付くか others may too
outcome 結果 outcome
owner_id 担当 owner
parent_id 上位の会議体 parent
parent_name 所属 parent
partner_ids 協力機関 partners
per_year 年間回数 times a year
periods 保存期間 periods
person 本人 person
person_id 氏名 person
phone 電話 phone
place 場所 place
plan_referenced 参照した計画 plan referred to
planned 予定時期 planned
planned_end 満了予定 planned end
postal_address 住所 postal address
prefix はじめの文字 begins with
present 出席者数 present
presenter_as_written 発表者の表記 presenter as written
presenter_body_id 発表する会議体 presenting body
presenter_id 発表者 presenter
presider 議長 presider
progress 進捗 progress
proxy 代理出席者数 by proxy
publisher 発行者 publisher
purpose 目的 purpose
quality 注意事項 quality
question 付託事項 question
quorum 定足数 quorum
quorum_share 定足数の割合 share needed
raised_by_id 提起者 raised by
reading 読み reading
reason 理由 reason
recipient 回答先 recipient
remark 備考 remark
result 結果 result
role 役割 role
routes 経路 routes
rows 行数 rows
rules 定め rules
scheme 番号の付け方 numbering
scope_id 対象 scope
scopes 権限 scopes
sealed_for 秘匿の本人 sealed for
seat_id 委員枠 seat
second_factor 二要素認証も求める second factor too
sha256 ハッシュ値 SHA-256
shown_to 公開範囲 shown to
since 開始 since
situation 状況と経緯 situation
source 出典 source
stage 段階 stage
standing 位置付け standing
standing_members 決まった委員がいるか standing members
starts_at 開始時刻 starts at
status 状態 status
substitute 補欠 substitute
subtitle 副題 subtitle
successor_id 継承先 successor
summary 要約 summary
target 対象の記録 entry
term_id 任期 term
term_years 任期（年） term in years
text 内容 text
texts 内容 texts
title 題名 title
to_discuss 検討してほしいこと to discuss
to_id どこへ to
until 期限 until
until_event 満了のきっかけ until
url アドレス（URL） address (URL)
user_id 共有相手 shared with
vacant 欠員 vacant
value 日付の値 value
vocabulary 独自の用語 vocabulary
votes 採決 votes
weekday_as_written 曜日の表記 weekday as written
what 対象 what
wish 本人の希望 wishes
with_ids ともに統合する会議体 merged with
withdrawal 撤回の内容 how consent was withdrawn
witness 証人 witness
word 用語 word
worker_id 担当 case worker
"""


def _words(line: str) -> tuple[str, Words]:
    name, japanese, english = line.split(" ", 2)
    return name, (japanese, english)


FIELDS: dict[str, Words] = dict(map(_words, _LINES.strip().splitlines()))
"""Every field of an event, and of the values in them, by its name."""
