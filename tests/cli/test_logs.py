"""One line an event, whatever it holds."""

import json
import logging
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_app.cli.logs import JsonLines, TextLines


def record(message: str, trouble: bool) -> logging.LogRecord:
    info = None
    if trouble:
        try:
            raise ValueError(message)
        except ValueError:
            info = sys.exc_info()
    return logging.LogRecord("hoclieu.test", logging.INFO, __file__, 1, "%s", (message,), info)


@pytest.mark.parametrize("form", [TextLines(), JsonLines()], ids=["text", "json"])
@given(message=st.text(), trouble=st.booleans())
def test_an_event_is_one_line(form: logging.Formatter, message: str, trouble: bool) -> None:
    line = form.format(record(message, trouble))
    assert len((line + "x").splitlines()) == 1
    assert "\x1b" not in line


def test_json_says_all_of_it() -> None:
    told = json.loads(JsonLines().format(record("hai\ndòng", trouble=True)))
    assert (told["message"], told["level"], told["name"]) == ("hai\ndòng", "INFO", "hoclieu.test")
    assert "ValueError" in told["trace"]
