"""Where, and which body: places and organisations, by their tags, endings and prepositions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.people import find_people
from corpus.script import fold
from corpus.tagger import Tagger, Token
from retrieval.evidence import Evidence
from retrieval.kinds import BODY_KINDS, KIND, fits_kind, is_any_body, is_of_kind, is_such
from retrieval.question import Question
from retrieval.spans import Span, text_of, tokens_of

__all__ = ["is_any_body", "organisation_spans", "place_spans"]

BODY = re.compile(
    r"(?:党委|党工委|党组|党支部|党总支|支部|委员会|管委会|居委会|业委会|村委会|委|政府|局|厅|部|处|办公室|办|院|所|站|中心|"
    r"公司|集团|企业|银行|医院|学校|大学|中学|小学|幼儿园|协会|学会|商会|联盟|联席会议|工会|妇联|团委|团|队|组|社|报|台|"
    r"街道|镇|乡|村|区|县|市|居民区|社区|园区|单位|法院|检察院|公安|派出所|超市|商场|酒店|基金会|俱乐部|工作室|工作站)$"
)
VENUE = re.compile(
    r"(?:中心|馆|厅|广场|大楼|大厦|学校|公园|基地|会场|酒店|宾馆|剧院|剧场|礼堂|会议室|园区|社区|居民区|小区|片区|街道|镇|乡|村|区|县|市|省|"
    r"路|街|号|弄|畔|滨|湾|桥|沟|沿线|附近|海域|一带|站|港|机场|码头|医院|大学|中学|小学|幼儿园|展会”?区域|区域|现场|河|湖|山|岛|国|洲|园|城|院|所|驿站|议室)$"
)
AT = re.compile(r"(?:在|于|至|赴|到|来到|走进|位于|来自|抵达|前往|地点[是为:：])[“《]?$")
HELD = re.compile(
    r"举[行办]|召开|开会|开的|开[了幕]?[?？]?$|办的|会场|地点|where .*(?:held|hold|take place)"
)
FROM = re.compile(r"来自|从(?:什么|哪)|哪[里儿]来|where .* from")
BY_WHOM = re.compile(r"由哪[里儿]")
LEVEL = re.compile(r"(?<=[\u3400-\u9fff]{2})[省市县区](?!级)")  # 腾冲明光镇 is 腾冲市明光镇
GOING = re.compile(r"(?:去|前往|到|赴)(?:了)?(?:哪|什么地方|何处|何地)")
TOWARDS = ("赴", "到", "前往", "抵达", "去")
SHORTENED = 0.3  # of a fit: a headline says 玉麦 where its story says 隆子县玉麦乡
AREA = re.compile(
    r"哪[一]?[个片条座]?(?P<any>城市|地方|国家|海域|一带|河边?|山|场馆|会场)|哪[一]?[个片条座]?(?P<kind>区域|片区|区|镇|街道|村|市|省|路|县|乡|社区|居民区|园区|中心|博物馆|馆"
    r"|机场|公园|广场|酒店|宾馆|剧院|剧场|体育场|岛|湖)|哪一?(?P<piece>片)"
)
BY = re.compile(r"(?:由|经|被|受|(?:承办|主办|牵头|协办)(?:方|者|单位)(?:是|为|[:：]))$")
ACTS = re.compile(
    r"承办|主办|牵头|协办|举办|组建|发起|推出|发布|成立|主管|负责|联手|组织|开展|共同|联合"
)
HELD_AT = re.compile(  # whatever the tagger takes it for
    r"(?<=在)([\u3400-\u9fff]{2,10}?)(?=(?:联合|同时|隆重|正式)?(?:举行|举办|召开|开幕|进行|揭幕|开赛))"
)
WHEN_AND_WHERE = re.compile(r"^，?(?:[0-9]+日)?(?:在[\u3400-\u9fff]{2,10}?(?=联合|共同|举))?")
ACTING = 0.25  # of a fit: that a body does what bodies do
ROLES = re.compile(r"主办|承办|协办")
OTHER_PARTS = {  # whoever hosts need not carry out
    "主办": ("承办", "协办"),
    "承办": ("主办", "协办", "举办"),
    "协办": ("主办", "承办", "举办"),
}
CUT = re.compile(r"[办部局委署厅](?=[0-9０-９、，在于和与及])")
JOINABLE = ("ORG", "LOC", "n", "nz", "vn", "nt", "s", "f", "an", "m", "j")


@dataclass(frozen=True, slots=True)
class _Name:
    """A place or body as it stands in the sentence."""

    text: str
    start: int
    end: int


def place_spans(question: Question, evidence: Evidence, tagger: Tagger) -> list[Span]:
    """Places behind 在, 于, 来自; of the kind that was asked for where one was named."""
    text = text_of(evidence, evidence.sentence)
    area = AREA.search(question.folded)
    kind = (area["kind"] or ("片区" if area["piece"] else "")) if area else ""
    asked = bool(area)
    if BY_WHOM.search(question.folded):
        return organisation_spans(question, evidence, tagger)
    spans = []
    tokens = tokens_of(evidence, tagger)
    for name in _places(text, tokens, kind):
        if _in_question(name, question):
            continue
        at = AT.search(text[: name.start])
        if kind and not name.text.endswith(kind):
            continue
        if area and not is_such(area["any"] or "", name.text):
            continue
        if area and area["any"] and not at and not _is_proper(name, tokens):
            continue
        if not at and not asked and HELD.search(question.folded):
            continue
        near = evidence.closeness(question, name.start, name.end)
        fit = 0.15 + 0.25 * bool(at) + 0.3 * asked + 0.4 * near
        if at and ("来自" in at[0]) == bool(FROM.search(question.folded)):
            fit += 0.15
        if at and GOING.search(question.folded):
            fit += 0.15 if at[0].startswith(TOWARDS) else -0.15
        fit -= SHORTENED * _is_shortened(name, evidence)
        spans.append(Span(name.text, fit))
    return spans


def organisation_spans(question: Question, evidence: Evidence, tagger: Tagger) -> list[Span]:
    """Bodies: the one behind 由 or before the verb of the question, or the nearest."""
    text = text_of(evidence, evidence.sentence)
    spans = list(_affiliations(question, text, tokens_of(evidence, tagger)))
    names = [n for n in _bodies(text, tokens_of(evidence, tagger)) if not _in_question(n, question)]
    for group in _side_by_side(text, names):
        start, end = group[0].start, group[-1].end
        of_kind = [n for n in group if is_of_kind(question.head, n.text)]
        named = group if is_any_body(question.head) else of_kind or group
        near = evidence.closeness(question, start, end)
        acting = _acts(question, text, start, end)
        fits = fits_kind(question.head, named[-1].text)
        if fits >= 0 or not (BODY.search(question.head) or question.head in BODY_KINDS):
            # a county is no university
            fits += KIND * (len(group) == question.n_wanted)
            together = "、".join(n.text for n in named)
            spans.append(Span(together, 0.2 + 0.5 * near + ACTING * acting + fits))
        if question.head and len(group) > 1:
            spans += [
                Span(n.text, 0.25 + 0.5 * evidence.closeness(question, n.start, n.end) + KIND)
                for n in of_kind
            ]
    return spans


def _affiliations(question: Question, text: str, tokens: Sequence[Token]) -> Iterator[Span]:
    """The bodies in the post of a person that the question names."""
    for person in find_people(text, tokens):
        if fold(person.name) not in question.people or not person.post:
            continue
        begin = text.rfind(person.post, 0, person.start)
        for name in _bodies(text, tokens):
            if begin <= name.start and name.end <= person.start:
                fits = is_of_kind(question.head, name.text)
                yield Span(name.text, 0.95 if fits else 0.7)


def _acts(question: Question, text: str, start: int, end: int) -> int:
    """1 where text[start:end] does something, -1 where it has another part than asked, or 0."""
    verb = ACTS.search(text, end, end + 6)
    role = ROLES.search(question.folded)
    if role and verb and verb[0] in OTHER_PARTS[role[0]]:
        return -1
    does = ACTS.match(WHEN_AND_WHERE.sub("", text[end:]))
    return int(bool(BY.search(text[:start]) or does))


def _is_proper(name: _Name, tokens: Sequence[Token]) -> bool:
    """Whether a name is one: 世博中心 and not 贸易中心."""
    inside = (t.tag for t in tokens if name.start <= t.start < name.end)
    return any(tag in ("LOC", "ORG", "nz", "PER") for tag in inside)


def _is_shortened(name: _Name, evidence: Evidence) -> bool:
    """Whether this is a headline, and the story has the name with what it belongs to."""
    text = text_of(evidence, evidence.sentence).rstrip()
    if text.endswith(("。", "！", "？", "”", "；")):
        return False
    whole = rf"[省市县区州盟旗]{re.escape(name.text)}|{re.escape(name.text)}[乡镇村县市州省]"
    return bool(re.search(whole, evidence.article.text))


def _places(text: str, tokens: Sequence[Token], kind: str) -> Iterator[_Name]:
    for quoted in re.finditer(
        r"(?<=在)[“《][^”》]{2,20}[”》](?:区域|现场|展区|会场|广场|活动)?", text
    ):
        yield _Name(quoted[0], quoted.start(), quoted.end())
    for held in HELD_AT.finditer(text):
        yield _Name(held[1], held.start(1), held.end(1))
    for name in _noun_phrases(text, tokens):
        if kind:
            for match in re.finditer(rf"[\u3400-\u9fff]{{2,8}}?{kind}", name.text):
                yield _Name(match[0], name.start + match.start(), name.start + match.end())
        if VENUE.search(name.text) or any(t.tag == "LOC" and t.end == name.end for t in tokens):
            yield name


def _bodies(text: str, tokens: Sequence[Token]) -> Iterator[_Name]:
    for name in _noun_phrases(text, tokens):
        if name.text[0].isdigit():
            continue  # 7架侦察机 is no body
        inside = [t for t in tokens if name.start <= t.start < name.end]
        for n in range(len(inside), 0, -1):  # 公司班长: the longest beginning that is a body
            part = text[name.start : inside[n - 1].end]
            if inside[n - 1].tag == "ORG" or BODY.search(part):
                if any(t.tag in ("ORG", "LOC", "nz") for t in inside[:n]):
                    end = _end(text, inside[n - 1].end)
                    yield _Name(text[name.start : end], name.start, end)
                break


def _end(text: str, end: int) -> int:
    """Where a body's name ends; the tagger takes 办 of 台办28日 for a verb."""
    return end + bool(CUT.match(text, end))


