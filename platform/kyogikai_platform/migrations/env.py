"""Alembic runs on the connection that it is handed; there is no offline mode."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], target_metadata=None)
with context.begin_transaction():
    context.run_migrations()
