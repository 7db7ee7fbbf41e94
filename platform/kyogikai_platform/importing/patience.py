"""How long whoever takes a large file in may think, and write."""

import sqlalchemy as sa


def take_time(connection: sa.Connection) -> None:
    """A large file is thought about for long between two statements, and written by long ones."""
    connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = '60min'")
    connection.exec_driver_sql("SET LOCAL statement_timeout = '30min'")
