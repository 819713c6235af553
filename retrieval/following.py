"""A question + the last turns of the talk -> the question as it would be asked alone.

Rules over what was said and what the record tells; nothing is guessed. A question that names what
it is about stands alone and comes back untouched, and so does one of which it is not sure whom or
what it means.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from corpus.script import fold
from retrieval.focus import Known, event_of, people_of
from retrieval.leaning import ASKING, LEAD, TAIL, is_light
from retrieval.pointing import (
    point_at_day,
    point_at_event,
    point_at_item,
    point_at_person,
    point_at_thing,
)
from retrieval.swapping import swapped
from retrieval.terms import is_chinese
from retrieval.topics import COUNTED, WHO, bare, statement_of, subject_of, topic_of
from retrieval.turns import N_TURNS, Turn

__all__ = ["resolve"]

MAX_CHARS = 40  # of a question that may lean; a longer one has said what it is about
MORE = re.compile(  # 还有呢: the last question once more
    r"(?:除了?(?:他们?|她们?|这些?|这个|此|它们?|上面的?)?(?:之外|以外|外)?[，,]?)?"
    r"(?:还有(?P<who>谁|哪些人|什么人|哪位|哪些领导|哪些单位|哪家|别人|其他人)?(?:别的|其他的?|什么|哪些|没有)?"
    r"|别的|其他的?|其它的?|其他人(?P<others>))吗?"
)
THAT = re.compile(  # 那是哪天的事: the subject is all that was said
    r"(?:此事|(?:这|那)(?:件|个)?事情?|那|这)(?=是|在|由|都|有|发生|具体|大概|又|到底)"
)
THEN = re.compile(r"^(?:他|她)?(?:当时|那时候?)")
OF_HIM = re.compile(r"^(?:[他她它]们?|其)的?(?=.)")  # 他2020年呢, 它的主题呢
WHICH = re.compile(  # after a number: the items that were counted
    r"(?:都|分别|具体)*(?:是|有|叫|包括)?(?:哪些|哪几[个支家项点位]|什么(?:名字|名称)?|啥)(?:支|个)?"
)
OF_PERSON = re.compile(
    r"职务|身份|头衔|职位|职业|什么工作|担任|[做干]什么的|(?:出席|参加|参与|主持|提出|讲|说|做|干|发起)(?:了|过)*些?(?:什么|哪些|啥)"
)
WHY = re.compile(r"^(?:是|又)?(?:为了?什么|为何|为啥|什么原因|原因(?:是什么|何在)?)$")
WHEN_WHERE = re.compile(
    r"什么时候|什么时间|何时|哪一?[天年日]|几[号月日]|什么日子|哪里|哪儿|什么地方|何地|在哪"
)
WHY_DONE = re.compile(r"^(?:为什么|为何|为啥)要?(?:成立|举行|举办|召开|发起|开展|办|开|搞)")
HOW_MANY = re.compile(rf"^(?:一共|总共|共|大概)*有(?:{COUNTED.pattern})$")
BARE_WHEN = re.compile(r"什么时候|什么时间|何时|哪一?[天年日]|几月几[号日]|几号")
OF_EVENT = re.compile(
    r"(?:主办|承办|协办|举办|牵头|组织|主持|召集|发起|参加|参与|出席|到场|到会|来|讲了?话|发了?言|致了?辞)"
    r"|主题|内容|口号|名称|全称|目的|意义|成效|效果|成果|规模|议题|议程|主办方|人数|叫什么"
)

Rule = Callable[[str, Sequence[Turn], Known], str | None]


def resolve(text: str, turns: Sequence[Turn], known: Known) -> str:
    """The question as it would be asked without the talk; unchanged where it needs none.

    The turns are the last ones, oldest first; of more than `N_TURNS` only the last count.
    """
    said = text.strip()
    if not turns or not said or len(said) > MAX_CHARS or not is_chinese(fold(said)):
        return text
    turns = turns[-N_TURNS:]
    asked = fold(said).rstrip(TAIL)
    lead = LEAD.match(asked)
    asked = asked[lead.end() :] if lead else asked
    if not asked:
        return text
    rules: tuple[Rule, ...] = (
        _more,
        *((_instead,) if fold(said).rstrip("?？。!！~～… ").endswith("呢") else ()),
        point_at_item,
        point_at_person,
        point_at_day,
        point_at_thing,
        point_at_event,
        _without_subject,
    )
    found = next((r for rule in rules if (r := rule(asked, turns, known)) is not None), "")
    found = found.rstrip(TAIL)
    return f"{found}？" if found and found != asked else text


def _more(asked: str, turns: Sequence[Turn], known: Known) -> str | None:
    """还有呢, 还有谁: the last question, asked for others."""
    found = MORE.fullmatch(asked)
    if not found:
        return None
    text = bare(turns[-1].question)
    who = WHO.search(fold(text))
    if who and who.start() > 1 and text[who.start() - 1] not in "，,":
        return ""  # asked for behind the verb: there is no place for 还有
    if who and not text[: who.start()].endswith("还有"):
        start = who.start() - (text[: who.start()] in ("是", "有"))
        return (
            f"{text[:start]}还有{'谁' if found['who'] else who[0]}{text[who.end() :].rstrip('的')}"
        )
    what = re.search(r"什么|哪些", fold(text))
    if what and not who and not found["who"] and found["others"] is None:
        return f"{text[: what.start()]}其他{text[what.start() :]}"
    return ""


def _instead(asked: str, turns: Sequence[Turn], known: Known) -> str | None:
    """临空园区呢: the last question, asked of another."""
    name = point_at_item(asked, turns, known) or OF_HIM.sub("", asked)
    return None if ASKING.search(name) else swapped(name, turns, known)


def _without_subject(asked: str, turns: Sequence[Turn], known: Known) -> str | None:
    """那是哪天的事, 由谁承办: what is said of the subject of the last turn."""
    asked = THAT.sub("", asked, count=1) if THAT.match(asked) else asked
    if not ASKING.search(asked) or not is_light(asked):
        return None
    turn = next((t for t in reversed(turns) if t.type != "role"), turns[-1])
    if OF_PERSON.search(asked):
        people = people_of(turns[-1], known)
        return "、".join(people) + asked if people else ""
    if WHICH.fullmatch(asked):
        is_counted = turn.type == "number" and COUNTED.search(bare(turn.question))
        return COUNTED.sub("哪些", bare(turn.question), count=1) if is_counted else ""
    if WHY.match(asked):
        stated = statement_of(turn)
        asking = f"{stated}是{asked.removeprefix('是')}" if "为了" in asked else f"为什么{stated}"
        return asking if stated else ""
    if not any(p.search(asked) for p in (WHEN_WHERE, OF_EVENT, WHY_DONE, HOW_MANY)):
        return ""
    subject = topic_of(turn) or subject_of(turn)
    if not subject and WHEN_WHERE.search(asked):
        subject = statement_of(turn)
    if not subject and not HOW_MANY.search(asked):
        subject = event_of(turn, "", known)
    return f"{subject}{_predicate(asked)}" if subject else ""


def _predicate(asked: str) -> str:
    """谁主持的 behind its subject: 是谁主持的."""
    is_cleft = asked.endswith(("的", "的事", "的事情")) and asked[0] in "谁哪什几何"
    return f"是{asked}" if is_cleft or BARE_WHEN.fullmatch(asked) else asked
