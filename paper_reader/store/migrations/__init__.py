"""Alembic's environment and the numbered steps. Run through `paper_reader.store.migrating`, never by hand."""
