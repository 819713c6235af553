"""What the bot says to those who run it: all of it in Chinese, whatever their client speaks."""

from __future__ import annotations

from telegram import BotCommand

__all__ = [
    "ADDED",
    "BUSY",
    "CANCEL",
    "CANCELLED",
    "COMMANDS",
    "CONFIRM_ARTICLE",
    "CONFIRM_PAGE",
    "FAILED",
    "FINISHED",
    "GONE",
    "HOW_TO_REMOVE",
    "IS_IT_TEXT",
    "KEEP",
    "MORE",
    "NOTHING_TO_REMOVE",
    "NOT_FOUND",
    "NO_SIZE",
    "REMOVE",
    "REMOVED",
    "REPLACES",
    "STAGES",
    "STARTED",
    "STOPPED",
    "TOO_BIG",
    "TOO_LONG",
    "UNFINISHED",
    "UNREADABLE",
    "UPLOAD_FAILED",
    "WHICH",
    "in_chinese",
]

COMMANDS = (
    BotCommand("status", "看运行情况"),
    BotCommand("remove", "移出文章或文件，后面可写题目"),
)
KEEP, CANCEL, REMOVE = "入库", "取消", "移出"

TOO_BIG = "这个文件超过 20 MB，我收不下。请拆成几个小一些的文件再发。"
NO_SIZE = "Telegram 没有告诉我这个文件有多大，所以没有下载。请重新发一次。"
UPLOAD_FAILED = "文件没有下载成功，请稍后再发一次。"
TOO_LONG = "这个文件读了很久还没读完，已经停下，没有入库。请拆成几个小一些的文件再发。"
UNREADABLE = "《{name}》没有读成，没有入库。{reason}"
IS_IT_TEXT = "没有读出文章，请看看里面是不是文字。"
REPLACES = "库里已有同名的文件，入库后由这一份替换。"
MORE = "另外还有 {n} 篇，没有列在这里。"

BUSY = "上一次重建索引还没有完成，完成后再点一次就好。"
GONE = "这个按钮已经失效，请重新发送文件或命令"
CANCELLED = "已取消，什么都没有改动。"

STARTED = "正在重建索引，这期间照常回答。\n完成后会在这里告诉您。"
STAGES = {
    "passages": "正在重建索引：读文章 {done}/{total}",
    "facts": "正在重建索引：记事 {done}/{total}",
}
FINISHED, UNFINISHED = "索引重建完毕。", "索引没有重建成功。"
ADDED = "已入库：{what}\n现在共 {n} 篇文章，{passages} 段；新的索引马上启用。"
REMOVED = "已移出：{what}\n现在共 {n} 篇文章，{passages} 段；新的索引马上启用。"
FAILED = "没有成功，一切照旧。\n{reason}"
STOPPED = "机器人要关闭了，重建索引停在中途，一切照旧。启动以后请再做一次。"

HOW_TO_REMOVE = "要移出一篇文章，请写上题目里的几个字，例如：/remove 图书馆"
NOTHING_TO_REMOVE = "还没有从这里发来过文件。"
WHICH = "要移出哪一个？点编号选择，选好后还会再问一次。"
NOT_FOUND = "没有题目或文件名里含有“{about}”的文章。"
CONFIRM_ARTICLE = "要把这篇文章移出吗？文件本身不动，只是不再用来回答。"
CONFIRM_PAGE = "要把这个文件移出吗？文件会挪到 {aside} 里，需要时可以放回来。"

REASONS = {  # what the command line says in English -> the same, with its cure, in Chinese
    "the file is empty": "文件是空的，请放进文字再发。",
    "not text in UTF-8": "里面不是 UTF-8 或 GB18030 的文字，请先把文字提取出来，存成 UTF-8 再发。",
    "front matter": "开头的说明读不懂，请在两行 --- 之间写 title、published、source。",
    "not an article": '有一行不是文章，请每行写一个 {{"id", "title", "published", "text"}}。',
    "is no date": "published 不是日期，请写成 2020-10-23、2020-10 或 2020。",
    "no text below": "说明下面没有正文，请补上再发。",
    "nothing was indexed": "这样一来库里就没有文章了。请先入库别的文章。",
    "memory ran out": "文件展开以后太大，读不下。请拆成几个小一些的文件再发。",
    "cannot be written": "索引文件夹写不进去，请看看磁盘还有没有空间。",
}


def in_chinese(reason: str) -> str:
    """A reason of the command line as an admin reads it; one that is not known, as it is."""
    known = [said for sign, said in REASONS.items() if sign in reason]
    return known[0].format() if known else f"原因：{reason.strip() or '不明，请看日志。'}"
