"""The certificate of a destruction, `kyogikai-certificate/1` in `docs/log-format.md`: signed, and in words.

It is signed under the name of the tenant's own log, so that whoever has the key of its checkpoints can verify
it. It names counts, hashes and days, and no content.
"""

import json
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import msgspec
import sqlalchemy as sa

from kyogikai_platform.closing import tables
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log.checkpoints import SigningKey, sign_note

FORMAT = "kyogikai-certificate/1"


class Facts(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What is certified."""

    tenant_id: UUID
    host: str
    name: str
    code: str
    events: int
    head: str
    root: str
    checkpoint: str
    """The final signed note: it counts all events."""
    closed_on: str
    due: str
    reason: str
    closed_by: str
    destroyed_at: datetime
    destroyed_by: str
    export: str
    """The SHA-256 of the file with everything, written after the last entry; empty: there was none."""
    without_export: str
    """Why there was none."""
    rows: dict[str, int]
    keys: int
    """Keys that were destroyed, the tenant's own among them."""
    erased_before: int
    files: int
    file_bytes: int


class Kept(NamedTuple):
    """A certificate in tenant zero."""

    id: UUID
    closed_id: UUID
    host: str
    name: str
    body: str


def made(facts: Facts, origin: str, key: SigningKey) -> str:
    """The certificate as a file of one line."""
    text = msgspec.json.encode(facts).decode() + "\n"
    head = {"format": FORMAT, "origin": origin, "verifier_key": key.verifier(origin).text}
    whole = head | {"checkpoint": facts.checkpoint, "note": sign_note(text, origin, key)}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")) + "\n"


def facts_of(body: str) -> Facts:
    """What a certificate of ours says."""
    text = json.loads(body)["note"].rpartition("\n\n")[0]
    return msgspec.json.decode(text, type=Facts)


def keep(connection: sa.Connection, facts: Facts, body: str) -> UUID:
    """Keep it in tenant zero, whose transaction it is; its id."""
    own = new_id()
    row = {"closed_id": facts.tenant_id, "host": facts.host, "name": facts.name, "body": body}
    zero = connection.info["tenant_id"]
    connection.execute(tables.certificate.insert(), {"tenant_id": zero, "id": own, **row})
    return own


def kept(connection: sa.Connection) -> list[Kept]:
    """All of them, the last first."""
    c = tables.certificate.c
    query = sa.select(c.id, c.closed_id, c.host, c.name, c.body)
    query = query.where(c.tenant_id == connection.info["tenant_id"]).order_by(c.issued_at.desc(), c.id)
    return [Kept(*row) for row in connection.execute(query)]


JA = """消去証明書

自治体：{name}（{host}、コード {code}）
識別子：{tenant_id}
利用終了：{closed_on}（理由：{reason}、操作：{closed_by}）
消去できる日：{due}
消去：{destroyed_at}（操作：{destroyed_by}）

記録：{events}件。最後のハッシュ：{head}
検証木の根：{root}
書出し：{export_ja}

消去したもの
{rows_ja}
鍵：{keys}個（以前に消去済みの個人：{erased_before}人）
文書の実体：{files}件、{file_bytes}バイト

この自治体の行は、どの表にも残っていません。データベースの控え（バックアップ）と先行書込みログは、
この設置の保存期間が過ぎると失われます。封をした文は、鍵がないため、そこからも読めません。

最後の署名
{checkpoint}"""
EN = """Certificate of destruction

Municipality: {name} ({host}, code {code})
Identifier: {tenant_id}
Closed: {closed_on} (reason: {reason}, by {closed_by})
May be destroyed from: {due}
Destroyed: {destroyed_at} (by {destroyed_by})

On record: {events} entries. Last hash: {head}
Root of the tree: {root}
Export: {export_en}

What was destroyed
{rows_en}
Keys: {keys} (subjects erased before: {erased_before})
Bytes of documents: {files} files, {file_bytes} bytes

No row of this municipality is left in any table. Backups and the write-ahead log of the database run out by
this installation's retention; what was sealed cannot be read there either, because its keys are gone.

The final checkpoint
{checkpoint}"""


def text(body: str, lang: str) -> str:
    """The certificate in words, and beneath it the line that is signed."""
    facts = facts_of(body)
    given = msgspec.to_builtins(facts) | {
        "code": facts.code or "—",
        "export_ja": f"SHA-256 {facts.export}" if facts.export else f"なし（{facts.without_export}）",
        "export_en": f"SHA-256 {facts.export}" if facts.export else f"none ({facts.without_export})",
        "rows_ja": "\n".join(f"  {table}：{count}行" for table, count in facts.rows.items()),
        "rows_en": "\n".join(f"  {table}: {count} rows" for table, count in facts.rows.items()),
    }
    signed = "署名された証明書（JSON）" if lang == "ja" else "The certificate as it is signed (JSON)"
    return (JA if lang == "ja" else EN).format_map(given) + f"\n{signed}\n{body}"