def _noun_phrases(text: str, tokens: Sequence[Token]) -> Iterator[_Name]:
    """Runs of nouns; a quoted word may stand among them: 临空园区“两新”企业."""
    start = end = -1
    for i, token in enumerate(tokens):
        adverbial = token.tag in ("f", "s") and start < 0
        if token.tag in JOINABLE and not (adverbial and not _leads(tokens, i)):
            start = token.start if start < 0 else start
            end = token.end
        elif start >= 0 and token.text in "“”" and _quote_inside(tokens, i, start):
            continue
        else:
            if start >= 0:
                yield _Name(text[start:end], start, end)
            start = -1
    if start >= 0:
        yield _Name(text[start:end], start, end)


def _leads(tokens: Sequence[Token], i: int) -> bool:
    """Whether a word of place stands before the noun it belongs to: 外环西部片区."""
    return i + 1 < len(tokens) and tokens[i + 1].tag in ("n", "f", "s") and len(tokens[i].text) > 1


def _quote_inside(tokens: Sequence[Token], i: int, start: int) -> bool:
    """Whether a quote at i opens and closes between nouns."""
    near = [t.text for t in tokens[max(0, i - 3) : i + 4]]
    return "“" in near and "”" in near and tokens[i].start > start


def _side_by_side(text: str, names: list[_Name]) -> Iterator[list[_Name]]:
    group: list[_Name] = []
    for name in names:
        if group and text[group[-1].end : name.start] not in ("、", "和", "与", "及", "以及"):
            yield group
            group = []
        group.append(name)
    if group:
        yield group


def _in_question(name: _Name, question: Question) -> bool:
    """Whether the question has a name itself, with or without its 市."""
    return LEVEL.sub("", fold(name.text)) in LEVEL.sub("", question.folded)
