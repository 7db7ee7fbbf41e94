"""The addresses of all pages on a council that has been generated or published, and who looks at them."""

from itertools import product

from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import House
from tests.platform.web.test_web_statements import rules
from tests.platform.web.visitor import Visitor

IDS = """{ bodies(first: 1) { nodes { id } } organizations(first: 1) { nodes { id } }
  meetings(first: 1) { nodes { id } } issues(first: 1) { nodes { id } }
  auditTrail(last: 1) { nodes { id } } }"""


def visitor(house: House, role: Role) -> Visitor:
    """Somebody in a role, who has been judged."""
    found = Visitor.at(house)
    if role is not Role.PUBLIC and found.sign_in(f"{role.value}@example.jp").status_code != 303:
        raise RuntimeError(role)
    found.get("/")
    return found


def ids_of(house: House) -> list[str]:
    """One id of each kind that the API gives."""
    asking = visitor(house, Role.AUDITOR)
    asked = asking.client.get("/graphql", query_string={"query": IDS}, headers={"Host": house.host})
    found = [node["id"] for part in (asked.json or {})["data"].values() for node in part["nodes"]]
    return [*found, "1"]


def addresses(looking: Visitor, ids: list[str]) -> dict[str, list[str]]:
    """Rule -> its addresses that answer, for every page that is registered."""
    found = dict[str, list[str]]()
    for rule in rules(looking):
        given = product(ids, repeat=len(rule.arguments))
        filled = [dict(zip(sorted(rule.arguments), values, strict=True)) for values in given]
        paths = [built[1] for values in filled if (built := rule.build(values))]
        found[rule.rule] = [path for path in paths if looking.get(path).status_code in {200, 303}]
    return found
