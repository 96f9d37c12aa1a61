"""One line of log for each event, whatever it holds: line ends of messages and traces are written as ``\\n``."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime


class TextLines(logging.Formatter):
    """Time (UTC), level, name and message."""

    def format(self, record: logging.LogRecord) -> str:
        """The event on one line."""
        return f"{_moment(record)} {record.levelname} {record.name}: {_whole(self, record)}".translate(_ONE_LINE)


class JsonLines(logging.Formatter):
    """The same as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """The event on one line."""
        told = {"at": _moment(record), "level": record.levelname, "name": record.name, "message": record.getMessage()}
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


_ONE_LINE = {ord("\n"): "\\n", ord("\r"): "\\r", ord("\u2028"): "\\u2028", ord("\x1b"): "\\x1b", ord("\x85"): "\\x85"}


def configure(form: str) -> None:
    """Send the log of this process to standard error, as ``text`` or ``json``."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for chatty in ("waitress", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _whole(formatter: logging.Formatter, record: logging.LogRecord) -> str:
    trace = "\n" + formatter.formatException(record.exc_info) if record.exc_info else ""
    return record.getMessage() + trace
