"""One unpacked and loaded model for all rooms' tests: both take seconds."""

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


@pytest.fixture(scope="session")
def encoder(cache: Path) -> Encoder:
    return load_encoder(EMBEDDED_MODEL, cache)
