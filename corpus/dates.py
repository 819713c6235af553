"""Text -> the dates it names, each as written and as far as it is spelt out."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["DAYS_BACK", "NEXT_YEAR", "DateMention", "find_dates"]

DIGIT = r"[0-9０-９〇零一二三四五六七八九十]"
YEAR = rf"(?<![0-9０-９])(?P<year>[12１２][0-9０-９]{{3}}|[一二][〇零九]{DIGIT}{{2}})"
PART = (
    r"(?P<part>凌晨|清晨|早晨|早上|上午|中午|午后|下午|傍晚|晚上|晚间|夜间|晚|上旬|中旬|下旬"
    r"|[年月]?[底初末]|上半年|下半年)?"
)
UNTIL = (
    rf"(?P<until>\s?[至到—~～-]+\s?"
    rf"(?:{DIGIT}{{1,3}}\s?月(?:\s?{DIGIT}{{1,3}}\s?日)?|{DIGIT}{{1,3}}\s?日))?"
)
SPAN = rf"(?=[至到—~～-]{DIGIT}{{1,2}}\s?月(?!\s?{DIGIT}))"  # 5至7月: 月 is written once
COUNTED = "0-9年月个名人位支场项家次多余万千百亿元座条件幅辆架艘所户岁天届批种级%％"  # 5月10名学生
# years from the article's own, and days before its own
RELATIVE = {"今年": 0, "本年度": 0, "去年": -1, "前年": -2, "大前年": -3, "明年": 1}
NEXT_YEAR = ("次年", "翌年")  # of the year named before in the sentence
DAYS_BACK = {
    "大前天": 3,
    "明天": -1,
    "明日": -1,
    "后天": -2,
    "今晨": 0,
    "今早": 0,
    "今晚": 0,
    "今天": 0,
    "今日": 0,
    "昨天": 1,
    "昨日": 1,
    "昨晚": 1,
    "前天": 2,
}
VAGUE = (
    "(?<![0-9一二三四五六七八九十周节生假])日前|近日|近期|前不久|不久前|最近(?!的)|当天|当日|当晚|上周[一二三四五六日天]?|上个?月|本月|本周|"
    + "|".join(DAYS_BACK)
)
DAY_ALONE = (  # 28日, of a month named before or of that of print
    r"(?P<day2>[0-9０-９]{1,2})日(?![子期元本夜均内前后间起以至到游]|报(?!道))"
)
PARTS = ("part", "part2", "part3", "part4", "part5")
PATTERN = re.compile(
    rf"(?:{YEAR}\s?年?[-/.年]|(?P<relative>{'|'.join([*RELATIVE, *NEXT_YEAR])}))?\s*"
    rf"(?P<month>{DIGIT}{{1,3}})(?:\s?月份?|{SPAN}|[-/.](?=[0-9]))\s*"
    rf"(?:(?P<day>{DIGIT}{{1,3}})(?:\s?[日号]|(?!\s?[{COUNTED}])))?\s*{PART}{UNTIL}"
    rf"|(?<![0-9０-９月第每近]){DAY_ALONE}{PART.replace('part', 'part5')}"
    rf"|{YEAR.replace('year', 'year2')}\s?年(?:度|{PART.replace('part', 'part2')})"
    rf"|(?P<relative2>{'|'.join([*RELATIVE, *NEXT_YEAR])}){PART.replace('part', 'part3')}"
    rf"|(?P<vague>{VAGUE})(?P<part4>上午|下午|晚上)?"
)
LUNAR = re.compile(r"(?:[农阴旧]历|闰)$")  # another calendar: its months are not these
HAN_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0}


@dataclass(frozen=True, slots=True)
class DateMention:
    """One date expression.

    Attributes:
        text: as written; `start` and `end` are its half-open offsets.
        year, month, day: as spelt out; 0 where they are not.
        relative: years from the article's own year ("去年": -1), where it is written so.
        part: of the day, month or year: 下午, 中旬, 底.
        vague: the word of an expression that names no date: 日前, 昨天; "" otherwise.
        until: the end of a span: 至23日; "" otherwise.
    """

    text: str
    start: int
    end: int
    year: int
    month: int
    day: int
    relative: int | None
    part: str
    vague: str
    until: str


def find_dates(text: str) -> list[DateMention]:
    """The date expressions of a text, in order; numbers that only look like dates are left out.

    Example:
        >>> [m.text for m in find_dates("今年5月成立，10月23日下午开会")]
        ['今年5月', '10月23日下午']
    """
    found = []
    for match in PATTERN.finditer(text):
        group = match.groupdict()
        year = _number(group["year"] or group["year2"])
        month, day = _number(group["month"]), _number(group["day"] or group["day2"])
        if day > 31 or (group["month"] and not 1 <= month <= 12):  # noqa: PLR2004  # a calendar
            continue
        if match[0].strip()[-1] in "-/." or (group["month"] and _is_fraction(match)):
            continue
        if group["month"] and LUNAR.search(text[: match.start("month")]):
            continue
        relative = group["relative"] or group["relative2"]
        part = next((p for n in PARTS if (p := group[n])), "")
        written = match[0].strip()
        start = match.start() + match[0].index(written)
        offset = RELATIVE.get(relative) if relative else None
        vague = group["vague"] or ""
        found.append(
            DateMention(
                written,
                start,
                start + len(written),
                year,
                month,
                day,
                offset,
                part,
                vague,
                group["until"] or "",
            )
        )
    return found


def _number(text: str | None) -> int:
    """The number of a digit string in either script; 0 for None.

    Example:
        >>> _number("二十三"), _number("二〇二〇"), _number("10")
        (23, 2020, 10)
    """
    if not text:
        return 0
    if text.isdecimal():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return HAN_DIGITS.get(tens, 1) * 10 + HAN_DIGITS.get(ones, 0)
    return int("".join(str(HAN_DIGITS.get(c, c)) for c in text) if text.isalnum() else 0)


def _is_fraction(match: re.Match[str]) -> bool:
    """Whether what looks like month and day is a decimal or a range: 3.5, 5-10 without a year."""
    dotted = any(c in match[0].removesuffix(match["until"] or "") for c in "-/.")
    return dotted and not (match["year"] and match["day"])
