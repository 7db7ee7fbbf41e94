"""May they: asked once before a command is run, whoever asks and however they came in."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from kyogikai_graphql.asker import Asker
from kyogikai_tenants.events import Event
from kyogikai_tenants.rights import demand
from kyogikai_tenants.vocabulary import Role


def permitted(
    asker: Asker,
    event: type[Event],
    subject: UUID | None,
    fields: Mapping[str, Any],
    connection: sa.Connection,
) -> None:
    """Raises a Refused that names the rule and who may allow it, unless the asker may record the event.

    ``subject`` is the record that it is about (None: a new one), ``fields`` what is said of it.
    """
    del subject, fields, connection
    demand(asker.actor.role if asker.actor else Role.PUBLIC, event)
