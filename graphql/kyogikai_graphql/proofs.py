"""証明: that an entry is in the log, and that the log only grew."""

from typing import Any

from graphene import Int, ObjectType, String
from graphql import GraphQLResolveInfo

from kyogikai_graphql import ids
from kyogikai_graphql.common import listed
from kyogikai_graphql.things import asking, one
from kyogikai_projections.proofs import Leaves, Size, consistency, inclusion
from kyogikai_projections.trail import Entries


class InclusionProof(ObjectType):
    """That a leaf is in the Merkle tree (RFC 6962) of the log's first entries.

    Hashes in hexadecimal, the leaf's side first.
    """

    size = Int(required=True)
    index = Int(required=True)
    leaf_hash = String(required=True)
    hashes = listed(String)


async def inclusion_proof(info: GraphQLResolveInfo, entry_id: str, size: int | None) -> Any:
    """Of an entry on a record that the reader sees, or in the part of the trail that is theirs.

    Null otherwise.
    """
    entry = await asking(info).load(Entries(), tuple(ids.decode_entry(entry_id)))
    if entry is None or not await _open(info, entry):
        return None
    length = await asking(info).load(Size(), None)
    wanted = length if size is None else size
    if not 1 <= wanted <= length:
        return None
    return inclusion(await asking(info).load(Leaves(), wanted), entry["position"])


async def _open(info: GraphQLResolveInfo, entry: Any) -> bool:
    here = asking(info)
    if here.trail is not None and here.trail.admits(entry):
        return True
    known = entry["kind"] in ids.TYPES
    return known and await one(info, entry["kind"], here.moment(), entry["stream_id"]) is not None


async def consistency_proof(info: GraphQLResolveInfo, first: int, second: int) -> list[str] | None:
    """Between two lengths of the log; null where there are no such two."""
    length = await asking(info).load(Size(), None)
    if not 0 <= first <= second <= length:
        return None
    return consistency(await asking(info).load(Leaves(), second), first) if second else []
