"""The real tagger, loaded once for all tests of this room."""

from __future__ import annotations

import pytest

from corpus.tagger import LacTagger, load_tagger


@pytest.fixture(scope="session")
def tagger() -> LacTagger:
    return load_tagger()
