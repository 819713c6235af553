"""Clean articles -> a damaged page with its truth: what PDF text extraction does to print.

Nothing here reads the repair: each kind of damage was seen on the real pages, not in the code
that mends it. The captions are of the article's own words, for that is what makes them hard.
"""

import gzip
import json
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random

NO_START = "，。、；：？！”’）》】〉」』…—%％·"  # a printed line does not begin with these
NO_END = "“‘（《【〈「『"  # and does not end with these
SURNAMES = (  # the most frequent ones, and those of the real pages
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶"
    "程魏苏吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺"
    "顾毛郝龚邵万钱严武戚莫孔向汤卞竺"
)
RUN = re.compile(r"[A-Za-z0-9０-９][A-Za-z0-9０-９.%]*|.", re.S)  # print keeps a number on one line
SENTENCE = re.compile(r"[^。！？]*[。！？]+[”’」』）)》]*|[^。！？]+$")
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
DATELINE = re.compile(r"^央视网消息\s*[（(]?新?闻?联?播?[）)]?\s*[：:]")
MADE_UP = ("活动揭牌", "活动现场", "会议现场", "签约仪式", "合影留念", "颁奖仪式")
EVENTS = ("现场", "启动仪式", "发布会", "座谈会", "一角", "展示", "图片展", "外景")
ACTS = ("致辞", "讲话", "发言", "接受采访", "在活动现场", "主持会议", "宣读名单", "为队员授旗")
CREDITS = (" 本报记者{} 摄", " {} 摄", "（{}摄）", " 新华社记者 {} 摄", " {}/摄")


