"""What Alembic runs for a step: on the connection it is given, inside the transaction begun there."""

from __future__ import annotations

from alembic import context

from paper_reader.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # SQLite does it too, once transactions are begun explicitly, as store.dialect does
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
