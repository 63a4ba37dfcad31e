"""Bringing a library to the present schema. Imported only when there is something to bring.

Alembic does the work; each numbered step is one transaction, so a kill leaves the library at the step before.
"""

from __future__ import annotations

import logging
from importlib.resources import as_file, files

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

logger = logging.getLogger(__name__)


def step_up(connection: Connection) -> None:
    """Runs the next numbered step inside the transaction that the caller has begun and will commit."""
    with as_file(files("paper_reader.store") / "migrations") as scripts:
        config = Config()
        config.set_main_option("script_location", str(scripts).replace("%", "%%"))
        config.set_main_option("path_separator", "newline")
        config.attributes["connection"] = connection
        command.upgrade(config, "+1")
    logger.debug("library brought one step up")
