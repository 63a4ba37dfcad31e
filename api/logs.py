"""The server's log on stderr: lines for people, or one JSON object a line for machines."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import Final

from api.guards.observing import current_request_id

FORMATS: Final = ("text", "json")


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message, the request's id, and what a record tells beside."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one record."""
        told: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if (request_id := current_request_id.get()) is not None:
            told["request_id"] = request_id
        told |= getattr(record, "told", {})
        if record.exc_info:
            told["exception"] = "".join(traceback.format_exception(*record.exc_info))
        return json.dumps(told, ensure_ascii=False, default=str)


class Lines(logging.Formatter):
    """A line for people. What comes from outside commands no terminal: every control character is shown as a code."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one record."""
        request_id = current_request_id.get()
        time = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%d %H:%M:%S")
        message = "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in record.getMessage())
        line = f"{time} {record.levelname:<7} {message}" + (f" [{request_id}]" if request_id else "")
        if record.exc_info:
            line += "\n" + "".join(traceback.format_exception(*record.exc_info))
        return line


def set_up_logs(form: str, level: str) -> None:
    """Send all logs to stderr in this form. Requests are told from level info on, which is what a server tells."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else Lines())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    logging.getLogger("api").setLevel(min(logging.INFO, logging.getLevelNamesMapping()[level.upper()]))
