"""What the README says is answered is what is answered."""

import json
import re
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from kyogikai_graphql.execution import execute
from kyogikai_graphql.loading import Context
from kyogikai_graphql.rights import viewer
from kyogikai_platform.importing import import_file
from kyogikai_platform.importing.bundled import bundled
from kyogikai_platform.tenant import Tenant
from kyogikai_projections.reading import snapshot
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.vocabulary import Role

README = Path(__file__).parents[2].joinpath("README.md").read_text(encoding="utf-8")


def first_question() -> str:
    """The query of the README's curl."""
    sent = re.search(r"-d '(\{.*\})'", README)
    assert sent
    query: str = json.loads(sent[1])["query"]
    return query


def first_answer() -> Any:
    """The indented answer below it."""
    shown = re.search(r'^ {4}\{"data".*?\n\n', README, re.MULTILINE | re.DOTALL)
    assert shown
    return json.loads(shown[0])


def test_the_first_question_has_the_answer_that_is_shown(tenant: Tenant, engine: sa.Engine) -> None:
    actor = Actor("secretary", Role.SECRETARIAT)
    import_file(engine, tenant.id, bundled()["meguro.yaml"], name="meguro.yaml", actor=actor)
    with snapshot(engine, tenant.id) as connection:
        answer = execute(first_question(), {}, None, Context(connection, tenant.id, viewer(Role.PUBLIC)))
    assert answer.body == first_answer()
