"""Predicate -> what it is: an act, a state, a circumstance, or words that report others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto
from itertools import pairwise

from corpus.clauses import QUOTED
from corpus.tagger import Token

__all__ = [
    "Kind",
    "hands_over",
    "is_mutual",
    "is_participation",
    "kind_of",
    "opens_report",
]

VERB = ("v", "vd")
SAYS = re.compile(  # what follows is told by somebody, and need not be so
    r"(?:明确|着重|一致|特别|再次|郑重|共同)?(?:指出|表示|强调|认为|坦言|介绍说?|透露|希望|呼吁|要求|号召|提出|建议|宣布|承诺|主张"
    r"|重申|相信|回忆|感慨|告诉|回答|解释|补充|提到|谈到|写道|提议|倡议|警告|声明|指责|认识到|觉得|感到|期待|通报|公布|披露|报道|报告|显示|决定"
    r"|叮嘱|嘱咐|嘱托|勉励|寄语|提醒|直言|感叹|讲道|发现|了解到|得知|证实|\w?[说称]|警示|倡导|敦促|透漏|表态|宣告|预计|确认)"
)
STATES = re.compile(  # nothing that somebody does
    r"是|就是|正是|都是|也是|不是|为|有|没有|已有|具有|拥有|位于|属于|成|作为|等于|包括|涉及|意味|意味着|标志|标志着|占|达|达到|超过|共|需要|即|如|像|"
    r"似|姓|名叫|叫|让|使|令|使得|导致|致使|造成|引起|引发|负责|包含|存在|以|到|起|起来|累计|新增|确诊|出现|发生|遭遇|遭受|来说|看来|据|截至|距离|"
    r"相当于|受|据悉|图为|例如|比如|可以|能够|能|应该|要|会|可|旨在"
)
MODAL = re.compile(  # no act by themselves, only lead to the verb of one
    r"为|作为|要|会|可以|能|能够|应|应该|可|受|到|来|去|起|以|需要|有"
)
ASIDE = re.compile(  # a clause that begins so only says under which circumstances
    r"据|根据|按照|按|随着|关于|对于|除|除了|当|由于|因|因为|为了|经|经过|截至|自|自从|如果|作为|鉴于|只要|只有|每当|直到"
)
LATER = re.compile(  # a clause that ends so, too
    r"时|后|前|之后|之前|期间|之际|以来|以后|时候|之时|中|上|下|起|同时|之余|过程中|来|途中"
)
MUTUAL = re.compile(r"通(?:了)?电话|通话|会谈|会面|会晤|交谈|互致|会见|交换")
JOINS = re.compile(r"出席|参加|参会|到会|到场|见证|观看|陪同|受邀|列席")
HANDS_OVER = re.compile(  # the object may do what the next clause tells
    r"邀请|组织|聘请|派|安排|成立|组建|公布|任命|帮助|鼓励|支持|推动|带领|动员|发动|引导|指导|吸引|组成|创办|促使|呼唤|培养|选派|委托|授权"
)


class Kind(Enum):
    """What a predicate is."""

    NONE = auto()  # no verb in it
    ACT = auto()
    STATE = auto()  # X是…, X有…
    ASIDE = auto()  # 据…报道; …时
    OF_NAME = auto()  # the name belongs to what follows: X主持的会议


def kind_of(words: Sequence[Token]) -> Kind:
    """What the words of a predicate tell."""
    verbs = [i for i, word in enumerate(words) if word.tag in VERB and not _is_empty(words, i)]
    if words and ASIDE.fullmatch(words[0].text):
        return Kind.ASIDE
    if not verbs:
        return Kind.STATE if any(word.tag in VERB for word in words) else Kind.NONE
    first = verbs[0]
    if _belongs(words, first) or _another_speaks(words, first):
        return Kind.OF_NAME
    if SAYS.fullmatch(words[first].text):
        return Kind.ACT
    if LATER.fullmatch(words[-1].text) or words[-1].tag == "f":
        return Kind.ASIDE
    in_phrase = any(word.tag == "p" or word.text == "就" for word in words[:first])
    is_state = STATES.fullmatch(words[first].text) and not in_phrase
    return Kind.STATE if is_state else Kind.ACT


def opens_report(words: Sequence[Token], mark: str) -> bool:
    """Whether what follows, here or in the next clauses, is only reported: 表示，…"""
    for i, word in enumerate(words):
        if word.tag in VERB and SAYS.fullmatch(word.text):
            told = words[i + 1 :]
            if mark == "：" or not told or any(w.tag in (*VERB, QUOTED) for w in told):
                return True
    return False


def hands_over(words: Sequence[Token]) -> bool:
    """Whether the next clause may tell of the object: 邀请专家，讲解…"""
    return any(word.tag in VERB and HANDS_OVER.search(word.text) for word in words)


def is_participation(words: Sequence[Token]) -> bool:
    """Whether the words tell who was there."""
    return any(word.tag in VERB and JOINS.search(word.text) for word in words)


def is_mutual(words: Sequence[Token]) -> bool:
    """Whether two do it to each other; what follows is told of the first alone."""
    return any(MUTUAL.search(word.text) for word in words)


def _belongs(words: Sequence[Token], first: int) -> bool:
    """Whether the verb only describes what follows: (李明)在会上宣布的计划…"""
    if first + 1 == len(words) or words[first + 1].text != "的":
        return False
    phrase = [i for i in range(first) if words[i].tag == "p"]
    return not phrase or any(
        w.tag == "f" or LATER.fullmatch(w.text) for w in words[phrase[-1] + 1 : first]
    )


def _another_speaks(words: Sequence[Token], first: int) -> bool:
    """Whether a name in the predicate speaks, so that it is no predicate: 外交部…司长李明表示."""
    return not SAYS.fullmatch(words[first].text) and any(
        name.tag == "PER" and word.tag in VERB and SAYS.fullmatch(word.text)
        for name, word in pairwise(words)
    )


def _is_empty(words: Sequence[Token], i: int) -> bool:
    """Whether a verb only leads to the next one: 要开展, 受邀出席."""
    leads = MODAL.fullmatch(words[i].text) is not None
    return leads and any(word.tag in VERB for word in words[i + 1 :])
