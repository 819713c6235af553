"""Post -> its parts, each with the body it is in, as far as the page tells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from corpus.tagger import Token
from corpus.titles import IS_POST, POST_TAIL

__all__ = ["bodies_of", "home_places", "split_post"]

TAILS = ("集团", "公司", "开发区", "常委会", "医院", "学校", "街道", "园区")  # short for a body
UNIT = "省市区县旗镇乡村"
PLACE = re.compile(rf"[\u4e00-\u9fff]{{1,6}}?(?:自治区|自治州|街道|[{UNIT}])")
NO_HOME = re.compile(
    r"(?:地|园|社|片|商务|小|城|山|景|特|新|开发|校|厂|库|灾|疫|老|革命|自治|"
    r"全|本|该|各|这|城)区$|城市$|全.$"
)
RANK = (
    r"(?:常务|第一|首席|高级|资深|名誉|执行|代理|联席|轮值|现任|驻村|特级|兼职|"
    r"前任?|原任?|总|主任|代|副|候任|助理|专职|正)*"
)
OFFICE = re.compile(
    rf"(?:的)?{RANK}(?P<unit>[部局厅市区县镇乡省州村院馆所队处站行会团旅科关署司厂台社厅])?长$"
)
WHOLE = re.compile(rf"(?:的)?{RANK}(?:{POST_TAIL})[”）)]?$")
OF_ITSELF = re.compile(  # what ends in 长 and yet has no body before it
    r"(?:委员长|秘书长|董事长|理事长|检察长|审计长|参谋长|总干事长|干事长|召集人|楼组长|组长|班长)$"
)
LEADING = re.compile(r"^(?:现任|时任|兼任|兼|前任?|原任?)+")
PARTY = re.compile(r"(?:党委|党组|党工委|纪委|纪检组|党总支|党支部|工委)$")
RELATIVE = re.compile(rf"^(?:[{UNIT}](?=委|政府|纪委|人大|政协|[\u4e00-\u9fff]{{1,8}}$|$))")
WORK = re.compile(  # what one does, not what one holds: 电力工人, 玉米育种专家
    r"(?:工人|专家|学者|选手|工程师|农民|战士|[作画]家|志愿者|运动员|村民|采油工|[学师]生)$"
)
BODY = re.compile(
    r"(?:[部局厅市区县镇乡省村院校馆所队处站行会团旅署司厂台社委室班军营连科系]|公司|集团|中心|大学|银行|政协|人大|学校|街道|"
    r"饭店|医院|政府)$"
)
HEAD_BODY = re.compile(  # the body within which others are named short
    r"^.*(?:大学|集团|有限公司|公司|特区政府|开发区|全国人大|自治区|[省市区县镇乡村国](?!家|际|务|民|人|防|有))"
)
FULL = re.compile(rf"^[\u4e00-\u9fff]{{2,9}}?[{UNIT}国]|公司|集团|^(?:中|全国|国)|大学|^[A-Z]")
COUNTRY_TITLE = re.compile(r"^[前原]?(?:代)?(?:副)?(?:总统|总理|首相|国王|女王|外长|外交部长)$")


def split_post(post: str) -> list[str]:
    """The single posts of a post as printed; a body without a title goes with the next.

    Example:
        >>> split_post("区委常委、组织部部长")
        ['区委常委', '组织部部长']
    """
    parts: list[str] = []
    kept = ""
    for piece in re.split(r"(、|，|兼任|(?<=[长任记员席])兼(?!职))", post):
        if piece in ("、", "，", "兼", "兼任"):
            kept += piece if kept else ""
            continue
        kept += piece
        if IS_POST.search(kept):
            parts.append(kept)
            kept = ""
    return parts if not kept else [*parts[:-1], parts[-1] + kept] if parts else [kept]


def home_places(sentences: Iterable[Sequence[Token]]) -> dict[str, str]:
    """The page's own places and bodies by their short forms: 区 -> 长宁区, the most named one."""
    counts: Counter[str] = Counter()
    tails: Counter[tuple[str, str]] = Counter()
    for words in sentences:
        for word in words:
            if word.tag in ("LOC", "ORG"):
                named = [p[0] for p in PLACE.finditer(word.text) if not NO_HOME.search(p[0])]
                counts.update(p for p in named if len(p) > 1)
                tails.update((t, word.text) for t in TAILS if re.search(rf"..{t}$", word.text))
    homes: dict[str, str] = {}
    for (tail, body), _ in tails.most_common():
        homes.setdefault(tail, body)
    for place, _ in counts.most_common():
        homes.setdefault(place[-1], place)
    return homes


