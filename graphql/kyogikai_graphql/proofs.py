"""証明: that an entry is in the log, that the log only grew, and the checkpoints to hold this against."""

from collections.abc import Mapping
from typing import Any

from graphene import Int, ObjectType, String
from graphql import GraphQLResolveInfo

from kyogikai_graphql import ids
from kyogikai_graphql.common import listed
from kyogikai_graphql.pages import Found, connection, counted, cursors, window
from kyogikai_graphql.problems import BadUserInput, Missing
from kyogikai_graphql.scalars import DateTime
from kyogikai_graphql.things import RowType, asking, one
from kyogikai_projections.paging import Key, Window
from kyogikai_projections.proofs import Checkpoints, CheckpointTotal, Consistencies, Inclusions, Size
from kyogikai_projections.reading import Row
from kyogikai_projections.trail import Entries


class InclusionProof(ObjectType):
    """That a leaf is in the Merkle tree (RFC 6962) of the log's first entries.

    Hashes in hexadecimal, the leaf's side first.
    """

    size = Int(required=True)
    index = Int(required=True)
    leaf_hash = String(required=True)
    hashes = listed(String)


class Checkpoint(RowType):
    """The log's first entries as one signed text, to be kept elsewhere."""

    origin = String(required=True)
    size = Int(required=True)
    root_hash = String(required=True, description="In hexadecimal; the signed text has it in base64.")
    issued_at = DateTime(required=True)
    note = String(required=True, description="The signed text.")

    @staticmethod
    def resolve_origin(root: Row, _info: GraphQLResolveInfo) -> str:
        """The first line of what is signed."""
        return str(root["note"]).partition("\n")[0]

    @staticmethod
    def resolve_root_hash(root: Row, _info: GraphQLResolveInfo) -> str:
        """Of the Merkle tree."""
        return bytes(root["root_hash"]).hex()


CheckpointConnection = connection("proofs.Checkpoint")


async def last_checkpoint(info: GraphQLResolveInfo) -> Row:
    """The newest. Raises Missing before the first is issued."""
    cut = await asking(info).load(Checkpoints(Window(1, backward=True)), None)
    if not cut.rows:
        raise Missing("No checkpoint has been issued yet.")
    newest: Row = cut.rows[0]
    return newest


async def checkpoints(info: GraphQLResolveInfo, given: Mapping[str, Any]) -> Found:
    """A page of them, the smallest first."""
    wanted = counted(window(info, given))
    cut = await asking(info).load(Checkpoints(wanted), None)
    places = cursors(info, (Key(str(row["size"]), row["tenant_id"]) for row in cut.rows))

    async def total() -> int:
        return await asking(info).load(CheckpointTotal(), None) or 0

    return Found(cut.rows, places, cut.more, wanted, total)


async def inclusion_proof(info: GraphQLResolveInfo, entry_id: str, size: int | None) -> Any:
    """Of an entry on a record that the reader sees, or in the part of the trail that is theirs.

    Null otherwise. Raises BadUserInput for a size that the log has not had since the entry.
    """
    entry = await asking(info).load(Entries(), tuple(ids.decode_entry(entry_id)))
    if entry is None or not await _open(info, entry):
        return None
    length = await asking(info).load(Size(), None)
    wanted = length if size is None else size
    if not entry["position"] <= wanted <= length:
        raise BadUserInput(f"size: no log of {wanted} entries has this one in it.")
    return await asking(info).load(Inclusions(wanted), entry["position"])


async def _open(info: GraphQLResolveInfo, entry: Any) -> bool:
    here = asking(info)
    if here.trail is not None and here.trail.admits(entry):
        return True
    known = entry["kind"] in ids.TYPES
    return known and await one(info, entry["kind"], here.moment(), entry["stream_id"]) is not None


async def consistency_proof(info: GraphQLResolveInfo, first: int, second: int) -> list[str]:
    """Between two lengths of the log. Raises BadUserInput where there are no such two."""
    length = await asking(info).load(Size(), None)
    if not 0 <= first <= second <= length:
        raise BadUserInput(f"from {first} to {second}: the log has not had these lengths in this order.")
    path: list[str] = await asking(info).load(Consistencies(second), first)
    return path
