"""Who, and in which post: names and the posts that stand before or behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.people import TITLE, Person, find_people
from corpus.script import fold
from corpus.tagger import Tagger
from retrieval.evidence import Evidence, match
from retrieval.question import PLACE_NAME, Question
from retrieval.spans import Span, text_of, tokens_at, tokens_of

__all__ = ["ORGANISER", "WHO_HOLDS", "people_spans", "role_spans"]

SAYS = re.compile(r"(?:指出|表示|强调|要求|认为|提出|说|介绍|透露|宣布|希望|号召)")
ORGANISER = re.compile(r"承办|主办|牵头|协办|举办|组建|发起|推出|发布|成立|主管")
IN_OFFICE = re.compile(  # behind a name: 李明担任馆长; 李明，是馆长
    r"^(?:同志|先生|女士)?[，,]?(?:他|她)?(?:现|曾)?(?:担任|出任|当选为?|就任|升任|任(?!务)|是|[（(])(?P<post>[^，。；）)]{2,60})"
)
FORMER = re.compile(
    r"(?:曾任|曾是|担任|出任|任|是|身为|作为)(?P<post>[^，。；、的]{2,25})的$"
)  # before it
WHO_HOLDS = re.compile(  # 镇长是谁, 镇长叫什么, 谁是镇长
    rf"{TITLE.pattern}(?:同志)?(?:到底)?(?:又)?(?:是|叫)(?:谁|哪|什么|啥)|谁(?:是|当|任|担任).{{0,20}}{TITLE.pattern}$"
)
OF_SOMEBODY = re.compile(r"^(?:总书记|主席|总理|同志)?(?:关于|的|重要|新时代)")  # behind a name
SAME_BODY = 0.75  # of a body's character pairs that a post must have which names a place
SHORT_BODY = 0.3  # the same where it names none
PLURAL = re.compile(r"哪些人|哪几|几位|他们|分别|都有谁|两位|哪两|哪三|有谁|和谁|谁和")


def people_spans(question: Question, evidence: Evidence, tagger: Tagger) -> list[Span]:
    """Answers to 谁: a person by post, the persons of an act, or the speaker of a passage."""
    text = text_of(evidence, evidence.sentence)
    people = [
        p
        for p in find_people(text, tokens_of(evidence, tagger))
        if fold(p.name) not in question.people
        and not _is_only_deputy(question, fold(p.post))
        and not OF_SOMEBODY.match(text[p.end :])
    ]
    if WHO_HOLDS.search(question.folded):
        return list(_holders(question, evidence, people, tagger))
    several = bool(PLURAL.search(question.folded))
    spans = list(_by_post(question, evidence, people))
    if several and len(people) > 1:
        spans = []
    for number in sorted({p.group for p in people}):
        group = [p for p in people if p.group == number]
        if len(group) > 1 or not spans:
            near = max(evidence.closeness(question, p.start, p.end) for p in group)
            names = "、".join(dict.fromkeys(p.name for p in group))
            spans.append(Span(names, 0.3 + 0.5 * near + 0.1 * several))
    return spans or list(_speaker(question, evidence, tagger))


def role_spans(question: Question, evidence: Evidence, tagger: Tagger) -> list[Span]:
    """The posts of the person asked about, as printed in this sentence."""
    text = text_of(evidence, evidence.sentence)
    spans = []
    for person in find_people(text, tokens_of(evidence, tagger)):
        if not any(fold(person.name) == name for name in question.people):
            continue
        behind = IN_OFFICE.match(text[person.end :])
        before = FORMER.search(text[: person.start])
        if person.post:
            spans.append(Span(person.post, 0.9))
        for found in (behind, before):
            if found and TITLE.search(found["post"]):
                spans.append(Span(found["post"], 0.8))
    return spans


def _is_only_deputy(question: Question, post: str) -> bool:
    """Whether a question asks for the holder of a post, and this is the one of its deputy."""
    if not WHO_HOLDS.search(question.folded):
        return False
    titles = {t[0] for t in TITLE.finditer(question.folded)}
    deputies = {t for t in titles if f"副{t}" in post and not re.search(f"(?<!副){t}", post)}
    return any(f"副{t}" not in question.folded for t in deputies)


def _holders(
    question: Question, evidence: Evidence, people: list[Person], tagger: Tagger
) -> Iterator[Span]:
    """Those whose post has every title and every body that the question gives it."""
    clause = re.split(r"[，,；]", question.folded)[-1]
    bodies = [t.text for t in tagger.tag(clause) if t.tag in ("LOC", "ORG") and len(t.text) > 1]
    titles = [t.text for t in question.terms if TITLE.search(t.text)]
    for person, span in zip(people, _by_post(question, evidence, people), strict=True):
        post = fold(person.post)
        has_titles = bool(titles) and all(
            match(t, post) == 1.0 or (f"副{t}" in question.folded and f"副{t}" in post)
            for t in titles
        )
        if has_titles and all(_may_be_of(body, post) for body in bodies):
            yield span


def _may_be_of(body: str, post: str) -> bool:
    """Whether a post is in a body, or leaves open in which: 镇党委副书记 says no town."""
    enough = SHORT_BODY if not PLACE_NAME.search(post) else SAME_BODY
    return match(body, post) >= enough


def _by_post(question: Question, evidence: Evidence, people: list[Person]) -> Iterator[Span]:
    """Each person alone; best whose post has the words of the question."""
    for person in people:
        post = fold(person.post)
        near = evidence.closeness(question, person.start, person.end)
        titles = [t for t in question.terms if TITLE.search(t.text)]
        held = [match(t.text, post) for t in question.terms if post]
        fit = 0.25 + 0.5 * near
        if titles and all(match(t.text, post) == 1.0 for t in titles):
            fit += 0.35 + 0.2 * (sum(held) / len(held))
        elif titles:
            fit -= 0.35
        yield Span(person.name, min(1.0, fit))


def _speaker(question: Question, evidence: Evidence, tagger: Tagger) -> Iterator[Span]:
    """The one who speaks: named in an earlier sentence of the paragraph that goes on here."""
    article = evidence.article
    for number in range(evidence.number - 1, max(-1, evidence.number - 8), -1):
        sentence = evidence.sentences[number]
        if "\n" in article.text[sentence.end : evidence.sentence.start]:
            return
        text = text_of(evidence, sentence)
        people = find_people(text, tokens_at(evidence, number, tagger))
        speakers = [p for p in people if SAYS.match(text[p.end : p.end + 4])]
        if speakers:
            yield Span(speakers[-1].name, 0.45, also=(number,))
            return
