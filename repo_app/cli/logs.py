"""One line of log for each event, whatever it holds: line ends of messages and traces are written as ``\\u000a``."""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import UTC, datetime


class TextLines(logging.Formatter):
    """Time (UTC), level, name and message."""

    def format(self, record: logging.LogRecord) -> str:
        """The event on one line."""
        return _on_one_line(f"{_moment(record)} {record.levelname} {record.name}: {_whole(self, record)}")


class JsonLines(logging.Formatter):
    """The same as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """The event on one line."""
        told = {"at": _moment(record), "level": record.levelname, "name": record.name, "message": record.getMessage()}
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        return _on_one_line(json.dumps(told, ensure_ascii=False))


# Controls, the other line ends of Unicode, and halves of characters; in JSON they stand inside strings only.
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def configure(form: str) -> None:
    """Send the log of this process to standard error, as ``text`` or ``json``."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for chatty in ("waitress", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def _on_one_line(text: str) -> str:
    return _UNFIT.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _whole(formatter: logging.Formatter, record: logging.LogRecord) -> str:
    trace = "\n" + formatter.formatException(record.exc_info) if record.exc_info else ""
    return record.getMessage() + trace
