"""Language -> the words on and around an answer: its buttons, the pages, verdicts, the corpus."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CHAT_IN_CHINESE", "CHAT_IN_ENGLISH", "ChatWords"]


@dataclass(frozen=True, slots=True)
class ChatWords:
    """In one language; places in braces are filled by whoever says it.

    Attributes:
        language: zh, zh-hant or en.
        before, after: the buttons of an article's pages.
        stretch: which page of how many.
        more, others: the button to the other citations, and the heading over them.
        nearest: the button to the nearest article under a refusal.
        instead: stands under a refusal, over questions that can be answered.
        what_is_right: the question behind 不对; `right_hint` stands in the empty input field.
        expired: said to a button of a reply that is kept no longer.
        moved: said where an article is no longer in the index as it was.
        asked: the line over the answer to a question that a button asked.
        for_example: stands over the questions that /start shows.
        corpus, span, dated: parts of /about.
        missing: patterns of what a refusal says is missing, and that in this language.
        understood: how a question was read that leaned on the talk.
        forgotten: said when the talk begins anew.
        own_language: each language in its own words, as the buttons of /lang.
        voice, picture, sticker, file: said to a message that is no text.
        no_answer: a refusal, before what is missing.
        to_bot, to_ask: the line over inline results that leads into the bot.
    """

    language: str
    original: str
    before: str
    after: str
    stretch: str
    more: str
    others: str
    nearest: str
    instead: str
    useful: str
    wrong: str
    noted: str
    what_is_right: str
    right_hint: str
    thanks: str
    comment_too_long: str
    expired: str
    moved: str
    untitled: str
    asked: str
    understood: str
    forgotten: str
    for_example: str
    hello: str
    welcome: str
    sources: str
    no_sources: str
    corpus: str
    span: str
    dated: str
    which_language: str
    language_set: str
    own_language: str
    voice: str
    picture: str
    sticker: str
    file: str
    no_answer: str
    missing: tuple[tuple[str, str], ...]
    to_bot: str
    to_ask: str


CHAT_IN_CHINESE = ChatWords(
    language="zh",
    original="原文",
    before="‹ 上一段",
    after="下一段 ›",
    stretch="第{number}/{n}段",
    more="还有{n}条",
    others="另有{n}条原句",
    nearest="相近的报道",
    instead="这些我答得上来：",
    useful="有用",
    wrong="不对",
    noted="谢谢，已记下",
    what_is_right="已记下。对的是什么？请回复这条消息告诉我，不回也可以。",
    right_hint="对的是……",
    thanks="谢谢，记下了。",
    comment_too_long="有些长，请缩短到{n}字以内，再回复一次。",
    expired="这条回答过去太久了，请重新提问",
    moved="这篇报道已更新或不在库里了，请重新提问",
    untitled="（无标题）",
    asked="问：{question}",
    understood="理解为：{question}",
    forgotten="好的，换个话题。您想问什么？",
    for_example="例如：",
    hello="您好，想查什么事，直接问我就好。",
    welcome="不客气，有想查的事随时问我。",
    sources="报道，共{n}篇",
    no_sources="库里还没有报道。",
    corpus=(
        "库里有什么\n\n"
        "共{n}篇报道{span}，从中读出人物{people}人、活动{events}件、行动{initiatives}项。"
        "全部篇目见 /sources。\n\n"
        "回答是怎么来的\n\n"
        "· 答案都摘自这些报道，附上原句，一字不差；点“原文”看上下文。\n"
        "· 报上没有写全的日期，会注明是怎么推断的。\n"
        "· 报道没有写的，就说没有，不猜。\n"
        "· 不用语言模型，也不上网查找。\n\n"
        "问题和回答保留{days}天，好让按钮可用；您点过“有用”或“不对”的会留下来，供改进之用。"
        "只记编号，不记姓名。"
    ),
    span="，从{first}到{last}",
    dated="，都在{first}",
    which_language="我用哪种文字说话？报上的原文不变。",
    language_set="好的，以后我用简体中文。",
    own_language="简体中文",
    voice="我还听不懂语音，请把问题打成一句话发给我。",
    picture="我看不懂图片，请把问题打成一句话发给我。",
    sticker="表情收到。想查什么，打成一句话发给我就好。",
    file="我读不了您发来的文件，请把问题打成一句话发给我。",
    no_answer="文章里没有找到答案",
    missing=(),
    to_bot="没有找到，去问事里问",
    to_ask="去问事里提问",
)

CHAT_IN_ENGLISH = ChatWords(
    language="en",
    original="Original",
    before="‹ Before",
    after="After ›",
    stretch="part {number}/{n}",
    more="{n} more",
    others="{n} more quotes",
    nearest="Nearest article",
    instead="These I can answer:",
    useful="Useful",
    wrong="Wrong",
    noted="Noted, thank you",
    what_is_right="Noted. What is right? Reply to this message to tell me, or just leave it.",
    right_hint="What is right is…",
    thanks="Thank you, noted.",
    comment_too_long="A bit long. Please reply again in {n} characters or fewer.",
    expired="This answer is too old; please ask again",
    moved="This article was renewed or removed; please ask again",
    untitled="(no headline)",
    asked="Question: {question}",
    understood="Understood as: {question}",
    forgotten="All right, a new subject. What would you like to know?",
    for_example="For example:",
    hello="Hello. What would you like to know? Just ask, in Chinese.",
    welcome="You are welcome.",
    sources="Articles: {n}",
    no_sources="There are no articles yet.",
    corpus=(
        "What is in it\n\n"
        "Articles: {n}{span}. Read out of them: people {people}, events {events}, "
        "initiatives {initiatives}. All headlines: /sources.\n\n"
        "How answers are made\n\n"
        "· Every answer is taken from these articles, with the exact sentence; “Original” shows "
        "what stands around it.\n"
        "· A date that the paper does not spell out comes with what it was inferred from.\n"
        "· What the articles do not say is not guessed.\n"
        "· No language model is used, and nothing is looked up on the net.\n\n"
        "Questions and answers are kept for {days} days so that the buttons work; those you marked "
        "useful or wrong stay, to make answers better. Numbers are kept, never names."
    ),
    span=", from {first} to {last}",
    dated=", all of {first}",
    which_language="Which language shall I speak? The articles stay as printed.",
    language_set="All right, English from now on.",
    own_language="English",
    voice="I cannot listen to voice messages yet. Please type your question.",
    picture="I cannot read pictures. Please type your question.",
    sticker="A nice one. What would you like to know? Please type your question.",
    file="I cannot read files sent to me. Please type your question.",
    no_answer="The articles hold no answer",
    missing=(
        (
            r"没有写到“(.+?)”((?:\d+年、?)+)的职务(?:，写到的是(.+))?",
            r"no post of “\1” in \2 (years told: \3)",
        ),
        (r"没有写到“(.+?)”的活动", r"no event of “\1” is told"),
        (
            r"没有(?:提到|写到)“(.+?)”（文中有(.+?)，是另一个名字）",
            r"“\1” is not mentioned (\2 is, another name)",
        ),
        (r"没有(?:提到|写到)“(.+?)”", r"“\1” is not mentioned"),
        (r"没有“(.+?)”这个数", r"the number “\1” is not mentioned"),
        (r"没有(.+?)的内容", r"nothing of \1"),
        (r"没有写到日期", "no date is told"),
        (r"没有写到是谁", "it is not told who"),
        (r"没有写到职务", "no post is told"),
        (r"没有写到地点", "no place is told"),
        (r"没有写到是哪个单位", "it is not told which body"),
        (r"没有写到数目", "no number is told"),
        (r"没有写到具体有哪些", "no list is told"),
        (r"没有写到名称", "no name is told"),
        (r"没有写到这件事", "it is not told"),
    ),
    to_bot="Nothing found; ask in Wenshi",
    to_ask="Ask in Wenshi",
)