def bodies_of(parts: Sequence[str], homes: dict[str, str], before: str = "") -> list[str]:
    """The body of each part; "" where the page tells none.

    Args:
        parts: of one post, in the order of print.
        homes: the page's own places and bodies by their short forms; "country": the place named
            last before a president.
        before: the body of the post printed last, for 副主任 behind 主任.
    """
    bodies: list[str] = []
    for part in parts:
        own = LEADING.sub("", _own_body(part))
        first = bodies[-1] if bodies else ""
        if not own and COUNTRY_TITLE.search(part):
            own = homes.get("country", "")
        elif not own:
            deputy = re.match(r"副|常务副", part)
            own = _shared(part, first) if bodies else before if deputy else ""
        elif bodies:
            own = _within(own, bodies[0], first)
        if "、" in own and (party := PARTY.search(own)):
            own = re.sub(rf"(?<!{party[0]})、", f"{party[0]}、", own)
        bodies.append(_resolved(own, homes))
    return bodies


def _own_body(part: str) -> str:
    """What stands before the title: 长宁区委 of 长宁区委副书记, 国防部 of 国防部长."""
    office = OFFICE.search(part)
    if office and office["unit"] and not OF_ITSELF.search(part):
        stem, unit = part[: office.start()], office["unit"]
        schooled = unit == "校" or (unit == "院" and re.search(r"[院室]$", stem))
        if not stem and unit not in UNIT:
            return ""  # 副局长 tells no name of its 局
        return _plain(stem if stem.endswith(unit) or schooled else stem + unit)
    title = WHOLE.search(part)
    stem = part[: title.start()] if title else ""
    if part.endswith(("常委", "委员")) and not stem.endswith(("委", "会", "局", "组")):
        found = re.search(r"^.*(?:委|会|局)(?=常委|委员)", part)
        stem = found[0] if found else stem
    if part.endswith("国务委员"):
        return "国务院"
    own = _plain(stem)
    return "" if WORK.search(part) and not BODY.search(own) else own


def _plain(body: str) -> str:
    """A body without what was said of its post: 原 before 党组, 的, ranks."""
    if body == "国家":
        return ""
    body = re.sub(r"[原前](?=党|$)|的(?=村?党|$)", "", body)
    return re.sub(rf"(?:的|全球|著名|扶贫|{RANK})$", "", body)


def _shared(part: str, first: str) -> str:
    """The body of a part that names none: that of the part before it, without its party."""
    if WORK.search(part) and not re.search(r"医院|学院|大学|研究", first):
        return ""
    return re.sub(r"(?:党委|党组|党工委|纪委|(?<=[省市区县])委)$", "", first)


def _within(own: str, head: str, first: str) -> str:
    """The full name of a body that is named short behind another: 组织部 behind 长宁区委."""
    if RELATIVE.match(own):
        return head[: head.rindex(own[0])] + own if own[0] in head else own
    if PARTY.fullmatch(own):
        return re.sub(r"(?:党委|党组|党工委|纪委)$", "", first) + own
    if re.fullmatch(r"(?:组织|宣传|统战|政法委|统一战线工作|人民武装|武装|政治|组织指导)部?", own):
        return (head if re.search(r"委$|中央$", head) else re.sub(r"政治局$", "", head)) + own
    if FULL.search(own):
        return own
    found = HEAD_BODY.match(first)
    return found[0] + own if found and own[:2] != first[:2] else own


def _resolved(body: str, homes: dict[str, str]) -> str:
    """A body that begins with 区, 镇, ... made that of the page's own one."""
    body = re.sub(rf"([{UNIT}])\1$", r"\1", body)
    short_form = next((tail for tail in TAILS if body.startswith(tail) and tail in homes), "")
    if short_form:
        return homes[short_form] + body[len(short_form) :]
    if not RELATIVE.match(body):
        return body
    home = homes.get(body[0], "")
    if not home:
        return body if len(body) > 1 else ""
    short = len(home) == 2 and len(body) > 1  # noqa: PLR2004  # 蔚县 has a 蔚县县委
    return home + (body if short else body[1:])
