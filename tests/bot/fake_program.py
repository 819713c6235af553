"""A stand-in for `wenshi articles` and `wenshi index`, ready in an instant, and obedient.

A page is a title and a text, a blank line between two articles. What a page says happens: 坏 fails
the build, 慢 makes it wait until the file `go` lies beside the index.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

CAPTION = "［图］"


def read(page: Path) -> list[dict[str, object]]:
    rows = []
    for n, block in enumerate(page.read_text(encoding="utf-8").strip().split("\n\n"), start=1):
        title, *lines = block.splitlines()
        captions = [line for line in lines if line.startswith(CAPTION)]
        text = "\n".join(line for line in lines if line not in captions)
        dated = {"published": "2020-10", "published_basis": "据正文“今年10月”推断"}
        row = {"id": f"{page.stem}-{n}", "title": title, "text": text, "captions": captions}
        rows.append({**row, **dated, "source": page.name})
    return rows


def articles(page: Path) -> int:
    if not page.read_bytes().strip():
        print(f"{page}: the file is empty; put text into it or remove it", file=sys.stderr)
        return 2
    for row in read(page):
        print(json.dumps(row, ensure_ascii=False))
    return 0


def index(words: list[str]) -> int:
    folder = Path(words[words.index("--index") + 1])
    sources = json.loads(Path(words[words.index("--sources") + 1]).read_text(encoding="utf-8"))
    pages = [p for path in map(Path, sources["paths"]) for p in sorted(path.glob("*.txt"))]
    rows = [row for page in pages for row in read(page) if row["id"] not in sources["left_out"]]
    told = json.dumps(rows, ensure_ascii=False)
    print(f"progress passages {len(rows)} {len(rows)}", file=sys.stderr, flush=True)
    while "慢" in told and not (folder / "go").exists():
        time.sleep(0.02)
    if "坏" in told or not rows:
        print("nothing was indexed; the old index, if any, stays", file=sys.stderr)
        return 2
    (folder / "built.json").write_text(told, encoding="utf-8")
    generation = folder / (folder / "CURRENT").read_text(encoding="utf-8")
    (generation / "sources.json").write_text(json.dumps(sources), encoding="utf-8")
    print(f"indexed {len(rows)} articles, {2 * len(rows)} passages in {folder}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    words = sys.argv[1:]
    sys.exit(articles(Path(words[-1])) if words[0] == "articles" else index(words))
