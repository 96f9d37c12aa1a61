"""Whether tests that need LibreOffice can run: CI insists on it, a desk without it leaves them out."""

import os
import shutil
from pathlib import Path

import pytest

needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None and os.environ.get("CI") != "true", reason="LibreOffice is not installed"
)

_PROGRAM = shutil.which("soffice")

needs_mathematics = pytest.mark.skipif(
    _PROGRAM is None or not Path(_PROGRAM).resolve().with_name("libsmlo.so").exists(),
    reason="LibreOffice's module for formulas is not installed",
)
