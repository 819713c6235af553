"""Language -> what the bot says to those who run it, but for the lines of /status."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from telegram import BotCommand

__all__ = ["OPERATOR_IN_CHINESE", "OPERATOR_IN_ENGLISH", "OperatorWords"]


@dataclass(frozen=True, slots=True)
class OperatorWords:
    """In one language; places in braces are filled by whoever says it.

    Attributes:
        keep, cancel, remove: buttons.
        too_big, no_size, upload_failed, too_long, unreadable, is_it_text: why a file that was
            sent is not taken in.
        repaired, captions, replaces, more: parts of the preview.
        busy, gone: stand above a button.
        stages: of a rebuild, by their names in its progress.
        which, page: over the choice of what to remove, and a file in it.
        reasons: what the command line says is wrong, as a pattern -> the same, with its cure.
        reason: any other reason, as it is.
    """

    commands: tuple[BotCommand, ...]
    keep: str
    cancel: str
    remove: str
    too_big: str
    no_size: str
    upload_failed: str
    too_long: str
    unreadable: str
    is_it_text: str
    repaired: str
    captions: str
    replaces: str
    more: str
    busy: str
    gone: str
    cancelled: str
    started: str
    stages: Mapping[str, str]
    finished: str
    unfinished: str
    added: str
    removed: str
    failed: str
    stopped: str
    how_to_remove: str
    nothing_to_remove: str
    which: str
    page: str
    not_found: str
    confirm_article: str
    confirm_page: str
    reasons: Mapping[str, str]
    reason: str
    see_log: str

    def why(self, reason: str) -> str:
        """A reason of the command line as an admin reads it; one that is not known, as it is."""
        for pattern, said in self.reasons.items():
            if match := re.search(pattern, reason):
                return match.expand(said)
        return self.reason.format(reason=reason.strip() or self.see_log)


OPERATOR_IN_CHINESE = OperatorWords(
    commands=(
        BotCommand("status", "看运行情况"),
        BotCommand("remove", "移出文章或文件，后面可写题目"),
    ),
    keep="入库",
    cancel="取消",
    remove="移出",
    too_big="这个文件超过 20 MB，我收不下。请拆成几个小一些的文件再发。",
    no_size="Telegram 没有告诉我这个文件有多大，所以没有下载。请重新发一次。",
    upload_failed="文件没有下载成功，请稍后再发一次。",
    too_long="这个文件读了很久还没读完，已经停下，没有入库。请拆成几个小一些的文件再发。",
    unreadable="《{name}》没有读成，没有入库。{reason}",
    is_it_text="没有读出文章，请看看里面是不是文字。",
    repaired="修复后是 {n} 篇文章，图片说明 {captions} 条。",
    captions="图片说明 {n} 条",
    replaces="库里已有同名的文件，入库后由这一份替换。",
    more="另外还有 {n} 篇，没有列在这里。",
    busy="上一次重建索引还没有完成，完成后再点一次就好。",
    gone="这个按钮已经失效，请重新发送文件或命令",
    cancelled="已取消，什么都没有改动。",
    started="正在重建索引，这期间照常回答。\n完成后会在这里告诉您。",
    stages={
        "passages": "正在重建索引：读文章 {done}/{total}",
        "facts": "正在重建索引：记事 {done}/{total}",
    },
    finished="索引重建完毕。",
    unfinished="索引没有重建成功。",
    added="已入库：{what}\n现在共 {n} 篇文章，{passages} 段；新的索引马上启用。",
    removed="已移出：{what}\n现在共 {n} 篇文章，{passages} 段；新的索引马上启用。",
    failed="没有成功，一切照旧。\n{reason}",
    stopped="机器人要关闭了，重建索引停在中途，一切照旧。启动以后请再做一次。",
    how_to_remove="要移出一篇文章，请写上题目里的几个字，例如：/remove 图书馆",
    nothing_to_remove="还没有从这里发来过文件。",
    which="要移出哪一个？点编号选择，选好后还会再问一次。",
    page="文件 {name}",
    not_found="没有题目或文件名里含有“{about}”的文章。",
    confirm_article="要把这篇文章移出吗？文件本身不动，只是不再用来回答。",
    confirm_page="要把这个文件移出吗？文件会挪到 {aside} 里，需要时可以放回来。",
    reasons={
        r"files are taken; convert": "我只收 .txt、.md、.jsonl 文件，请转换后再发。",
        r"the file is empty": "文件是空的，请放进文字再发。",
        r"not text in UTF-8": (
            "里面不是 UTF-8 或 GB18030 的文字，请先把文字提取出来，存成 UTF-8 再发。"
        ),
        r"front matter": "开头的说明读不懂，请在两行 --- 之间写 title、published、source。",
        r"not an article": ('有一行不是文章，请每行写一个 {"id", "title", "published", "text"}。'),
        r"is no date": "published 不是日期，请写成 2020-10-23、2020-10 或 2020。",
        r"no text below": "说明下面没有正文，请补上再发。",
        r"nothing was indexed": "这样一来库里就没有文章了。请先入库别的文章。",
        r"memory ran out|ended by signal": "内存不够，读不下。请空出一些内存，或把文件拆小再发。",
        r"cannot be written": "索引文件夹写不进去，请看看磁盘还有没有空间。",
        r"the folder (.+) cannot be changed \((.+)\)": (
            r"文件夹 \1 改动不了（\2）。请让它可以写入，或用 WENSHI_PAGES 另选一个。"
        ),
        r"not known what the index was built from": (
            "不知道现在的索引是从哪些文件建的。请先在命令行运行一次：wenshi index PAGES"
        ),
        r"the index was built from (.+), which": (
            r"索引是从 \1 建的，现在找不到了。请放回原处，或在命令行重新运行：wenshi index PAGES"
        ),
        r"answers (\d+) of the (\d+) questions .+ rightly.+ (\d+), and": (
            r"新索引只答对 \2 个检验问题里的 \1 个，原来的答对 \3 个，所以没有启用。"
            "请看看这次的文件，或在命令行放宽：wenshi index --margin"
        ),
        r"has not passed its check": (
            "新索引没有通过检查，没有启用。请在命令行运行：wenshi index --full PAGES"
        ),
        r"there is no index in|holds no whole index|is damaged|names no index": (
            "索引读不出来。请在命令行运行：wenshi index PAGES"
        ),
    },
    reason="原因：{reason}",
    see_log="不明，请看日志。",
)

OPERATOR_IN_ENGLISH = OperatorWords(
    commands=(
        BotCommand("status", "How the bot is"),
        BotCommand("remove", "Remove an article or file; part of its title may follow"),
    ),
    keep="Take in",
    cancel="Cancel",
    remove="Remove",
    too_big="This file is over 20 MB, more than I can take. Please send it in smaller files.",
    no_size="Telegram did not say how large this file is, so it was not fetched. Please resend it.",
    upload_failed="The file could not be fetched. Please send it again in a while.",
    too_long="Reading this file took too long; nothing was kept. Please send smaller files.",
    unreadable="“{name}” could not be read; nothing was kept. {reason}",
    is_it_text="No article was found in it. Please check that it holds text.",
    repaired="Articles after the repair: {n}; captions: {captions}.",
    captions="Captions: {n}",
    replaces="There is a file of this name already; this one would replace it.",
    more="{n} more articles are not listed here.",
    busy="The last rebuild is still under way; please press again when it is done.",
    gone="This button does nothing any more; please send the file or command again",
    cancelled="Cancelled; nothing was changed.",
    started="Rebuilding the index; questions are answered meanwhile.\nI will tell you here.",
    stages={
        "passages": "Rebuilding the index: articles {done}/{total}",
        "facts": "Rebuilding the index: facts {done}/{total}",
    },
    finished="The index is rebuilt.",
    unfinished="The index was not rebuilt.",
    added="Taken in: {what}\nArticles now: {n}, passages: {passages}. The new index answers soon.",
    removed="Removed: {what}\nArticles now: {n}, passages: {passages}. The new index answers soon.",
    failed="That did not work; all is as it was.\n{reason}",
    stopped=(
        "I am being stopped, and the rebuild with me; all is as it was. Please do it again after "
        "the start."
    ),
    how_to_remove="To remove an article, write some words of its title: /remove 图书馆",
    nothing_to_remove="No file has been sent here yet.",
    which="Which one? Press its number; I will ask once more.",
    page="File {name}",
    not_found="No article or file has “{about}” in its name.",
    confirm_article="Remove this article? Its file stays; it only answers no more.",
    confirm_page="Remove this file? It moves to {aside}, from where it can be put back.",
    reasons={
        r"files are taken; convert": (
            "I take .txt, .md and .jsonl files only. Please convert it, then send it again."
        ),
        r"the file is empty": "The file is empty. Please put text into it.",
        r"not text in UTF-8": "It is no text in UTF-8 or GB18030. Please extract the text first.",
        r"front matter": (
            "Its head cannot be read. Please write title, published and source between two lines "
            "of ---."
        ),
        r"not an article": (
            'A line is no article. Please write {"id", "title", "published", "text"} on each.'
        ),
        r"is no date": "published is no date. Please write 2020-10-23, 2020-10 or 2020.",
        r"no text below": "There is no text below the head. Please add some.",
        r"nothing was indexed": "That would leave no article. Please take in others first.",
        r"memory ran out|ended by signal": (
            "Memory ran out. Please free some, or send smaller files."
        ),
        r"answers (\d+) of the (\d+) questions .+ rightly.+ (\d+), and": (
            r"The new index answers \1 of the \2 test questions rightly, the one before \3, so it "
            "was not put up. Please look at the file, or allow it: wenshi index --margin"
        ),
    },
    reason="Reason: {reason}",
    see_log="unknown; please see the log.",
)
