"""Language of a Telegram client -> the bot's own words in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from telegram import BotCommand

__all__ = ["CHINESE", "ENGLISH", "MAX_QUESTION_CHARS", "Words", "words_for"]

MAX_QUESTION_CHARS = 500  # characters; a question about one event is rarely longer than 60

LISTS_IN_CHINESE = (
    BotCommand("who", "看人物，后面可写姓名"),
    BotCommand("timeline", "看大事记，后面可写年份"),
    BotCommand("initiatives", "看行动"),
)
LISTS_IN_ENGLISH = (
    BotCommand("who", "People; a name may follow"),
    BotCommand("timeline", "Events; a year may follow"),
    BotCommand("initiatives", "Named initiatives"),
)


@dataclass(frozen=True, slots=True)
class Words:
    """Everything the bot says that is not an answer, in one language.

    Attributes:
        wordless: said to a sticker, a photo, a voice message.
        understood: how a question was read that leaned on the talk; has a place `{question}`.
        forgotten: said when the talk begins anew.
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
    understood: str
    forgotten: str
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


CHINESE = Words(
    start=(
        "您好，我是问事。\n\n"
        "我读过一些报纸，可以告诉您一件事发生在什么时候、在哪里、有谁参加、做了什么。"
        "每个回答都附上报上的原句；报上没有写的，我会直说。\n\n"
        "把问题直接发给我就好，例如：\n谁出席了“镇园护航进博”活动？"
    ),
    help=(
        "怎样提问\n\n"
        "· 在这里：直接发来一句话，例如“Link 泾彩纷程”是哪天举办的？\n"
        "· 在群里：用 /ask 加上问题，或者回复我的消息。\n"
        "· 看人物：/who 宋宗德，不写姓名就是所有人。\n"
        "· 看大事记：/timeline 2020，不写年份就是所有年份。\n"
        "· 看行动：/initiatives。点编号可以看原句。\n"
        "· 接着问：那是哪天的事？他还出席了什么？临空园区呢？/new 换个话题。\n"
        "· 问错了字：改一改原来的消息，我会跟着改回答。\n\n"
        "回答里的引文与报上一字不差；日期若是推断出来的，会注明依据。"
    ),
    how_to_ask="请把问题写在命令后面，例如：/ask “Link 泾彩纷程”是哪天举办的？",
    too_long=f"这个问题有些长，请缩短到 {MAX_QUESTION_CHARS} 字以内再发一次。",
    wordless="我只读得懂文字，请把问题打成一句话发给我。",
    unknown_command="这个命令我还不会。直接发来问题就好，用法见 /help。",
    understood="理解为：{question}",
    forgotten="好的，前面的话不再接着说了，请问新的问题。",
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
    private_commands=(
        BotCommand("ask", "提一个问题"),
        *LISTS_IN_CHINESE,
        BotCommand("new", "换个话题"),
        BotCommand("help", "怎样提问"),
        BotCommand("start", "认识一下问事"),
    ),
    group_commands=(
        BotCommand("ask", "提一个问题"),
        *LISTS_IN_CHINESE,
        BotCommand("new", "换个话题"),
    ),
)

ENGLISH = Words(
    start=(
        "Hello, I am Wenshi (问事).\n\n"
        "I have read some Chinese newspaper pages and can tell you when something happened, where, "
        "who took part and what was done. Every answer shows the sentence it was read in; "
        "what the papers do not say, I will say so.\n\n"
        "Just send me your question in Chinese, for example:\n谁出席了“镇园护航进博”活动？"
    ),
    help=(
        "How to ask\n\n"
        "· Here: send your question as a message, in Chinese.\n"
        "· In a group: use /ask with the question, or reply to one of my messages.\n"
        "· People: /who 宋宗德, or /who for everybody.\n"
        "· Events: /timeline 2020, or /timeline for all years.\n"
        "· Initiatives: /initiatives. A numbered button opens the sentence it was read in.\n"
        "· Go on asking: 那是哪天的事？ 他还出席了什么？ With /new you change the subject.\n"
        "· A slip of the pen: edit your message, and I will edit my answer.\n\n"
        "Quotes are exact; where a date was inferred, the answer says from what."
    ),
    how_to_ask="Please put the question after the command: /ask “Link 泾彩纷程”是哪天举办的？",
    too_long=f"A long question. Please send it in {MAX_QUESTION_CHARS} characters or fewer.",
    wordless="I can only read text. Please type your question as a message.",
    unknown_command="I do not know that command. Just send me a question, or see /help.",
    understood="Understood as: {question}",
    forgotten="All right, a fresh start. Please ask your next question.",
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
        "主办": "Host",
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
    private_commands=(
        BotCommand("ask", "Ask a question"),
        *LISTS_IN_ENGLISH,
        BotCommand("new", "Change the subject"),
        BotCommand("help", "How to ask"),
        BotCommand("start", "Meet Wenshi"),
    ),
    group_commands=(
        BotCommand("ask", "Ask a question"),
        *LISTS_IN_ENGLISH,
        BotCommand("new", "Change the subject"),
    ),
)


def words_for(language_code: str | None) -> Words:
    """English for a client set to any kind of English, Chinese for everyone else."""
    return ENGLISH if (language_code or "").lower().startswith("en") else CHINESE
