"""The embedded model without torch: what is imported, what a damaged graph says."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from embeddings import EMBEDDED_MODEL, DamagedModelError, Encoder, load_encoder
from embeddings.graph import GRAPH

HOUSE = Path(__file__).parents[2]
WHOLE = """
import sys
from pathlib import Path
from bot.settings import read_settings
from bot.wiring import build, make_answerer
pages, folder = map(Path, sys.argv[1:])
build([pages], folder, read_settings())
print(make_answerer(folder, read_settings()).answer("谁为新馆揭牌？").short)
print(*sorted({"torch", "transformers", "sentence_transformers"} & set(sys.modules)))
"""


def test_a_build_and_a_question_import_no_torch(tmp_path: Path, cache: Path) -> None:
    """The whole program in a process of its own, with the encoder and the reader."""
    (tmp_path / "page.md").write_text("馆长李明为新馆揭牌。")
    done = subprocess.run(
        [sys.executable, "-c", WHOLE, str(tmp_path / "page.md"), str(tmp_path / "index")],
        cwd=HOUSE,
        env={"PYTHONPATH": str(HOUSE), "WENSHI_CACHE": str(cache), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines() == ["李明", ""], done.stderr


@pytest.mark.parametrize("name", [GRAPH, "weights.bin"])
def test_a_damaged_graph_names_its_folder_and_the_cure(
    name: str, cache: Path, encoder: Encoder, tmp_path: Path
) -> None:
    assert encoder.dimension
    mine = Path(shutil.copytree(cache, tmp_path / "cache"))
    (graph,) = mine.glob("*-vectors-*")
    (graph / name).write_bytes((graph / name).read_bytes()[:1000])
    with pytest.raises(DamagedModelError, match=r"vectors.* delete .*, they are then made anew$"):
        load_encoder(EMBEDDED_MODEL, mine)


def test_a_cache_that_cannot_be_written_says_so(
    cache: Path, encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from embeddings import CacheError, graph_encoder

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    assert encoder.dimension
    monkeypatch.setattr(graph_encoder, "write_vectors", full)
    for folder in cache.glob("multilingual*-v1"):
        if "vectors" not in folder.name:
            (tmp_path / folder.name).symlink_to(folder)
    with pytest.raises(CacheError, match=r"No space left.*set WENSHI_CACHE"):
        load_encoder(EMBEDDED_MODEL, tmp_path)
    assert not list(tmp_path.glob(".*"))
