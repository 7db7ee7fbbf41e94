"""The texts of notices, answers and the door, as (Japanese, English)."""

NOTICE = {
    "notice": ("開催通知を送る", "Send the notice"),
    "notice_title": ("開催通知", "Notice of the meeting"),
    "notice_of": ("開催通知　{name}", "Notice of {name}"),
    "notice_lead": (
        "会議体の構成員に、回答用のリンクを付けた電子メールを送ります。リンクは一人ひとり別のもので、会議が終わるまで使えます。",
        "Each member gets a mail with an answer link of their own, good until the meeting ends.",
    ),
    "notice_over": (
        "この会議は終わったか、中止になったため、通知は送れません。",
        "The meeting is over or cancelled: no notice is sent any more.",
    ),
    "notice_not_convened": (
        "まだ招集が記録されていません。先に「開催通知」を記録してください（回答期限もそこに入れます）。",
        "The meeting is not convened yet. Record that first, with the last day for answers.",
    ),
    "notice_convene": ("招集を記録する", "Convene the meeting"),
    "notice_hidden": (
        "この会議は、いまの公開範囲では構成員に見えないため、通知は送れません。",
        "Its members do not see this meeting, so no notice is sent.",
    ),
    "notice_preview": ("送る文面", "The letter"),
    "notice_subject_head": ("件名", "Subject"),
    "notice_link_here": (
        "（ここに、その人だけの回答用リンクが入ります）",
        "(the answer link of each person)",
    ),
    "notice_to": ("送り先", "Recipients"),
    "notice_to_count": (
        "構成員{all}人のうち、アドレスが分かる人 {known}人、送信済み {sent}人、回答済み {answered}人。",
        "{all} members; of {known} an address is known, {sent} were sent a letter, {answered} have answered.",
    ),
    "notice_no_people": ("この日の構成員は記録されていません。", "No members are on record for that day."),
    "notice_addresses": (
        "使うのは利用者登録の電子メールアドレス、それがない人では記録された連絡先のアドレスです。アドレスは表示しません。",
        "Mail goes to the address of the account, else to that of the contact details; none is shown.",
    ),
    "notice_addresses_own": (
        "使うのは、その人の利用者登録の電子メールアドレスだけです。アドレスは表示しません。連絡先は事務局だけが使えます。",
        "Only the address of an account is used, and not shown; contact details are the secretariat's.",
    ),
    "notice_without": (
        "次の{count}人にはメールが届きません。電話や郵便など、ほかの方法でお知らせください：",
        "No mail will reach these {count}; tell them in another way:",
    ),
    "notice_between": ("、", ", "),
    "notice_address": ("アドレス", "Address"),
    "notice_known": ("利用者登録", "Of the account"),
    "notice_known_contact": ("連絡先", "Of the contact details"),
    "notice_unknown": ("アドレス不明", "No address known"),
    "notice_letter": ("送信", "Letter"),
    "notice_state_sent": ("送信済み", "Sent"),
    "notice_state_again": ("催促を送信済み", "Reminded"),
    "notice_state_failed": ("送れませんでした", "Not sent"),
    "notice_state_unsure": ("途中で途切れました（届いたか不明）", "Broken off; it may have arrived"),
    "notice_state_waiting": ("まだ送っていません", "Waiting"),
    "notice_answer_by": ("{answer}（{name}）", "{answer} ({name})"),
    "notice_by_link": ("{name}（回答用リンク）", "{name} (answer link)"),
    "notice_send": ("{count}人に送る", "Send to {count}"),
    "notice_send_rest": ("残りの{count}人に送る", "Send the rest ({count})"),
    "notice_remind": ("未回答の{count}人に催促を送る", "Remind {count} who have not answered"),
    "notice_unsure": (
        "途中で途切れた{count}人にも、もう一度送る（二通届くことがあります）",
        "Also to {count} whose letter was broken off; they may get two",
    ),
    "notice_done": (
        "送信の結果を、下の表に示しました。",
        "What became of each letter stands in the list below.",
    ),
    "notice_nobody": ("いま送る相手はいません。", "There is nobody to send to right now."),
    "notice_subject": ("【開催通知】{name}", "Notice: {name}"),
    "notice_subject_again": ("【出欠のご回答のお願い】{name}", "Please answer: {name}"),
    "notice_greeting": (
        "次のとおり会議を開催しますので、ご出席くださいますようお願いします。",
        "You are invited to the following meeting.",
    ),
    "notice_greeting_again": (
        "次の会議について、まだ出欠のご回答をいただいていません。ご回答をお願いします。",
        "We have not yet had your answer for the following meeting.",
    ),
    "notice_line": ("{what}：{said}", "{what}: {said}"),
    "notice_please": (
        "出欠を、次のリンクからご回答ください（ログインは要りません）。",
        "Please say by this link whether you will come (no sign-in needed):",
    ),
    "notice_please_until": (
        "出欠を、{day}までに、次のリンクからご回答ください（ログインは要りません）。",
        "Please say by {day} whether you will come, by this link (no sign-in needed):",
    ),
    "notice_yours": (
        "このリンクはあなた専用です。ほかの方に転送しないでください。会議が終わるまで、何度でも変更できます。",
        "The link is yours alone: do not pass it on. You can change your answer until the meeting ends.",
    ),
    "notice_noted": ("開催通知の電子メール（{count}人分）を送信", "Mailed the notice to {count}"),
    "notice_noted_again": ("出欠回答の催促の電子メール（{count}人分）を送信", "Mailed a reminder to {count}"),
}
ANSWER = {
    "notice_answer": ("出欠の回答", "Your answer"),
    "notice_answer_for": ("{name} さんの出欠をお答えください", "Will you come, {name}?"),
    "notice_answer_due": ("回答期限", "Answer by"),
    "notice_answer_now": ("いまの回答：{answer}", "Your answer so far: {answer}"),
    "notice_answer_done": ("回答を受け付けました：{answer}", "Thank you. Your answer: {answer}"),
    "notice_answer_change": (
        "会議が終わるまで、同じリンクから変更できます。",
        "You can change it by the same link until the meeting ends.",
    ),
    "notice_yes": ("出席", "I will come"),
    "notice_online": ("オンラインで出席", "I will come online"),
    "notice_no": ("欠席", "I cannot come"),
    "notice_proxy": ("代理出席", "Somebody comes for me"),
    "notice_proxy_name": ("代わりに出席する人の氏名", "Name of whoever comes for you"),
    "notice_comment": ("連絡", "Message"),
    "notice_comment_ask": ("事務局への連絡（任意）", "A message to the secretariat (optional)"),
    "notice_comment_hint": (
        "遅れる、手話通訳がいる、などがあれば書いてください（{most}字以内）。事務局と、会議を招集する人だけが見ます。",
        "That you come late, need an interpreter: at most {most} characters, for whoever convenes it.",
    ),
    "notice_comment_long": (
        "連絡は{most}字以内で入れてください。",
        "Enter a message of at most {most} characters.",
    ),
    "notice_answer_missing": ("出席・欠席・代理出席のどれかを選んでください。", "Choose one of the answers."),
    "notice_name_missing": (
        "代わりに出席する人の氏名を{most}字以内で入れてください。",
        "Enter the name of whoever comes for you, at most {most} characters.",
    ),
    "notice_none": ("このリンクは使えません", "This link is not good"),
    "notice_none_more": (
        "会議が終わったか、リンクが正しくありません。メールのリンクをもう一度開くか、事務局にお問い合わせください。",
        "The meeting is over, or the link is not right. Open it from the mail again, or ask the secretariat.",
    ),
}
DOOR = {
    "door": ("受付で出欠をとる", "Attendance at the door"),
    "door_title": ("受付", "At the door"),
    "door_of": ("受付　{name}", "At the door: {name}"),
    "door_lead": (
        "来た人を押していきます。押した内容は下書きとして残り、電波が切れても、つながると保存されます。記録されるのは、最後に確認してからです。",
        "Tap whoever comes. Taps are kept as a draft, even off line, until you check and record.",
    ),
    "door_people": ("出席の予定者（五十音順）", "Who is expected, by reading"),
    "door_none": ("この日の構成員は記録されていません。", "No members are on record for that day."),
    "door_not_yet": ("まだ", "Not yet"),
    "door_answered": ("回答：{answer}", "Answered: {answer}"),
    "door_unanswered": ("回答なし", "No answer"),
    "door_proxy": ("代理の人の氏名（{name}さん）", "Who came for {name}"),
    "door_counted": ("いまの人数", "So far"),
    "door_needed": (
        "{name}：{base}人のうち{needed}人で成立",
        "{name}: {needed} of {base} are needed",
    ),
    "door_proxies": (
        "代理出席は数えていません。規程が認めるときは、その分を足してください。",
        "Those who come for others are not counted; add them where the rule does.",
    ),
    "door_no_rule": ("定足数の定めは記録されていません。", "No rule on the quorum is on record."),
    "door_keep": ("ひとまず保存して数える", "Save and count"),
    "door_rest": ("「まだ」の人を欠席にする", "Mark all others absent"),
    "door_check": ("確認して記録へ", "Check and record"),
    "door_more": ("名簿にない人を書き足す", "Add somebody who is not listed"),
    "door_hold_first": (
        "出欠を記録するには、先に「会議開催」を記録します。押した内容は下書きに残っています。",
        "Record first that the meeting was held. What you tapped is kept as a draft.",
    ),
    "door_hold": ("会議開催を記録する", "Record that it was held"),
    "door_recorded": (
        "この会議の出欠は、もう{count}回記録されています。ここで押した内容は、追加として記録されます。",
        "Attendance of this meeting was recorded {count} times already. What you tap here is added to it.",
    ),
}
NEXT = {
    "meeting_next": ("次回の案を作る", "Propose the next meeting"),
    "meeting_next_title": ("次回の案", "The next meeting"),
    "meeting_next_of": ("次回の案　{name}のあと", "After {name}"),
    "meeting_next_lead": (
        "この会議をもとにした案です。記録はまだされません。書式を開き、直してから予定してください。",
        "Made from this meeting. Nothing is recorded: open the form, change it and schedule it there.",
    ),
    "meeting_next_day": ("期日の案", "Day"),
    "meeting_next_undecided": ("書式で決めてください", "To be chosen in the form"),
    "meeting_next_by_norm": (
        "会議体の開催の定めと、この会議の曜日から出した案です。",
        "From the norm of the body and the weekday of this meeting.",
    ),
    "meeting_next_by_gap": (
        "前回からの間隔と、この会議の曜日から出した案です。",
        "From the time since the meeting before and the weekday of this one.",
    ),
    "meeting_next_no_norm": (
        "開催の定めも、前の会議の記録もないため、案はありません。",
        "There is neither a norm nor a meeting before: no day is proposed.",
    ),
    "meeting_next_no_day": (
        "この会議の日が分からないため、案はありません。",
        "The day of this meeting is not known: no day is proposed.",
    ),
    "meeting_next_number": ("{name}　第{number}回", "{name} no. {number}"),
    "meeting_next_items": ("毎回の次第", "Standing items"),
    "meeting_next_no_items": (
        "前回と同じ次第の項目はありません。",
        "No item stands on this agenda and on the one before.",
    ),
    "meeting_next_go": ("この案で書式を開く", "Open the form with this"),
}
NOTICES = NOTICE | ANSWER | DOOR | NEXT
