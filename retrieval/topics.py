"""A past question and its short answer -> what they were about, in words that stand alone."""

from __future__ import annotations

import re

from corpus.script import fold
from retrieval.leaning import ASKING, ATTRIBUTE, EVENT_NOUN, TAIL, is_light
from retrieval.turns import Turn

__all__ = ["COUNTED", "WHAT", "WHO", "bare", "items_of", "statement_of", "subject_of", "topic_of"]

MEASURE = "[个支名家人位次条项场届批件万元户岁份组座间辆幅张篇部种年天类]"
WHO = re.compile(
    r"谁|何人|什么人|哪[一两二三四几]?(?:个?人|些人|位|名|所|家|些单位|[个些]?(?:单位|部门|机构|公司|医院|学校|街道|镇))"
    r"(?:同志|领导|代表|干部|单位|部门|机构|公司|医院|学校)?"
)
COUNTED = re.compile(rf"(?:多少|(?<![这那哪好])几){MEASURE}?")
WHAT = re.compile(r"(?:什么|啥|哪[一几]?[个项些种])[^，,。是在的]{0,8}$")
WHEN = r"(?:什么时候|什么时间|啥时候|何时|哪[一]?[天日年]|几月几[号日]|几[号月日]|哪个月|何年何月)"
WHERE = r"(?:哪里|哪儿|什么地方|啥地方|何处|何地|哪[一]?个?(?:地方|城市|会场|场馆|区|镇|街道))"
MAX_FILLED = 24  # characters of an answer that is put into its question; a sentence is not
MAX_TOPIC = 50  # characters of what a question was about
MIN_TOPIC = 2

QUOTED = re.compile(r"“[^”]*”|《[^》]*》")
WHY = re.compile(r"^(?:为什么|为何|为啥)")
POLITE = re.compile(r"^(?:请问|我?想知道|我?想问一?下?|问一?下|麻烦问下?)[，, ]*")
HELD = re.compile(  # 初心讲堂第七讲 is asked about: what stands before the asking words
    rf"^(?P<np>.+?)(?:[，,]|具体|大概|到底|一共|总共|共|都|分别|正式|最后|是|在|由|于|到|的|上|中|里|现场|来了?|有|定在|安排在|放在)*"
    rf"(?P<asked>{WHEN}|{WHERE}|{WHO.pattern}|{COUNTED.pattern}|(?:{ATTRIBUTE})(?:是|叫|有)?(?:什么|啥|哪)?|什么|啥|哪些).*$"
)
ATTENDED = re.compile(  # 谁主持了业委会交流会: what stands behind the verb
    rf"^(?:是|由|有)?(?:{WHO.pattern}|{COUNTED.pattern})(?:牵头|联合|共同|一起)?"
    rf"(?:主办|承办|协办|举办|主持|召集|参加|参与|出席|组织|发起|来)(?:了|过)?(?P<np>[^，,]+?(?:{EVENT_NOUN})[”》]?)$"
)
NAMED = re.compile(  # 业委会经验交流会 of 业委会经验交流会上，哪位领导讲了话
    rf"^(?P<np>[^，,]*?(?<![委业管居职协工员社在机])(?:{EVENT_NOUN}|第[0-9一二三四五六七八九十百]+[讲期场次季])[”》]?)"
    r"(?=上|中|里|现场|[，,]|是|在|由|有|来|谁|什么|哪|几|多少|的)"
)
DOER = re.compile(  # the one who did it is asked for behind the deed: 领誓的是谁, 作承诺的人叫什么
    r"^(?P<deed>.+?)的(?:那?[个位名]?(?:人|领导|同志|代表|干部))?(?:叫什么(?:名字)?|叫啥(?:名字)?|是谁|是哪一?[位个]\w{0,2}|是什么人)$"
)
DOING = re.compile(r"^(?:参加|出席|参与|举办|主办|承办|组织|搞|在|关于)")  # no part of a name
TORN = re.compile(r"([揭授颁剪开办])[的了过]([牌旗奖彩会])$")  # one verb with its object
YEARLY = re.compile(r"^[^：“”《》]{0,20}?[年月日午）]：")  # before an item of several years
COUNT = re.compile(r"（共[0-9]+项，列出前[0-9]+项）$")


def bare(text: str) -> str:
    """A question as it is taken apart: without its end and its politeness."""
    text = text.strip().rstrip(TAIL)
    polite = POLITE.match(fold(text))
    return text[polite.end() :] if polite else text


def masked(text: str) -> str:
    """The form in which patterns are looked for: no stop inside of a quoted name is one."""
    return QUOTED.sub(lambda m: re.sub(r"[，,。；;、]", "某", m[0]), fold(text))


def topic_of(turn: Turn) -> str:
    """The event that the question named, as it named it; "" where it named none."""
    text = bare(turn.question)
    found = ATTENDED.match(masked(text)) or NAMED.match(masked(text))
    return _checked(text[slice(*found.span("np"))]) if found else ""


def subject_of(turn: Turn) -> str:
    """What the question asked about, event or not: 党建联盟 of 党建联盟的口号是什么."""
    text = bare(turn.question)
    found = HELD.match(masked(text))
    if not found or not is_light(fold(text[found.end("np") :])):
        return ""
    return _checked(text[slice(*found.span("np"))])


def statement_of(turn: Turn) -> str:
    """The question with its answer in place of the asking words; "" where that makes no sense.

    Example:
        >>> statement_of(Turn("是谁给总队授旗的？", "person", "陈华文、何泽岗", ()))
        '陈华文、何泽岗给总队授旗'
    """
    text, short = bare(turn.question), turn.short
    why = WHY.match(fold(text))
    if why:
        return _stated(text[why.end() :])
    if not short or len(short) > MAX_FILLED or "；" in short:
        return ""
    doer = DOER.match(fold(text))
    if doer and turn.type == "person":
        return _stated(short + text[: doer.end("deed")])
    pattern = {"number": COUNTED, "person": WHO, "organisation": WHO}.get(turn.type, WHAT)
    if turn.type in ("date", "role", "list"):
        return ""
    if turn.type == "place":
        pattern = re.compile(WHERE)
    found = list(pattern.finditer(fold(text)))
    if len(found) != 1:
        return ""
    (asked,) = found
    before = text[: asked.start()]
    if before.endswith("的是"):  # 认领的是什么项目
        before = before.removesuffix("的是") + "了"
    return _stated(f"{before}{short}{text[asked.end() :]}")


def items_of(turn: Turn) -> tuple[str, ...]:
    """The items of an answer, in its order, without the years before them."""
    short = COUNT.sub("", turn.short)
    parts = short.split("；") if "；" in short else re.split(r"、(?![^“《（]*[”》）])", short)
    return tuple(YEARLY.sub("", p).strip() for p in parts if p.strip())


def _stated(text: str) -> str:
    """A statement without the 是…的 around it, if nothing in it asks any more."""
    text = TORN.sub(r"\1\2", text.removesuffix("的"))
    text = text[1:] if text.startswith(("是", "由")) else text
    return "" if ASKING.search(fold(text)) or len(text) > MAX_TOPIC else text


def _checked(np: str) -> str:
    """A name that is long enough, names something, and asks nothing."""
    np = DOING.sub("", np.strip("，, 的是"))
    if np.endswith(("了", "过")):  # 龚勤英发起了什么 names nobody's subject
        return ""
    if not MIN_TOPIC <= len(np) <= MAX_TOPIC or ASKING.search(fold(np)) or is_light(fold(np)):
        return ""
    return np
