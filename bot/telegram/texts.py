"""Language -> the bot's own words in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from telegram import BotCommand

from bot.telegram.chat_texts import CHAT_IN_CHINESE, CHAT_IN_ENGLISH, ChatWords
from bot.telegram.command_texts import (
    GROUP_IN_CHINESE,
    GROUP_IN_ENGLISH,
    PRIVATE_IN_CHINESE,
    PRIVATE_IN_ENGLISH,
)
from bot.telegram.gate_texts import GATE_IN_CHINESE, GATE_IN_ENGLISH, GateWords
from bot.telegram.operator_texts import OPERATOR_IN_CHINESE, OPERATOR_IN_ENGLISH, OperatorWords
from bot.telegram.status_texts import STATUS_IN_CHINESE, STATUS_IN_ENGLISH, StatusWords
from bot.telegram.traditional import in_traditional

__all__ = ["CHINESE", "ENGLISH", "MAX_QUESTION_CHARS", "Words", "words_for"]

MAX_QUESTION_CHARS = 500  # characters; a question about one event is rarely longer than 60

TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo", "zh-hant-tw", "zh-hant-hk")


@dataclass(frozen=True, slots=True)
class Words:
    """Everything the bot says that is not an answer, in one language.

    Attributes:
        help, how_to_ask: have places for a question, a name, a year of this corpus, and the bot.
        wordless: said to a message that is no text and none of the kinds named in `chat`.
        related: stands over the nearest article where there is no answer.
        undated: stands for a date that is not known.
        trouble: has a place `{incident}` for the number that is also in the log.
        labels: of the facts of an entry, where they are not shown as they are.
        unknown_name: has places `{name}` and `{hint}`, the latter for `near` or nothing.
        gone: said to a button that opens nothing.
        stale: said to a button of an index that is no longer open.
        private_commands: the menu in a private chat.
        group_commands: the menu in a group.
    """

    start: str
    help: str
    how_to_ask: str
    too_long: str
    wordless: str
    unknown_command: str
    related: str
    undated: str
    trouble: str
    people: str
    events: str
    events_in: str
    initiatives: str
    page: str
    mentions: str
    namesakes: str
    namesake: str
    labels: Mapping[str, str]
    previous: str
    next: str
    back: str
    quoted: str
    comma: str
    unknown_name: str
    near: str
    how_to_timeline: str
    no_people: str
    no_events: str
    no_events_in: str
    no_initiatives: str
    gone: str
    stale: str
    private_commands: tuple[BotCommand, ...]
    group_commands: tuple[BotCommand, ...]
    chat: ChatWords
    gate: GateWords
    operator: OperatorWords
    status: StatusWords


CHINESE = Words(
    start=(
        "您好，我是问事。\n\n"
        "我读过一些报纸，可以告诉您一件事发生在什么时候、在哪里、有谁参加、做了什么。"
        "每个回答都附上报上的原句；报上没有写的，我会直说。\n\n"
        "把问题直接发给我就好。"
    ),
    help=(
        "怎样提问\n\n"
        "· 在这里：直接发来一句话，例如：{question}\n"
        "· 在群里：用 /ask 加上问题，或者回复我的消息。\n"
        "· 看人物：/who {name}，不写姓名就是所有人。\n"
        "· 看大事记：/timeline {year}，不写年份就是所有年份。\n"
        "· 看行动：/initiatives。看报道：/sources。点编号可以看原句。\n"
        "· 点“原文”看上下文；答得不对，点“不对”告诉我。\n"
        "· 在别的聊天里：输入 @{bot} 加上问题，选一条发出去。\n"
        "· 接着问：那是哪天的事？他还出席了什么？/new 换个话题。\n"
        "· 问错了字：改一改原来的消息，我会跟着改回答。\n\n"
        "回答里的引文与报上一字不差；日期若是推断出来的，会注明依据。"
    ),
    how_to_ask="请把问题写在命令后面，例如：/ask {question}",
    too_long=f"这个问题有些长，请缩短到 {MAX_QUESTION_CHARS} 字以内再发一次。",
    wordless="我只读得懂文字，请把问题打成一句话发给我。",
    unknown_command="这个命令我还不会。直接发来问题就好，用法见 /help。",
    related="相关报道",
    undated="日期不详",
    trouble="抱歉，这个问题我没能处理好，请稍后再试一次。（编号 {incident}）",
    people="人物，共{n}人",
    events="大事记，共{n}件",
    events_in="{year}年大事记，共{n}件",
    initiatives="行动，共{n}项",
    page="第{page}/{pages}页",
    mentions="{n}处",
    namesakes="“{name}”有同名的{n}人",
    namesake="第{number}人",
    labels={},
    previous="‹ 上一页",
    next="下一页 ›",
    back="返回",
    quoted="“{name}”",
    comma="、",
    unknown_name="文章里没有提到“{name}”{hint}。",
    near="（文中有{names}，是另一个名字）",
    how_to_timeline="请用四位数字写年份，例如：/timeline 2020",
    no_people="文章里没有找到人物。",
    no_events="文章里没有找到活动。",
    no_events_in="文章里没有{year}年的活动；写到的年份：{years}。",
    no_initiatives="文章里没有找到行动。",
    gone="这个按钮打不开了，请重新发送命令",
    stale="索引已更新，请重新发送命令",
    private_commands=PRIVATE_IN_CHINESE,
    group_commands=GROUP_IN_CHINESE,
    chat=CHAT_IN_CHINESE,
    gate=GATE_IN_CHINESE,
    operator=OPERATOR_IN_CHINESE,
    status=STATUS_IN_CHINESE,
)

ENGLISH = Words(
    start=(
        "Hello, I am Wenshi (问事).\n\n"
        "I have read some Chinese newspaper pages and can tell you when something happened, where, "
        "who took part and what was done. Every answer shows the sentence it was read in; "
        "what the papers do not say, I will say so.\n\n"
        "Just send me your question in Chinese."
    ),
    help=(
        "How to ask\n\n"
        "· Here: send your question as a message, in Chinese: {question}\n"
        "· In a group: use /ask with the question, or reply to one of my messages.\n"
        "· People: /who {name}, or /who for everybody.\n"
        "· Events: /timeline {year}, or /timeline for all years.\n"
        "· Initiatives: /initiatives. Articles: /sources. A numbered button opens the sentence.\n"
        "· “Original” shows what stands around a quote; “Wrong” lets you tell me so.\n"
        "· In any other chat: type @{bot} and the question, and choose an answer to send.\n"
        "· Go on asking: 那是哪天的事？ 他还出席了什么？ With /new you change the subject.\n"
        "· A slip of the pen: edit your message, and I will edit my answer.\n\n"
        "Quotes are exact; where a date was inferred, the answer says from what."
    ),
    how_to_ask="Please put the question after the command: /ask {question}",
    too_long=f"A long question. Please send it in {MAX_QUESTION_CHARS} characters or fewer.",
    wordless="I can only read text. Please type your question as a message.",
    unknown_command="I do not know that command. Just send me a question, or see /help.",
    related="Related article",
    undated="date unknown",
    trouble="Sorry, I could not deal with that. Please try again later. (incident {incident})",
    people="People: {n}",
    events="Timeline: {n}",
    events_in="Timeline of {year}: {n}",
    initiatives="Initiatives: {n}",
    page="page {page}/{pages}",
    mentions="mentions: {n}",
    namesakes="{n} people are called “{name}”",
    namesake="No. {number}",
    labels={
        "职务": "Post",
        "事迹": "Act",
        "地点": "Where",
        "主办、承办": "Host",
        "参加": "Took part",
        "发起": "Begun by",
        "内容": "Parts",
    },
    previous="‹ Previous",
    next="Next ›",
    back="Back",
    quoted="“{name}”",
    comma=", ",
    unknown_name="The articles do not mention “{name}”{hint}.",
    near=" (they have {names}, which is another name)",
    how_to_timeline="Please write the year in four digits: /timeline 2020",
    no_people="No people were found in the articles.",
    no_events="No events were found in the articles.",
    no_events_in="The articles have no events of {year}; they have these years: {years}.",
    no_initiatives="No initiatives were found in the articles.",
    gone="This button opens nothing any more; please send the command again",
    stale="The index was renewed; please send the command again",
    private_commands=PRIVATE_IN_ENGLISH,
    group_commands=GROUP_IN_ENGLISH,
    chat=CHAT_IN_ENGLISH,
    gate=GATE_IN_ENGLISH,
    operator=OPERATOR_IN_ENGLISH,
    status=STATUS_IN_ENGLISH,
)


@cache
def _traditional() -> Words:
    """The Chinese words converted; what facts are called, which elsewhere needs no table, too."""
    chat = replace(
        in_traditional(CHINESE.chat),
        language="zh-hant",
        own_language="繁體中文",
        language_set="好的，以後我用繁體中文。",
    )
    labels = {label: in_traditional(label) for label in ENGLISH.labels}
    return replace(in_traditional(CHINESE), chat=chat, labels=labels)


def words_for(language: str | None) -> Words:
    """The words in a client's language or a chosen one: any English, traditional, else Chinese."""
    code = (language or "").lower()
    if code.startswith("en"):
        return ENGLISH
    return _traditional() if code in TRADITIONAL else CHINESE