@dataclass(frozen=True, slots=True)
class TrueArticle:
    """What was printed; `subheadings` are the paragraphs that are no sentences."""

    title: str
    paragraphs: tuple[str, ...]
    captions: tuple[str, ...] = ()
    kickers: tuple[str, ...] = ()
    subheadings: tuple[str, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentences without whitespace, in order."""
        body = (p for p in self.paragraphs if p not in self.subheadings)
        return tuple(sentence for paragraph in body for sentence in sentences(paragraph))


@dataclass(frozen=True, slots=True)
class Damage:
    """How one page was hurt; every `p_` is a probability at each place where it can happen."""

    wrapped: bool  # lines end at the column width; else a line is a paragraph
    headlines: str = "before"  # the body; or "after" it; or "block": all behind the first body
    p_blank: float = 0.0  # blank lines inside a paragraph
    p_gap: float = 1.0  # blank lines between two paragraphs
    p_inside: float = 0.5  # a caption stands inside a sentence, not beside one
    p_tight: float = 0.0  # no blank lines around such a caption
    p_together: float = 0.0  # two captions on one line
    p_doubled: float = 0.0  # a mark printed twice
    p_spaced: float = 0.0  # a space on one side of a number or a Latin word
    p_indent: float = 0.0  # the paragraph's two spaces survive, in this article
    full_width: bool = False
    long_dash: bool = False
    crlf: bool = False


@dataclass(frozen=True, slots=True)
class DamagedPage:
    """The text of the page, and all that was printed on it in the order of the bodies."""

    text: str
    articles: tuple[TrueArticle, ...]
    damage: Damage
    inside: tuple[str, ...]  # the captions that were put inside a sentence


def squeezed(text: str) -> str:
    """The text without any whitespace."""
    return "".join(text.split())


def sentences(paragraph: str) -> list[str]:
    """The sentences of a paragraph without whitespace; closing quotes stay with their sentence."""
    return SENTENCE.findall(squeezed(paragraph))


def random_damage(rng: Random, wrapped: bool) -> Damage:
    """A page's damage, from nearly none to more than on the real pages."""
    return Damage(
        wrapped=wrapped,
        headlines=rng.choices(("before", "after", "block"), (5, 2, 3))[0],
        p_blank=rng.choice((0.0, 0.05, 0.1, 0.2) if wrapped else (0.0, 0.2, 0.4)),
        p_gap=rng.choice((0.0, 0.3, 0.7) if wrapped else (0.0, 0.5, 1.0, 1.0)),
        p_inside=rng.choice((0.3, 0.6, 0.9)),
        p_tight=rng.choice((0.0, 0.3, 0.6)),
        p_together=rng.choice((0.0, 0.3, 0.6)),
        p_doubled=rng.choice((0.0, 0.0, 0.02, 0.05)),
        p_spaced=rng.choice((0.0, 0.3, 0.7)),
        p_indent=rng.choice((0.0, 0.0, 0.0, 0.5)),
        full_width=rng.random() < 0.1,
        long_dash=rng.random() < 0.3,
        crlf=rng.random() < 0.15,
    )


# --- the clean side: what was printed -------------------------------------------------------


def clean_articles(data: Path) -> list[TrueArticle]:
    """News of 300 to 1500 characters from the data folder, without captions as yet."""
    names = ("news/2018.jsonl.gz", "news/2020.jsonl.gz", "qa/news/passages.jsonl.gz")
    found = {}
    for name in names:
        with gzip.open(data / name, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                article = _printed(row["title"], row["text"])
                if 300 <= sum(map(len, article.paragraphs)) <= 1500 and len(article.title) >= 6:
                    found[article.title] = article
    return [a for t, a in found.items() if len(t) <= 30 and "快讯" not in t]


def _printed(title: str, text: str) -> TrueArticle:
    """A column name in 【】 and what stands before —— are the kicker over the headline."""
    kicker, headline = re.fullmatch(r"(?:【([^】]*)】)?(.*)", title.strip(), re.S).groups("")
    if not kicker and "——" in headline:
        kicker, _, headline = headline.partition("——")
    text = re.sub(r"：\s*\n\s*", "：", DATELINE.sub("", text))
    paragraphs = [" ".join(p.split()) for p in text.splitlines()]
    if len(paragraphs) == 1:  # the web passages: print sets about three sentences together
        cut = SENTENCE.findall(paragraphs[0])
        paragraphs = ["".join(cut[i : i + 3]) for i in range(0, len(cut), 3)]
    whole = tuple(p for p in paragraphs if re.search(r"[。！？][”’」』）)》]*$", p))
    kickers = (kicker,) if 4 <= len(kicker) <= 28 else ()
    return TrueArticle(headline.strip(), whole, kickers=kickers)


@cache
def _tagger():
    import jieba
    import jieba.posseg

    jieba.setLogLevel(logging.WARNING)
    return jieba.posseg.POSTokenizer(jieba.Tokenizer())


def dressed(article: TrueArticle, rng: Random) -> TrueArticle:
    """The article with captions, and at times a kicker and a subheading, of its own words."""
    texts = article.paragraphs
    sample = [texts[0], *rng.sample(texts, min(2, len(texts)))]
    words = [(w.word, w.flag) for w in _tagger().cut("\n".join(sample)[:350])]
    made = tuple(_captions(words, rng, rng.choice((0, 1, 1, 2, 2, 3, 4))))
    calls = [c for c in _clauses(words) if re.match("v", c[0][1]) and c[-1][1][0] in "nv"]
    lines = [line for c in calls if 7 <= len(line := "".join(w for w, _ in c)) <= 16]
    rng.shuffle(lines)
    if lines and not article.kickers and rng.random() < 0.25:
        article = replace(article, kickers=(lines.pop(),))
    if lines and len(texts) > 3 and rng.random() < 0.15:
        at, line = rng.randrange(1, len(texts)), lines.pop()
        texts = (*texts[:at], line, *texts[at:])
        article = replace(article, paragraphs=texts, subheadings=(line,))
    taken = {article.title, *article.kickers, *article.subheadings}
    return replace(article, captions=tuple(c for c in made if c not in taken))


def _clauses(words: list[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """The runs of tagged words between two marks."""
    clause: list[tuple[str, str]] = []
    for word, flag in [*words, ("。", "x")]:
        if flag != "x":
            clause.append((word, flag))
        else:
            if clause:
                yield clause
            clause = []


def _nouns(clause: list[tuple[str, str]]) -> Iterator[str]:
    tags = "".join("n" if re.match("n[tsz]?$|vn|j|b", flag) else "." for _, flag in clause)
    for run in re.finditer("n{2,5}", tags):
        yield "".join(word for word, _ in clause[run.start() : run.end()])


def _captions(words: list[tuple[str, str]], rng: Random, n: int) -> Iterator[str]:
    """Up to n captions: a person and a deed, a thing and an event, or a clause of the text."""
    clauses = list(_clauses(words))
    people = sorted(
        {
            word
            for (word, flag), (_, after) in pairwise(words)
            if flag == "nr" and word[0] in SURNAMES and len(word) in (2, 3) and after[0] in "vpd"
        }
    )
    nouns = [noun for c in clauses for noun in _nouns(c) if 4 <= len(noun) <= 14]
    joined = [("".join(w for w, _ in c), c[0][1], c[-1][1]) for c in clauses]
    ended = [j for j in joined if j[2][0] in "nv" and not re.search("[说称时]$|表示|指出", j[0])]
    literal = [t for t, head, _ in ended if head[0] in "nj"]
    deeds = [t for t, head, _ in ended if head in {"v", "p"} and len(t) > 3]
    quoted = re.findall(r"“([^“”。，\n]{2,10})”", "".join(w for w, _ in words))
    kinds = [
        *[lambda: rng.choice(people) + rng.choice(ACTS)] * (2 if people else 0),
        *[lambda: rng.choice(people) + rng.choice(deeds)] * bool(people and deeds),
        *[lambda: "、".join(rng.sample(people, 2)) + rng.choice(ACTS)] * (len(people) > 1),
        *[lambda: rng.choice(nouns) + rng.choice(people) + rng.choice(ACTS)]
        * bool(people and nouns),
        *[lambda: rng.choice(nouns) + rng.choice(EVENTS)] * (2 if nouns else 0),
        *[lambda: rng.choice(nouns)] * bool(nouns),
        *[lambda: f"“{rng.choice(quoted)}”{rng.choice(EVENTS)}"] * bool(quoted),
        *[lambda: rng.choice(literal)] * (2 if literal else 0),
    ]
    made = set()
    for _ in range(n):
        caption = rng.choice(kinds)() if kinds and rng.random() < 0.93 else rng.choice(MADE_UP)
        if rng.random() < 0.1 and len(caption) < 18:
            caption = "图为" + caption
        if caption in made or not (6 <= len(caption) <= 22 or caption in MADE_UP):
            continue
        made.add(caption)
        if rng.random() < 0.15:
            name = rng.choice(SURNAMES) + "".join(rng.sample("伟芳敏静强磊军洋勇艳杰娟涛明", 2))
            caption += rng.choice(CREDITS).format(name)
        yield caption


# --- the damage ------------------------------------------------------------------------------


def damaged_page(articles: Sequence[TrueArticle], damage: Damage, rng: Random) -> DamagedPage:
    """The page as extraction leaves it; the same articles, damage and seed give the same page."""
    inside: list[str] = []
    printed = [_body(article, damage, rng, inside) for article in articles]
    heads = [_headline(article, damage, rng) for article in articles]
    lines = [""] * rng.choice((0, 0, 1, 3))
    for i, (body, captions) in enumerate(printed):
        lines += heads[i] if damage.headlines == "before" else []
        lines += body
        block = [line for head in heads for line in head] if i == 0 else []
        lines += {"before": [], "after": heads[i], "block": block}[damage.headlines]
        for caption in captions:
            lines += [*_gap(rng, 0.8), caption]
        lines += _gap(rng, 0.9)
    if rng.random() < 0.2:
        lines[0] = " " + lines[0]
    end = "\r\n" if damage.crlf else "\n"
    return DamagedPage(end.join([*lines, ""]), tuple(articles), damage, tuple(inside))


def _gap(rng: Random, p: float) -> list[str]:
    return [""] * rng.choice((1, 1, 1, 2, 3)) if rng.random() < p else []


def _headline(article: TrueArticle, damage: Damage, rng: Random) -> list[str]:
    lines = _gap(rng, 0.95)
    for text in (*article.kickers, article.title):
        lines += [_marked(text, replace(damage, p_doubled=0.0), rng), *_gap(rng, 0.9)]
    return lines


def _body(
    article: TrueArticle, damage: Damage, rng: Random, inside: list[str]
) -> tuple[list[str], list[str]]:
    """The lines of the body, and the caption lines left over for its end.

    What went inside a sentence is added to `inside`.
    """
    width, indent = rng.randint(14, 24), rng.random() < damage.p_indent
    long = [i for i, p in enumerate(article.paragraphs) if len(p) > 2 * width]
    within: dict[int, list[str]] = {}
    after: dict[int, list[str]] = {}
    ends = []
    for captions in _together(article.captions, damage, rng):
        line = _caption_line(captions, damage, rng)
        free = [i for i in long if i not in within]
        if free and rng.random() < damage.p_inside:
            within[rng.choice(free)] = _around(line, damage, rng)
            inside += captions
        elif rng.random() < 0.4 and len(article.paragraphs) > 1:
            after.setdefault(rng.randrange(len(article.paragraphs) - 1), []).extend(
                _around(line, damage, rng)
            )
        else:
            ends.append(line)
    lines: list[str] = []
    narrow = rng.randint(1, 2 * len(article.paragraphs))  # here a picture takes from the column
    for i, paragraph in enumerate(article.paragraphs):
        text = _marked(paragraph, damage, rng)
        columns = width - (i >= narrow)
        column = _paragraph(text, within.get(i, []), columns, damage, rng)
        lines += ["　　" * indent + column[0], *column[1:]]
        lines += after.get(i, []) or _gap(rng, damage.p_gap)
    return lines, ends


def _together(captions: Sequence[str], damage: Damage, rng: Random) -> Iterator[tuple[str, ...]]:
    rest = list(captions)
    while rest:
        n = 2 if rng.random() < damage.p_together else 1
        yield tuple(rest[:n])
        rest = rest[n:]


def _caption_line(captions: tuple[str, ...], damage: Damage, rng: Random) -> str:
    hurt = replace(damage, p_doubled=0.4 if damage.p_doubled else 0.0)
    return " ".join(_marked(caption, hurt, rng) for caption in captions)


def _around(line: str, damage: Damage, rng: Random) -> list[str]:
    if rng.random() < damage.p_tight:
        return [line]
    return [*_gap(rng, 1.0), line, *_gap(rng, 0.8)]


def _marked(text: str, damage: Damage, rng: Random) -> str:
    """The text with doubled marks, spaced and full-width numbers, long dashes."""

    def spaced(run: re.Match[str]) -> str:
        left, right = (" " * (rng.random() < damage.p_spaced) for _ in "lr")
        return left + run[0] + right

    def doubled(mark: re.Match[str]) -> str:
        return mark[0] * (2 if rng.random() < damage.p_doubled else 1)

    text = re.sub("[、，]", doubled, text)
    text = re.sub(r"(?<![A-Za-z0-9.% ])[A-Za-z0-9][A-Za-z0-9.%]*(?! )", spaced, text)
    text = text.replace("——", "———") if damage.long_dash else text
    return text.translate(FULL_WIDTH) if damage.full_width else text


def _paragraph(text: str, caption: list[str], width: int, damage: Damage, rng: Random) -> list[str]:
    """The lines of one paragraph, the caption's lines inside it."""
    cuts: dict[int, list[str]] = {}
    if not damage.wrapped and rng.random() < damage.p_blank:
        cuts[_cut(text, width, damage, rng)] = _gap(rng, 0.9)
    if caption:
        cuts[_cut(text, width, damage, rng)] = caption
    aside = cuts.pop(0, [])  # nowhere to cut: a paragraph of short sentences
    lines, start = [], 0
    for end in [*sorted(cuts), len(text)]:
        piece = text[start:end]
        column = _wrap(piece, width, start == 0, rng) if damage.wrapped else [piece]
        for i, line in enumerate(column):
            lines += _gap(rng, damage.p_blank) if i else []
            lines.append(line.strip())
        lines += cuts.get(end, [])
        start = end
    return lines + aside


def _cut(text: str, width: int, damage: Damage, rng: Random) -> int:
    """Where a caption falls inside a sentence: in a date, at a line's end, or anywhere; or 0."""
    dates = [m.end() for m in re.finditer(r"[0-9０-９]\s?(?=[年月日])", text)]
    ends = [0]
    for line in _wrap(text, width, True, rng):
        ends.append(ends[-1] + len(line))
    anywhere = list(range(2, len(text) - 1))
    for _ in range(20):
        natural = ends[1:-1] if damage.wrapped and rng.random() < 0.8 else anywhere
        at = rng.choice((dates if rng.random() < 0.3 and dates else natural) or [0])
        before, after = text[:at].rstrip(), text[at:].lstrip()
        split_run = re.search(r"[A-Za-z0-9０-９.]$", text[:at]) and re.match(
            r"[A-Za-z0-9０-９.%]", text[at:]
        )
        ended = re.search(r"[。！？][”’」』）)》]*$", before)
        if before and after and not split_run and not ended:
            if after[0] in NO_START or before[-1] in NO_END:
                continue
            return at
    return 0


def _wrap(text: str, width: int, opens: bool, rng: Random) -> list[str]:
    """The lines of a column `width` characters wide, which joined are the text again.

    A paragraph's first line is two characters shorter: print indents it.
    """
    lines, line, room = [], "", width - 2.0 * opens
    for run in RUN.findall(text):
        need = sum(0.5 if c.isascii() else 1.0 for c in run)
        if need > room and line and run not in NO_START:
            carry = len(line) - len(line.rstrip(NO_END))
            kept = line[: len(line) - carry] or line
            lines.append(kept)
            line, room = line[len(kept) :], float(width) - carry
        elif need > room and len(line) > 2 and rng.random() < 0.5 and line[-1] not in NO_START:
            last = RUN.findall(line)[-1]  # or the mark hangs over: one longer, or one shorter
            lines.append(line[: -len(last)])
            line, room = last, width - float(len(last))
        line, room = line + run, room - need
    return [line for line in [*lines, line] if line]
