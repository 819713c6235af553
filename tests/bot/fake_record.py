"""A record for tests of the lists: a made-up newspaper, its facts written by hand."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.acts import ActFact
from corpus.articles import Article, PublicationDate
from corpus.dated import DateFact
from corpus.events import EventFact
from corpus.facts import Facts
from corpus.initiatives import Initiative
from corpus.lists import ListFact
from corpus.posts import PostFact, PostPart
from corpus.quotes import Quote, quote
from corpus.resolving import ResolvedDate
from retrieval.record import Record
from retrieval.reply import Citation
from retrieval.wording import cite

N_ACTS, N_EVENTS = 20, 10  # of 白云溪; of 2021
LONG = "长句子，" * 2000  # 8000 units, two messages: a page whose sentences were not found


def article(number: int, published: str, *sentences: str) -> Article:
    text = "\n".join(sentences)
    return Article(f"a-{number}", f"题{number}", text, PublicationDate(published), f"{number}.txt")


def at(told: Article, text: str) -> Quote:
    start = told.text.index(text)
    return quote(told.text, start, start + len(text))


def line_of(told: Article, text: str) -> Quote:
    """The sentence, here a paragraph, that the text stands in."""
    return at(told, next(line for line in told.text.split("\n") if text in line))


def cited_in(record: Record, article_id: str, text: str) -> Citation:
    """The sentence of a record's article that the text stands in."""
    told = record.articles[article_id]
    return cite(told, line_of(told, text))


def post(told: Article, name: str, text: str) -> PostFact:
    parts = (PostPart(text, ""),)
    return PostFact(at(told, name), at(told, text), parts, False, line_of(told, text))


def act(told: Article, name: str, text: str) -> ActFact:
    return ActFact((at(told, name),), at(told, text), line_of(told, text))


def event(told: Article, what: str, day: str = "", **more: tuple[Quote, ...]) -> EventFact:
    when: tuple[DateFact, ...] = ()
    if day:
        year, month, number = map(int, day.split("-"))
        text = f"{year}年{month}月{number}日"
        date = ResolvedDate(text, year, month, number, "年份据刊发日期", first=day, last=day)
        when = (DateFact(at(told, "日"), date),)
    parts = {"where": (), "hosts": (), "participants": (), **more}
    return EventFact(at(told, what), when, sentences=(line_of(told, what),), **parts)


def facts(
    told: Article,
    posts: Sequence[PostFact] = (),
    acts: Sequence[ActFact] = (),
    events: Sequence[EventFact] = (),
    initiatives: Sequence[Initiative] = (),
) -> Facts:
    return Facts(told.id, (), tuple(posts), tuple(acts), (), tuple(events), tuple(initiatives))


def build(*told: tuple[Article, Facts]) -> Record:
    return Record.build({a.id: a for a, _ in told}, [f for _, f in told])


def toy_record() -> Record:
    """Three people and a namesake, events of 2019 and 2021, one initiative."""
    pages = (_school(), _fire(), _village(), _visits(), _year(), _winter())
    return build(*pages)


def _school() -> tuple[Article, Facts]:
    told = article(1, "2020-05-01", "红山县教育局局长何青禾出席开学典礼。")
    school = post(told, "何青禾", "红山县教育局局长")
    return told, facts(told, [school], [act(told, "何青禾", "出席开学典礼")])


def _fire() -> tuple[Article, Facts]:
    told = article(2, "2019-11-09", "南湾市消防支队支队长何青禾讲解灭火器。")
    fire = post(told, "何青禾", "南湾市消防支队支队长")
    meeting = "9日下午，消防开放日在南湾市礼堂举办。"
    told = article(2, "2019-11-09", told.text, meeting)
    day = event(told, "消防开放日", "2019-11-09", where=(at(told, "南湾市礼堂"),))
    return told, facts(told, [fire], events=[day])


def _village() -> tuple[Article, Facts]:
    told = article(3, "", "村医罗<娜>&走访。")
    return told, facts(told, [post(told, "罗<娜>&", "村医")])


def _visits() -> tuple[Article, Facts]:
    visits = [f"白云溪走访第{n}户人家，{'问长问短，' * 12}送去年货。" for n in range(1, N_ACTS + 1)]
    told = article(4, "2021-02-03", *visits)
    return told, facts(told, acts=[act(told, "白云溪", visit[3:-1]) for visit in visits])


def _year() -> tuple[Article, Facts]:
    held = [f"{n}日，第{n}场音乐会举行。" for n in range(1, N_EVENTS + 1)]
    told = article(5, "2021-06-30", *held)
    days = range(1, N_EVENTS + 1)
    return told, facts(
        told, events=[event(told, f"第{n}场音乐会", f"2021-06-{n:02}") for n in days]
    )


def _winter() -> tuple[Article, Facts]:
    told = article(6, "2021-12-01", f"县团委发起“暖冬”行动：一是送衣；二是送炭。{LONG}")
    sentence = line_of(told, "暖冬")
    items = (at(told, "送衣"), at(told, "送炭"))
    parts = ListFact(items, at(told, "行动"), quote(told.text, 0, 0), True, (sentence,))
    winter = Initiative(at(told, "“暖冬”行动"), (at(told, "县团委"),), (), (parts,), (sentence,))
    return told, facts(told, initiatives=[winter])
