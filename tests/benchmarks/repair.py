"""Damaged pages -> how much of the truth the repair brings back.

    python tests/benchmarks/repair.py [--pages N] [--seed S] [--kind wrapped|paragraph|all]
                                      [--show-errors K] [--keep DIR] [--data DIR]

Whitespace, the width of digits and the length of dashes do not count as differences.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "tests" / "corpus"))  # the simulator stands beside the tests it serves
from damage import (  # noqa: E402 - only now can it be found
    DamagedPage,
    TrueArticle,
    clean_articles,
    damaged_page,
    dressed,
    random_damage,
    sentences,
    squeezed,
)

DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
CREDIT = re.compile(r"[（(]?(?:本报记者|新华社记者)?[\u4e00-\u9fff]{3}[/／]?摄[）)]?$")
SHARES = {  # printed name: (what was hit, out of what)
    "sentences whole": ("whole", "sentences"),
    "  and nothing glued on": ("clean", "sentences"),
    "sentences in their article": ("placed", "sentences"),
    "paragraphs whole": ("paragraphs whole", "paragraphs"),
    "captions lifted out": ("lifted", "captions"),
    "  each by itself, exact": ("lifted exact", "captions"),
    "  of those in a sentence": ("lifted inside", "inside"),
    "captions that are body text": ("false captions", "captions found"),
    "subheadings kept as lines": ("subheadings kept", "subheadings"),
    "pages with right count": ("count right", "pages"),
    "titles exact": ("title exact", "articles"),
    "titles contained": ("title contained", "articles"),
    "headlines left in the text": ("headlines left", "articles"),
}


@dataclass(frozen=True, slots=True)
class Article:
    """An article as the repair left it; paragraphs are the lines of `text`."""

    title: str
    text: str
    captions: tuple[str, ...]


def repaired(paths: Sequence[Path]) -> dict[str, list[Article]]:
    """The articles of each page by the page's file name, in page order. The one door."""
    command = [sys.executable, "-m", "bot", "articles", *map(str, paths), "--json"]
    run = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, encoding="utf-8")
    pages = defaultdict(list)
    for row in map(json.loads, run.stdout.splitlines()):
        article = Article(row["title"], row["text"], tuple(row["captions"]))
        pages[Path(row["source"]).name].append(article)
    return pages


def damaged_pages(data: Path, n: int, seed: int, kind: str) -> list[DamagedPage]:
    """Pages of 1 to 3 articles; no article twice while there are enough."""
    rng = Random(seed)
    articles = clean_articles(data)
    rng.shuffle(articles)
    pages = []
    for i in range(n):
        wrapped = i % 2 == 0 if kind == "all" else kind == "wrapped"
        chosen = [articles[(3 * i + j) % len(articles)] for j in range(rng.choice((1, 1, 2, 2, 3)))]
        printed = [dressed(article, rng) for article in chosen]
        pages.append(damaged_page(printed, random_damage(rng, wrapped), rng))
    return pages


