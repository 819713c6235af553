"""他, 那天, 该镇, 那次活动 -> the person, day, body or event of the talk that they point at.

Each rule gives the question with the name in the place of the word; "" where it is not sure whom
or what is meant; None where there is no such word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.focus import (
    Known,
    day_of,
    event_of,
    fits,
    people_of,
    place_of,
    thing_of,
    year_of,
)
from retrieval.leaning import ASKING, GENERIC_EVENT, is_light, is_light_lead
from retrieval.topics import items_of, statement_of, subject_of, topic_of
from retrieval.turns import Turn

__all__ = ["point_at_day", "point_at_event", "point_at_item", "point_at_person", "point_at_thing"]

PERSON = re.compile(
    r"(?P<many>[他她]们(?:俩|[两二三几]个?人|[两二三几]位)?|俩人"
    r"|(?:这|那)(?:两|二|三|几)(?:个人|位(?:同志|领导|代表)?|名(?:同志|代表)|人)|[两二]人(?=都|分别|是|各|担|的|还|做|在))"
    r"|(?P<one>(?<![其吉排维利])[他她](?![们人国乡日山杀律方])(?:本人)?"
    r"|(?:这|那)一?(?:个人|位)(?:同志|领导|代表|书记|主任|部长|老人|先生|女士)?(?![置于])|此人)"
)
TWO = re.compile(r"俩|两|二")
THEN = re.compile(r"当时|那时候?|当年|那一?年")
ATTENDED = re.compile(r"(?:出席|参加|参与|主持)(?:了|过)?(?:些)?(?:什么|哪些)$")
DAY = re.compile(
    r"^在?(?:(?P<day>那一?天|当天|这一?天|同一天|当日|同日)|(?P<year>那一?年|这一年|当年|同年))(?:，|里)?"
)
HAPPENED = re.compile(
    r"^(?:还|都|又)?(?:有|发生了?|举行了?|举办了?|办了?|开了?)(?:过)?(?:什么|哪些)(?:其他|别的)?(?:活动|事情?|大事|会议|会)?$"
)
IT = re.compile(r"^它们?(?!们)")
THERE = re.compile(r"^在?(?:那里|那儿|那边|当地|该地)")
POINTED = re.compile(r"(?:该|此|(?:这|那)(?:一)?(?:个|家|座|片|条|支|项|所|届))(?=[\u3400-\u9fff])")
ONE_CHAR = "镇区县乡村市省局院校馆所站队"  # nouns of one character that 该 may stand before
MAX_NOUN = 8  # characters
PART = r"(?P<at>上|中|里|现场|期间)?(?!心|室|厅|费|家|员|者|间)"
EVENT = re.compile(
    rf"(?P<in>在)?(?:(?:那|这|该|此|本|上述)一?(?:次|场|届|个|项|件|起)?(?P<noun>{GENERIC_EVENT}|事件|事情|事){PART}"
    r"|(?:那|这)(?:次|场)(?=谁|有|是|在|来|由|什么|哪|都|还|一共|总共|到底|邀请))"
)
BARE_EVENT = re.compile(  # 会议由谁承办: as definite as 那次会议, where nothing else is named
    rf"^在?(?:会(?P<on>上|后)|现场|(?P<bare>活动|会议|大会|仪式){PART})"
)
MATTER = ("事", "事情", "事件")
LISTED = ("list", "person", "organisation", "initiative", "place")  # a post has parts, not items
ITEM = re.compile(
    r"^(?:(?P<pair>前者|后者)|第(?P<n>[一二三四五1-5])[个家项位场次支条点](?:活动|会议|单位|人|行动)?|(?P<last>最后一[个家项位场次支条]))"
)


def point_at_person(asked: str, turns: Sequence[Turn], known: Known) -> str | None:
    """他, 他们, 这位书记, 两人: persons of the last turn that spoke of any."""
    found = PERSON.search(asked)
    if not found or not is_light_lead(asked[: found.start()]):
        return None
    many = found["many"]
    for turn in reversed(turns):
        people = people_of(turn, known, several=bool(many))
        if many and len(people) < 2:  # noqa: PLR2004  # they are several
            people = items_of(turn) if turn.type == "organisation" else ()
        if people:
            break
    else:
        return ""
    if many and TWO.search(many) and len(people) != 2:  # noqa: PLR2004  # as it says
        return ""
    rest = asked[found.end() :]
    year = year_of(turn)
    if year:
        rest = THEN.sub(f"{year}年", rest, count=1)
    if ATTENDED.search(rest):
        rest += "活动"
    return asked[: found.start()] + "、".join(people) + rest


def point_at_day(asked: str, turns: Sequence[Turn], known: Known) -> str | None:
    """那天, 那年: the day or year of the last turn; only for what may happen on any day."""
    found = DAY.match(asked)
    rest = asked[found.end() :] if found else ""
    if not found or not ASKING.search(rest) or not is_light(rest):
        return None
    turn = turns[-1]
    year = f"{year_of(turn)}年" if year_of(turn) else ""
    day = year if found["year"] else day_of(turn, known)
    return f"{day}{'有哪些活动' if HAPPENED.match(rest) else rest}" if day else ""


def point_at_thing(asked: str, turns: Sequence[Turn], known: Known) -> str | None:
    """该镇, 这家公司, 它, 那里: the name of the last turn that is called so."""
    turn = turns[-1]
    if found := IT.match(asked):
        rest = asked[found.end() :]
        thing = _thing(turn)
        return f"{thing}{rest}" if thing and fits(rest, turn, known) else ""
    if found := THERE.match(asked):
        place = place_of(turn)
        return f"在{place}{asked[found.end() :]}" if place else ""
    found = POINTED.search(asked)
    if not found or not is_light_lead(asked[: found.start()]):
        return None
    behind = asked[found.end() : found.end() + MAX_NOUN]
    for n in range(len(behind), 0, -1):
        if n > 1 or (behind[0] in ONE_CHAR and found[0] != "此"):
            named = (thing_of(t, behind[:n], known) for t in reversed(turns))
            name = next(filter(None, named), "")
            if name:
                return asked[: found.start()] + name + asked[found.end() + n :]
    return None


def _thing(turn: Turn) -> str:
    """What 它 means: the thing that was answered, else the one asked about."""
    if turn.type in ("initiative", "organisation") and len(items_of(turn)) == 1:
        return items_of(turn)[0]
    return subject_of(turn) or topic_of(turn)


def point_at_event(asked: str, turns: Sequence[Turn], known: Known) -> str | None:
    """那次活动, 会上, 这件事: the event or deed of the last turn that spoke of one."""
    found = EVENT.search(asked)
    if found:
        rest = asked[: found.start()] + asked[found.end() :]
        before = asked[: found.start()]
        if not is_light_lead(_without_people(before, known)) and not is_light(rest):
            return None
        noun, at = found["noun"] or "", found["at"] or ""
        within = found["in"] if before and found["in"] else ""
    else:
        found = BARE_EVENT.search(asked)
        rest = asked[found.end() :] if found else ""
        if not found or not ASKING.search(rest) or not (is_light(rest) or rest.startswith("还")):
            return None
        noun, at, within = found["bare"] or "", found["at"] or found["on"] or "", ""
    for turn in reversed(turns):
        if not fits(rest, turn, known):
            continue
        event = event_of(turn, noun, known)
        if noun in MATTER:
            event = topic_of(turn) or statement_of(turn) or event
        if event:
            return asked[: found.start()] + within + event + at + asked[found.end() :]
    return ""


def _without_people(before: str, known: Known) -> str:
    """What stands before 那次会议, without those who did something there: 宋宗德在那次会议上."""
    for name in known.people(before):
        before = before.replace(name, "")
    return before


def point_at_item(asked: str, turns: Sequence[Turn], known: Known) -> str | None:
    """前者, 第二个: an item of the last answer."""
    found = ITEM.match(asked)
    if not found or not (found["pair"] or is_light(asked[found.end() :])):
        return None
    listed = (i for t in reversed(turns) if t.type in LISTED and len(i := items_of(t)) > 1)
    named = (p for t in reversed(turns) if len(p := known.people(t.question)) > 1)
    items = next(listed, ()) or (next(named, ()) if found["pair"] else ())
    if found["pair"]:
        at = ("前者", "后者").index(found["pair"])
        items = items if len(items) == 2 else ()  # noqa: PLR2004  # of two, as it says
    elif found["last"]:
        at = len(items) - 1
    else:
        at = "12345".find(found["n"]) if found["n"].isdigit() else "一二三四五".find(found["n"])
    return items[at] + asked[found.end() :] if len(items) > 1 and at < len(items) else ""
