"""Folded question -> the type of answer it wants, and the noun it asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.people import TITLE
from corpus.tagger import Token
from retrieval.reply import AnswerType

__all__ = [
    "MEASURES",
    "Predicate",
    "answer_type",
    "head_noun",
    "is_asking",
    "measure_word",
    "n_wanted",
    "predicate",
]

NUMERAL = "两一二三四五六七八九十百0-9"
MANY = NUMERAL.replace("一", "")  # 哪一位 asks for one person, 哪三位 for a list
MEASURES = (
    "个支名家人位次条项场届批件万元户岁册份组座间块辆幅张篇部艘架点大方面类种年天日月周期版层栋"
    "所棵本台对双只根颗首枚列趟斤道"
)
HAN = {"两": 2, **{c: n for n, c in enumerate("零一二三四五六七八九十")}}


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


# The first pattern that a question matches names its type; so the narrow ones come first.
TYPES: tuple[tuple[AnswerType, re.Pattern[str]], ...] = (
    ("date", _any(r"哪几(?:天|日|年|个月)|从哪[一]?[天日年]")),
    (
        "role",
        _any(
            r"(?:什么|哪些|哪个|哪几个|何种?|啥)(?:样的)?(?:职务|职位|职(?!能|工|责|业)|头衔|身份|官|岗位)",
            r"(?:职务|头衔|身份|职位)(?:分别)?(?:是|有|为)?(?:什么|啥|哪|$)",
            r"是.{0,12}的?(?:什么|哪[个位]?)(?:领导|干部|官员)$",
            r"任何?职|任什么|当(?:什么|啥)$|(?<![用来以于])(?:干|做)什么的|是干啥|什么来头|代表的?是?哪[一]?(?:方|个?方面)",
            r"(?:做|干|从事)什么(?:工作|行业)|什么(?:职业|工作)",
            r"what (?:position|post|role|title|job|office)|which (?:position|post)",
        ),
    ),
    (
        "number",
        _any(
            rf"多少|(?<!哪)几(?=[{MEASURES}余])(?!位(?:领导|代表)?(?:分别)?是|个?方面|点|项|月|号|日|天是)",
            r"多大|多高|多长|多远|多久|比例是|数量|how (?:many|much|long|far|old)",
        ),
    ),
    (
        "date",
        _any(
            r"什么时候|何时|啥时候|什么时间|几时|哪[一]?[天日年]|哪个月|几月|几号|几日|何年|何月|何日",
            r"什么日子|日期|哪个?时候|时间(?:是|在)?$|(?:举办|举行|召开|开幕|成立|发布)的?时间",
            r"\bwhen\b|what (?:date|day|year)|which (?:date|day|year|month)",
        ),
    ),
    (
        "list",
        _any(
            rf"哪(?:些|几|[{MANY}]+)(?!位(?:是|为)?谁)[{MEASURES}\u3400-\u9fff]",
            r"分别(?:是|叫|为|有)|分别.{0,6}(?:什么|哪|啥)|都有(?:谁|什么|哪)|哪儿些|列[举出]",
            r"哪些$|有什么要求|几点要求|包括(?:什么|哪)|what are the|\blist\b",
            r"which (?:\w+ )?(?:two|three|four|five|ten|points|units|teams|people)",
        ),
    ),
    (
        "person",
        _any(r"谁|何人|什么人|哪[一]?位|哪[一]?名|哪个人|哪几位|哪些人|\bwho(?:m|se)?\b"),
    ),
    (
        "organisation",
        _any(r"由哪(?:里|儿|边)?.{0,3}(?:主办|承办|协办|举办|合办|牵头|组织|组建|主管)"),
    ),
    (
        "place",
        _any(
            r"哪里|哪儿|何处|何地|什么地方|啥地方|[在去到]哪(?![一]?[次场届])|地点|地址|\bwhere\b",
            r"哪[一]?(?:个|片|条|座)?(?:区域|区|镇|街道|村|城市|地方|场馆|会场|省|市|路|片区|片|国家|一带|河|海域|山)",
            r"哪[一]?(?:个|座|处)?(?:火?车站|机场|码头|港口|公园|广场)",
        ),
    ),
    (
        "initiative",
        _any(
            r"(?:什么|哪[一]?[个项场次]|叫什么|啥)\w{0,8}(?:行动|活动|倡议|项目|计划|口号|主题|工程|服务)",
            r"(?:什么|哪[一]?[个项场次]|啥)\w{0,4}(?:号召|精神|讲堂|品牌|名字|名称|标语|仪式)",
            r"(?:主题|口号|名称|名字|号召|题目|课题|标题)(?:是|叫|为)?(?:什么|啥|$)",
            r"叫什么|叫啥|called|name of|哪[一]?[次场届]\w{0,6}(?:会|会议|典礼)[上中]?",
            r"(?:which|what) (?:initiative|campaign|action|slogan|theme)",
        ),
    ),
    (
        "organisation",
        _any(
            r"哪[一]?(?:个|家|些|支)?(?:单位|部门|机构|组织|公司|企业|医院|学校|球队|队伍|党委|委员会)",
            r"哪[一]?(?:个|家|些|支)?(?:团体|协会|社区|居民区|楼组|方面?)|什么(?:单位|部门|机构|组织|公司)",
            r"哪[一]?[家所]|由哪|哪一?方",
            r"which (?:organi[sz]ation|unit|body|company|hospital|department)",
        ),
    ),
)
WHOM = re.compile(  # the words that ask for people or bodies, with the noun behind them
    rf"(?:是|由|被|给|为)?(?:谁|何人|哪(?:[一{MANY}]?[位名个家些支]|里|儿|方|所)(?:同志|领导|代表|干部|人|单位|部门|公司|机构|学校)?)"
    r"(?=[^\u3400-\u9fff]*$|[\u3400-\u9fff])"
)
ASKING = re.compile(  # words that ask, not words that are asked about
    r"^(?:什么|时候|时间|哪\w{0,2}|谁|多少|几\w?|请问|告诉|知道|想问|问|说|讲|是|有|叫|在|为|要|会|做|干|吗|呢|呀|啊"
    r"|名字|名称|职务|职位|头衔|身份|担任|任|任职|地方|地点|日期|日子|具体|情况|分别|一共|总共|大概|大约|报道|文章"
    r"|提到|里|那|这|那个|这个|那场|那次|号|年|月|日|天|个|人|单位|东西|事|事情|内容|一个|怎么|为什么|怎样|如何"
    r"|去|来|到|给|让|把|被|出|上|下|中|后|前|啥|什|么)$"
)
HEAD = re.compile(
    rf"(?:哪(?:些|几|[{NUMERAL}]+)?|多少|(?<![这那近前后好])几|什么|啥|何)(?:样的)?(?P<measure>余?[{MEASURES}](?![员字]))?"
)
HEAD_TAGS = ("a", "n", "nz", "vn", "nw", "ORG", "LOC", "q", "s", "an")
WANTED = re.compile(
    rf"(?:哪|这|那|的)(?P<n>[{MANY}]+)[{MEASURES}]|(?P<great>[{MANY}]+)大(?![队会道厦街桥学楼院门妈])[^，。]{{1,12}}(?:有|指|是|分别)哪"
)
CALLED = re.compile(  # the name of a person is asked for, not that of a campaign
    rf"(?:{TITLE.pattern}|[员人生士师]|孩|先生|女士|姑娘|小伙|同志|姓名)(?:分别|都)?(?:叫(?:什么|啥)|姓什么|的名字|名叫|是什么名)"
)
EXPLAINED = re.compile(  # what a named thing is, not what it is called: “春雨行动”是什么活动
    r"[”》](?:到底)?(?:又)?是(?:一?[个项场种])?(?:什么|啥)(?:样的)?(?:行动|活动|倡议|项目|计划|工程|服务|品牌|东西)?$"
)
WHO = r"(?:同志|先生|女士)?(?:到底)?(?:又)?是(?:谁|哪位|什么人|何人)"


def answer_type(folded: str, people: Sequence[str]) -> AnswerType:
    """What is asked for; who somebody is asks for the person's post, what a thing is for all."""
    if CALLED.search(folded):
        return "person"
    if people and re.search(re.escape(people[-1]) + WHO, folded):
        return "role"
    if people and re.match(r"who (?:is|was)\b", folded):
        return "role"
    if EXPLAINED.search(folded):
        return "other"
    return next((kind for kind, pattern in TYPES if pattern.search(folded)), "other")


