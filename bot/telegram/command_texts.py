"""Language -> the commands in Telegram's menu, in a private chat and in a group."""

from __future__ import annotations

from telegram import BotCommand

__all__ = ["GROUP_IN_CHINESE", "GROUP_IN_ENGLISH", "PRIVATE_IN_CHINESE", "PRIVATE_IN_ENGLISH"]

GROUP_IN_CHINESE = (
    BotCommand("ask", "提一个问题"),
    BotCommand("who", "看人物，后面可写姓名"),
    BotCommand("timeline", "看大事记，后面可写年份"),
    BotCommand("initiatives", "看行动"),
    BotCommand("sources", "看有哪些报道"),
    BotCommand("new", "换个话题"),
)
PRIVATE_IN_CHINESE = (
    *GROUP_IN_CHINESE,
    BotCommand("about", "库里有什么，回答怎么来的"),
    BotCommand("lang", "换文字：简、繁、English"),
    BotCommand("help", "怎样提问"),
    BotCommand("start", "认识一下问事"),
)

GROUP_IN_ENGLISH = (
    BotCommand("ask", "Ask a question"),
    BotCommand("who", "People; a name may follow"),
    BotCommand("timeline", "Events; a year may follow"),
    BotCommand("initiatives", "Named initiatives"),
    BotCommand("sources", "All articles"),
    BotCommand("new", "Change the subject"),
)
PRIVATE_IN_ENGLISH = (
    *GROUP_IN_ENGLISH,
    BotCommand("about", "What is in it, how answers are made"),
    BotCommand("lang", "Language: 简, 繁, English"),
    BotCommand("help", "How to ask"),
    BotCommand("start", "Meet Wenshi"),
)
