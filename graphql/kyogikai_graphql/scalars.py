"""The three scalars that GraphQL does not have: days, moments, and JSON as it is."""

import re
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import graphene
from graphql import StringValueNode, ValueNode, print_ast, value_from_ast_untyped

from kyogikai_graphql.problems import BadUserInput
from kyogikai_tenants.fiscal_year import JAPAN

SHOWN = 60
"""Characters of a refused value that are told back."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", re.ASCII)


class Written(NamedTuple):
    """A literal that is no text, as it was written."""

    text: str


class Date(graphene.Scalar):
    """A day: 2011-04-01."""

    @staticmethod
    def serialize(value: Any) -> str:
        """ISO 8601."""
        return value if isinstance(value, str) else str(value.isoformat())

    @staticmethod
    def parse_value(value: Any) -> date:
        """A day of the calendar. Raises BadUserInput."""
        if isinstance(value, str) and _DAY.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        raise BadUserInput(f"{shown(value)} is no day of the calendar: write 2011-04-01.")

    @staticmethod
    def parse_literal(node: ValueNode, _variables: Any = None) -> date:
        """A day of the calendar. Raises BadUserInput."""
        return Date.parse_value(_text(node))


class DateTime(graphene.Scalar):
    """A moment, with its offset: 2011-04-01T09:00:00.000000+09:00."""

    @staticmethod
    def serialize(value: datetime) -> str:
        """In the time of Japan, to the microsecond."""
        return value.astimezone(JAPAN).isoformat(timespec="microseconds")

    @staticmethod
    def parse_value(value: Any) -> datetime:
        """A moment with an offset, which the calendar of Japan has too. Raises BadUserInput."""
        if isinstance(value, str) and _MOMENT.fullmatch(value):
            try:
                return datetime.fromisoformat(value).astimezone(JAPAN).astimezone(UTC)
            except (ValueError, OverflowError):
                pass
        raise BadUserInput(f"{shown(value)} is no moment with an offset: write 2011-04-01T09:00:00+09:00.")

    @staticmethod
    def parse_literal(node: ValueNode, _variables: Any = None) -> datetime:
        """A moment with an offset. Raises BadUserInput."""
        return DateTime.parse_value(_text(node))


class JSON(graphene.Scalar):
    """Any JSON value, as it is."""

    @staticmethod
    def serialize(value: Any) -> Any:
        """As it is."""
        return value

    @staticmethod
    def parse_value(value: Any) -> Any:
        """As it is."""
        return value

    @staticmethod
    def parse_literal(node: ValueNode, variables: dict[str, Any] | None = None) -> Any:
        """What the literal says."""
        return value_from_ast_untyped(node, variables)


def shown(value: Any) -> str:
    """A refused value, short and in ASCII."""
    text = value.text if isinstance(value, Written) else ascii(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}..."


def _text(node: ValueNode) -> Any:
    """A text; of anything else, what was written, which is no value of a scalar here."""
    return node.value if isinstance(node, StringValueNode) else Written(print_ast(node))