def written(pages: Sequence[DamagedPage], folder: Path) -> list[Path]:
    """The pages as files, each with its truth beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for i, page in enumerate(pages):
        path = folder / f"page_{i:03}.txt"
        path.write_bytes(page.text.encode())
        truth = json.dumps(asdict(page) | {"text": None}, ensure_ascii=False, indent=1)
        path.with_suffix(".json").write_text(truth, encoding="utf-8")
        paths.append(path)
    return paths


def folded(text: str) -> str:
    """The text as it is compared."""
    return re.sub("—+", "——", squeezed(text).translate(DIGITS))


def homes_of(article: TrueArticle, found: Sequence[str]) -> list[set[int]]:
    """Which found texts each sentence stands in best, by its pieces of 8 characters."""
    homes = []
    for sentence in map(folded, article.sentences):
        pieces = {sentence[i : i + 8] for i in range(0, max(1, len(sentence) - 7), 4)}
        hits = [sum(piece in text for piece in pieces) for text in found]
        homes.append({j for j, hit in enumerate(hits) if hit == max(hits) > 0})
    return homes


def matched(homes: Sequence[list[set[int]]]) -> dict[int, int]:
    """True article -> the found one that is its own: the most sentences choose first."""
    votes = Counter((i, j) for i, own in enumerate(homes) for js in own for j in js)
    match: dict[int, int] = {}
    for (i, j), _ in votes.most_common():
        if i not in match and j not in match.values():
            match[i] = j
    return match


def hurt(sentence: str, page: str) -> str:
    """What the page did to the sentence; `page` has narrow digits."""
    marks = {"、": "、{1,2}", "，": "，{1,2}", "—": "—+"}
    spelled = [marks.get(c, re.escape(c)) for c in re.sub("—+", "—", sentence)]
    match = re.search(r"\s*".join(spelled), page)
    if not match:
        return "a caption inside"
    if folded(match[0]) != folded(sentence):
        return "a doubled mark"
    if re.search(r"\n\s*\n", match[0]):
        return "a blank line inside"
    return "wrapped" if "\n" in match[0] else "on one line"


def marked(page: DamagedPage, found: Sequence[Article]) -> tuple[Counter, list[str]]:
    """The counts of one page, and its broken sentences."""
    n = Counter(pages=1, **{"count right": len(found) == len(page.articles)})
    texts = [folded(a.text) for a in found]
    lines = [folded(line) for a in found for line in a.text.splitlines()]
    split = {s for line in lines for s in sentences(line)}
    homes = [homes_of(article, texts) for article in page.articles]
    match = matched(homes)
    narrow, broken = page.text.translate(DIGITS), []
    for i, (article, own) in enumerate(zip(page.articles, homes, strict=True)):
        mine = match.get(i, -1)
        n += Counter(_titles(article, found[mine] if mine >= 0 else None))
        n["placed"] += sum(mine in js for js in own)
        for sentence in map(folded, article.sentences):
            whole, how = any(sentence in line for line in lines), hurt(sentence, narrow)
            n += Counter({"sentences": 1, "whole": whole, "clean": sentence in split})
            n += Counter({f"damage: {how}": 1, f"whole: {how}": whole})
            broken += [] if whole else [sentence]
        n["paragraphs"] += len(article.paragraphs) - len(article.subheadings)
        n["subheadings"] += len(article.subheadings)
        for paragraph in article.paragraphs:
            kept = "subheadings kept" if paragraph in article.subheadings else "paragraphs whole"
            n[kept] += folded(paragraph) in lines
        n["headlines left"] += bool(_extra(article.title, page, texts))
    return n + _captions(page, found, texts), broken


def _titles(article: TrueArticle, found: Article | None) -> dict[str, int]:
    title, kicker = folded(article.title), folded("".join(article.kickers))
    seen = folded(found.title) if found else ""
    seen = seen.replace("——", "")
    right = {t.replace("——", "") for t in (title, kicker + title, title + kicker)}
    contained = title.replace("——", "") in seen
    return {"articles": 1, "title exact": seen in right, "title contained": contained}


def _extra(text: str, page: DamagedPage, texts: Sequence[str]) -> int:
    """How often the text stands in the found bodies beyond its place in the true ones."""
    body = [folded("".join(a.paragraphs)) for a in page.articles]
    return max(
        0, sum(t.count(folded(text)) for t in texts) - sum(t.count(folded(text)) for t in body)
    )


def core(caption: str) -> str:
    """The caption without 图为 and without who took the picture, which a repair may drop."""
    return CREDIT.sub("", folded(caption)).removeprefix("图为")


def _captions(page: DamagedPage, found: Sequence[Article], texts: Sequence[str]) -> Counter:
    """A caption is lifted out if it stands among the captions and is no longer in a text."""
    true = [c for a in page.articles for c in a.captions]
    out = [folded(c) for a in found for c in a.captions]
    joined = ["".join(map(folded, a.captions)) for a in found]
    n = Counter({"captions": len(true), "captions found": len(out), "inside": len(page.inside)})
    for caption in true:
        lifted = any(core(caption) in j for j in joined) and not _extra(core(caption), page, texts)
        n["lifted"] += lifted
        n["lifted inside"] += lifted and caption in page.inside
        n["lifted exact"] += lifted and folded(caption) in out
    body = folded("".join(p for a in page.articles for p in a.paragraphs))
    for caption in out:
        rest = caption
        for known in sorted(map(folded, true), key=len, reverse=True):
            rest = rest.replace(known, "").replace(core(known), "")
        part = any(rest in folded(known) for known in true)
        n["false captions"] += len(rest) > 3 and not part and rest in body
    return n


def groups(page: DamagedPage) -> Iterator[str]:
    """The columns of the report that the page counts in."""
    yield "all"
    yield "wrapped" if page.damage.wrapped else "paragraph"
    yield f"{len(page.articles)} art."
    if len(page.articles) > 1:
        yield page.damage.headlines


def report(total: dict[str, Counter]) -> None:
    """Prints the table of shares, then what became of each kind of damage."""
    order = ("all", "wrapped", "paragraph", "1 art.", "2 art.", "3 art.")
    columns = [c for c in (*order, "before", "after", "block") if c in total]
    print(f"{'':28}" + "".join(f"{c:>10}" for c in columns))
    for name, (hit, of) in SHARES.items():
        shares = [f"{total[c][hit] / total[c][of]:.1%}" if total[c][of] else "-" for c in columns]
        print(
            f"{name:28}" + "".join(f"{share:>10}" for share in shares) + f"   of {total['all'][of]}"
        )
    print("\nsentences whole, by what the page did to them")
    for key in sorted(k for k in total["all"] if k.startswith("damage: ")):
        how = key.removeprefix("damage: ")
        shares = [
            f"{total[c]['whole: ' + how] / total[c][key]:.1%}" if total[c][key] else "-"
            for c in columns
        ]
        print(f"  {how:26}" + "".join(f"{s:>10}" for s in shares) + f"   of {total['all'][key]}")


def surroundings(sentence: str, page: str) -> str:
    """The damaged page from the first known piece of the sentence to the last."""
    pieces = [sentence[i : i + 7] for i in range(max(1, len(sentence) - 6))]
    spelled = [r"\s*".join(map(re.escape, piece)) for piece in pieces]
    narrow = page.translate(DIGITS)
    found = [match.span() for match in (re.search(piece, narrow) for piece in spelled) if match]
    start, end = (found[0][0], found[-1][1]) if found else (0, 0)
    return page[max(0, start - 30) : end + 30].replace("\r", "")


def main() -> None:
    """Builds the pages, has them repaired, prints the shares."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--pages", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--kind", choices=("wrapped", "paragraph", "all"), default="all")
    options.add_argument("--show-errors", type=int, default=0, metavar="K")
    options.add_argument("--keep", type=Path, help="writes the pages and their truth here")
    options.add_argument("--data", type=Path, default=Path("/work/shared/data"))
    asked = options.parse_args()

    pages = damaged_pages(asked.data, asked.pages, asked.seed, asked.kind)
    with tempfile.TemporaryDirectory() as folder:
        paths = written(pages, asked.keep or Path(folder))
        begin = time.perf_counter()
        found = repaired(paths)
        seconds = time.perf_counter() - begin
    total: dict[str, Counter] = defaultdict(Counter)
    errors = []
    for path, page in zip(paths, pages, strict=True):
        counts, broken = marked(page, found.get(path.name, []))
        errors += [(path.name, sentence, page.text) for sentence in broken]
        for group in groups(page):
            total[group].update(counts)
    print(f"{len(pages)} pages, seed {asked.seed}, repaired in {seconds:.1f} s\n")
    report(total)
    for name, sentence, text in Random(asked.seed).sample(
        errors, min(asked.show_errors, len(errors))
    ):
        print(f"\n--- {name}: {sentence}\n{surroundings(sentence, text)}")


if __name__ == "__main__":
    main()
