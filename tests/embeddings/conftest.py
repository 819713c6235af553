"""Room for a whole model, gone after the test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest


@pytest.fixture
def roomy() -> Iterator[Path]:
    """A folder gone after the test: pytest would keep its own, and a model is 300 MB."""
    with TemporaryDirectory() as folder:
        yield Path(folder)
