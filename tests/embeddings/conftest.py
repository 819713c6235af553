"""One unpacked model for all tests of this room: unpacking takes seconds, loading too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from embeddings import EMBEDDED_MODEL, Encoder, load_encoder


@pytest.fixture(scope="session")
def cache() -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.fixture
def roomy() -> Iterator[Path]:
    """A folder gone after the test: pytest would keep its own, and a model is 300 MB."""
    with TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def encoder(cache: Path) -> Encoder:
    return load_encoder(EMBEDDED_MODEL, cache)
