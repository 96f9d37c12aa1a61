"""Whether tests that need LibreOffice can run: CI insists on it, a desk without it leaves them out."""

import os
import shutil

import pytest

needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None and os.environ.get("CI") != "true", reason="LibreOffice is not installed"
)