@dataclass(frozen=True, slots=True)
class Predicate:
    """What the asking clause says of the one asked for.

    Attributes:
        text: 授旗 of 会上，谁授旗; "" where no person or body is asked for.
        is_behind: whether it stands behind the asking word; False for 领誓的 of 领誓的是谁.
    """

    text: str
    is_behind: bool


def predicate(folded: str) -> Predicate:
    """The predicate of the clause that asks for a person or body."""
    for clause in re.split(r"[，,；;。]", folded):
        found = WHOM.search(clause)
        if found:
            behind = clause[found.end() :].strip("呢啊呀吗的 ")
            return Predicate(behind, True) if behind else Predicate(clause[: found.start()], False)
    return Predicate("", True)


def is_asking(word: str) -> bool:
    """Whether a word only asks."""
    return bool(ASKING.match(word))


def head_noun(folded: str, tokens: Sequence[Token]) -> str:
    """The noun that was asked for: 突击队 in 多少支突击队, 医院 in 哪家医院."""
    asking = HEAD.search(folded)
    if not asking:
        return ""
    head = ""
    for token in tokens:
        if token.end <= asking.end():
            continue
        if token.tag not in HEAD_TAGS:
            break
        head += token.text[max(0, asking.end() - token.start) :]
    return head


def measure_word(folded: str) -> str:
    """支 in 多少支突击队."""
    asking = HEAD.search(folded)
    return (asking["measure"] or "").lstrip("余") if asking else ""


def n_wanted(folded: str) -> int:
    """How many items a list is said to have; 0 where it is not said."""
    match = WANTED.search(folded)
    if not match:
        return 0
    n = match["n"] or match["great"]
    return int(n) if n.isdigit() else HAN.get(n, 0)
