"""Sentence -> its Persons: names, and the posts printed before them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.tagger import Token
from corpus.words import rarity

__all__ = ["TITLE", "Person", "find_people"]

POST = re.compile(
    r"(?:书记|主任|部长|局长|镇长|区长|市长|省长|县长|乡长|村长|主席|常委|委员|秘书长|召集人|班长|代表|院长|校长|"
    r"经理|总裁|董事长?|会长|理事长?|教授|专家|队长|站长|所长|科长|处长|司长|厅长|总理|总统|首相|大臣|外长|"
    r"记者|医生|护士|司令员?|政委|参谋长|党员|负责人|发言人|工程师|研究员|馆长|园长|社长|总监|组长|行长|"
    r"检察长|法官|律师|教练|冠军|干部|协调员|干事|巡视员|调研员|大使|议长|主持人|志愿者|楼组长|顾问|助理|"
    r"教师|老师|作家|导演|演员|画家|院士|烈士|英雄|模范|居民|村民|业主|创始人|发起人|成员|会员|国王|女王|王储)$"
)
TITLE = re.compile(rf"(?:{POST.pattern[3:-2]})")
SURNAMES = frozenset(  # the hundred most frequent ones and some more
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石"
    "廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤卞竺施章温俞葛洪季柳路岳梅庄殷詹耿关"
)
RARE = 13.0  # nats; a word as rare as this seldom stands behind a post
STOP_TAGS = ("p", "u", "d", "ad", "TIME", "t", "r", "f")


@dataclass(frozen=True, slots=True)
class Person:
    """A name in a sentence.

    Attributes:
        start: half-open offsets of the name in the sentence.
        post: as printed before the name; "" where there is none.
        group: persons with the same number are named side by side.
    """

    name: str
    start: int
    end: int
    post: str
    group: int


def find_people(text: str, tokens: Sequence[Token]) -> list[Person]:
    """The persons of a sentence, with their posts.

    Persons stand side by side while no verb, stop or other clause comes between them.
    """
    people: list[Person] = []
    for i, token in enumerate(tokens):
        if not _is_name(tokens, i):
            continue
        begin = _post_start(tokens, i)
        post = text[tokens[begin].start : token.start] if begin < i else ""
        post = post.strip("“”、，— 和与及")
        if not TITLE.search(post):
            post = ""
        group = people[-1].group if people else 0
        if people and _apart(text, tokens, people[-1], token, begin):
            group += 1
        people.append(Person(token.text, token.start, token.end, post, group))
    return people


def _is_name(tokens: Sequence[Token], i: int) -> bool:
    """Whether a token is a person: the tagger says so, or a rare word stands right behind a post.

    The tagger overlooks names that are words of the language, too (叶梢, the tip of a leaf).
    """
    token = tokens[i]
    if token.tag == "PER":
        return len(token.text) > 1
    if token.tag not in ("n", "nz", "nr") or len(token.text) not in (2, 3) or i == 0:
        return False
    before, after = tokens[i - 1], tokens[i + 1] if i + 1 < len(tokens) else None
    behind_post = before.tag == "ORG" or bool(TITLE.search(before.text))
    ahead = after is not None and (
        after.tag in ("d", "ad", "v", "vd", "c", "p") or after.text in "、，"
    )
    return token.text[0] in SURNAMES and behind_post and ahead and rarity(token.text) > RARE


def _post_start(tokens: Sequence[Token], i: int) -> int:
    """The first token of the post before the name at i; i where there is none."""
    begin = i
    while begin > 0:
        token = tokens[begin - 1]
        if token.tag == "PER" or token.tag in STOP_TAGS or token.text in "，。；：！？,;:":
            break
        if token.tag == "v" and len(token.text) > 1 and not POST.search(token.text):
            break
        if token.tag == "c" and begin >= 2 and _after_person(tokens, begin - 1):  # noqa: PLR2004
            break
        begin -= 1
    while begin < i and (
        tokens[begin].tag in ("c", "w", "v", "xc") and tokens[begin].text not in "“《"
    ):
        begin += 1
    return begin


def _after_person(tokens: Sequence[Token], i: int) -> bool:
    return tokens[i - 1].tag in ("PER", "w") or tokens[i].text in ("以及", "及")


def _apart(text: str, tokens: Sequence[Token], left: Person, right: Token, post_start: int) -> bool:
    """Whether more than a comma, an "and" and a post stands between two persons."""
    between = text[left.end : tokens[post_start].start if post_start else right.start]
    return not re.fullmatch(r"[、，,]?(?:以及|[和与及同]|并)?", between.strip())
