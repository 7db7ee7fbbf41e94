"""Answers of one statement, kept as long as what they rest on stays as it was."""

import logging
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from importlib.metadata import version

from graphql import GraphQLError

from kyogikai_graphql.asker import Asker
from kyogikai_graphql.compiler import notes
from kyogikai_graphql.compiler.lanes import LaneFailed, Lanes
from kyogikai_graphql.compiler.plan import Plan, probe
from kyogikai_graphql.compiler.plans import Plans
from kyogikai_graphql.execution import Answer, Judged
from kyogikai_graphql.kept import Answers, Kept
from kyogikai_graphql.problems import BAD_USER_INPUT, CANCELED, Standing, coded
from kyogikai_graphql.questions import Reply
from kyogikai_graphql.schema import SCHEMA, printed

logger = logging.getLogger(__name__)
EDITION = blake2b(f"{version('kyogikai')} {printed()}".encode(), digest_size=16).digest()
"""An upgrade may answer otherwise: it makes every tag another one."""
OURS = ("rights", "credential")
"""Parameters that decide whether there is an answer, and never which."""


Values = Sequence[bytes | None]
TRUE = b"t"


class LeftToResolvers(Exception):
    """The plain resolvers are to answer."""


@dataclass(frozen=True)
class Compiled:
    """One process's plans, connections and kept answers."""

    lanes: Lanes
    plans: Plans = field(default_factory=lambda: Plans(SCHEMA))
    answers: Answers | None = field(default_factory=Answers)
    """None: nothing is kept."""

    def find(self, asker: Asker, text: str, asked: Judged) -> tuple[Plan, Values]:
        """An operation's plan, and the values of its parameters. Raises LeftToResolvers."""
        plan = self.plans.find(text, asked.document, asked.operation, asked.values, asker)
        if plan is None:
            raise LeftToResolvers
        try:
            return plan, plan.values(asker, asked.values)
        except GraphQLError as problem:
            raise LeftToResolvers from problem

    def reply(
        self, asker: Asker, plan: Plan, values: Values, standing: Standing, known: frozenset[str]
    ) -> Reply | None:
        """The answer; None where the asker is no longer who they were judged to be.

        Raises LeftToResolvers, LaneFailed.
        """
        kept = self._kept(asker, plan, values)
        if kept is None:
            return None
        same = kept.etag in known
        return Reply(b"" if same else kept.body, True, kept.etag, same, standing=standing)  # noqa: FBT003

    def _kept(self, asker: Asker, plan: Plan, values: Values) -> Kept | None:
        """An answer that holds now, kept from before or made; None where the asker's rights moved."""
        key = (plan.tag, *(v for s, v in zip(plan.sources, values, strict=True) if s not in OURS))
        older = self.answers.get(key) if self.answers else None
        if older is not None:
            asked = probe(asker.credential.live if asker.credential else "")
            state, open_to, _ = self._row(asker, asked, asked.values(asker, {}))
            if open_to != TRUE:
                return None
            if state == older.state:
                return older
        state, open_to, data = self._row(asker, plan, values)
        if open_to != TRUE:
            return None
        if data is None or state is None:
            raise LeftToResolvers
        made = Kept(state, b'{"data":%b}' % (notes.read(data) if plan.noted else data), _tag(key, state))
        if self.answers:
            self.answers.put(key, made)
        return made

    def _row(self, asker: Asker, plan: Plan, values: Values) -> Sequence[bytes | None]:
        """What a plan's statement returns. Raises LaneFailed for what took too long, LeftToResolvers."""
        try:
            return self.lanes.row(asker.tenant_id, (plan.name, plan.sql), values)
        except LaneFailed as failed:
            if failed.sqlstate == CANCELED:
                raise
            logger.exception("a plan failed (%s)", failed.sqlstate)  # its SQL holds an asker's aliases
            raise LeftToResolvers from failed


def _tag(key: Sequence[Hashable], state: bytes) -> str:
    digest = blake2b(EDITION, digest_size=16)
    for part in (*key, state):
        own = part if isinstance(part, bytes) else b"\0"
        digest.update(b"%d " % len(own) + own)
    return f'"{digest.hexdigest()}"'


def late(failed: LaneFailed, asked: Judged) -> Answer:
    """What is told of a statement that took too long."""
    error = GraphQLError("", original_error=failed)
    return Answer(None, coded([error], BAD_USER_INPUT), executed=True, standing=asked.standing)
