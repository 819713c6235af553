"""What a date looks like: the pattern of every expression that papers date things with.

A false date is worse than a missed one: seasons, festivals and weekdays count only where the words
around them date something (国庆期间, 今年夏天, 周三上午). 两天后 is left out: its days are counted
from something the text tells and hardly ever from the day of print.
"""

from __future__ import annotations

import re

from corpus.festivals import FESTIVALS, LUNAR_DATE

__all__ = ["DAYS_BACK", "NEXT_YEAR", "PATTERN", "RELATIVE"]

DIGIT = r"[0-9０-９〇零一二三四五六七八九十]"
YEAR = rf"(?<![0-9０-９])(?P<year>[12１２][0-9０-９]{{3}}|[一二][〇零九]{DIGIT}{{2}})"
SHORT = (  # 98年4月, 08年: two digits are a year before a month, or with a nought in front
    rf"(?<![0-9０-９第近国熙正隆庆光绪统丰治德])(?P<short>[0-9]{{2}}(?=年{DIGIT}{{1,2}}月)|[0零〇][1-9一二三四五六七八九])年"
)
# years from the article's own, and days before its own
RELATIVE = {"今年": 0, "本年度": 0, "去年": -1, "前年": -2, "大前年": -3, "明年": 1, "后年": 2}
NEXT_YEAR = {"次年": 1, "翌年": 1, "同年": 0, "当年": 0}  # from the year named before it
REL = (
    rf"(?<![如过以之今])(?P<relative>{'|'.join([*RELATIVE, *NEXT_YEAR])})"
    rf"(?![轻均])(?<!当年(?!{DIGIT}))"
)
CLOCK = (
    r"(?:(?:[0-9０-９]{1,2}|[零一二三四五六七八九十]{1,3})[时点](?:[0-9０-９]{1,2}分?|[一二三四五六七八九十]{1,3}分"
    r"|半|整|许|左右|多)?(?![意建要希体共措内看主声任代])|[0-9]{1,2}[:：][0-9]{2})"
)
OF_DAY = (
    r"(?:凌晨|清晨|早晨|早上|早间|上午|中午|正午|午后|下午|傍晚|晚上|晚间|深夜|午夜|夜间|夜里|晚(?!些)|夜"
    r"|早(?![些已就在日期]))"
)
WEEKDAY = r"(?:\s?[，,]?\s?[（(]?(?:周|星期|礼拜)[一二三四五六日天](?![一二三四五六日天次])[）)]?)"
WEEK_OF = (
    r"的?第(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})个?(?:周|星期|礼拜)"
    r"(?:[一二三四五六日天](?!次)|(?!年|末))"
)
PART = (
    rf"{WEEKDAY}?(?P<part>上旬|中旬|下旬|{WEEK_OF}|月?[底初末](?![一二三四五六七八九十中级等])"
    rf"|{OF_DAY}?\s?{CLOCK}|{OF_DAY})?"
)
EDGE = r"年?[底初末](?![一二三四五六七八九十中级等])|年中|伊始|岁末"
OF_YEAR = (
    r"上半年(?!报)|下半年(?!报)|(?<!提)前半年|后半年|第?[一二三四1-4]季度(?!假)|前[一二三两123]个?季度"
    r"|首季度|前[一二两三四五六七八九十0-9]{1,2}个月"
)
PART_OF_YEAR = (
    rf"(?P<part2>{OF_YEAR}|{WEEK_OF}|{EDGE}|[春夏秋冬][天季]|{LUNAR_DATE}|(?:{FESTIVALS})节?)"
)
UNTIL = (
    rf"(?P<until>\s?起?[至到—–~～－-]+\s?"
    rf"(?:[12][0-9]{{3}}[-/.][0-9]{{1,2}}[-/.][0-9]{{1,2}}(?![0-9])"
    rf"|(?:(?:[12][0-9]{{3}}|[0-9]{{2}})年|次年|明年|今年|去年)?{DIGIT}{{1,3}}\s?月(?:\s?{DIGIT}{{1,3}}\s?[日号]|[上中下]旬|[底初末])?"
    rf"|{DIGIT}{{1,3}}\s?[日号]))?"
)
UNTIL_YEAR = (
    r"(?P<until2>\s?年?\s?[至到—–~～－-]+\s?"
    r"(?:[12][0-9]{3}|[一二][〇零九][〇零一二三四五六七八九]{2})(?=\s?年))?"
)
SPAN = rf"(?=[至到—–~～－-]{{1,2}}{DIGIT}{{1,2}}\s?月(?!\s?{DIGIT}))"  # 5至7月: 月 is written once
COUNTED = "0-9年月个名人位支场项家次多余万千百亿元座条件幅辆架艘所户岁天届批种级%％"  # 5月10名学生
DAYS_BACK = {
    "大前天": 3,
    "明天": -1,
    "明日": -1,
    "明晚": -1,
    "大后天": -3,
    "后天": -2,
    "今晨": 0,
    "今早": 0,
    "今晚": 0,
    "今天": 0,
    "今日": 0,
    "昨天": 1,
    "昨日": 1,
    "昨晚": 1,
    "昨夜": 1,
    "前天": 2,
}
N_UP_TO_99 = r"(?:[0-9]{1,2}|[二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
WEEK = (
    r"(?<![以晚早会网场台街])(?:上上|下下|上|下|本|这)一?个?(?:周|星期|礼拜)"
    r"(?:(?:周|星期)?[一二三四五六日天末](?![次个场批名条])"
    r"|(?![年边期围刊岁转折密到长某先一二三四五六日天末]))"
)
BARE_WEEKDAY = (  # no name of a person (周一山), no rhythm (每周三), no list of days
    r"(?<![每逢个一二三四五六日天0-9两几数、至到和及“《])(?:周|星期|礼拜)[一二三四五六日天]"
    rf"(?=[，,（(。举开宣表发公正起将]|{OF_DAY})"
)
MONTHS = (
    r"(?:(?<![晚以海])[上下]个?月(?![亮球台色饼薪光租均嫂票经季])"
    r"|(?<![日])本月(?!球)|这个月|[上下]一个月)"
)
DECADE = (
    r"(?:(?:[上本]|二十|十九|2[01]|19)个?世纪(?:[2-9]0|[二三四五六七八九]十)|(?<![0-9])(?:1[0-9]|20)[0-9]0"
    r"|(?<![0-9二三四五六七八九])(?:[3-9]0|[三四五六七八九]十))年代(?:[初中末早后前]期?)?"
)
AGO = (
    rf"(?<![0-9零一二三四五六七八九十百千万几数余多第近前每过提.年]){N_UP_TO_99}"
    r"(?:年|个月|天|周|个星期)(?:之)?前(?![后来往行进线景提期夕方面者列置])"
)
AROUND_FESTIVAL = (
    r"(?:期间|前夕|假期|长假|小长假|黄金周|当天|当日|当晚|之际|上午|下午|前后|夜|到来|将至|来临)"
)
BARE = (  # a part of the year without its year
    rf"(?<![0-9每各分四年大往常上])(?:年[底末]|岁末|年初(?![一二三四五六七八九十])|{OF_YEAR})"
    rf"|(?:{FESTIVALS})节?(?=[”\s]*{AROUND_FESTIVAL}|，)|\A(?:{FESTIVALS})节?\Z"
    rf"|大年三十|除夕|{LUNAR_DATE}"
)
VAGUE = (
    "(?<![0-9一二三四五六七八九十周节生假])日前|近日|近期|前不久|不久前|最近(?!的)|当天|当日|当晚|同日|次日|翌日"
    rf"|几[年天]前|{WEEK}|{BARE_WEEKDAY}|(?:上一?个?|本|这个|下一?个?)季度"
    rf"|(?:这个|过去的?)周末|{MONTHS}|{DECADE}|{AGO}"
    rf"|(?<![《如])(?:{'|'.join(DAYS_BACK)})(?!头条|之后》)"
)
DAY_ALONE = (  # 28日, of a month named before or of that of print
    r"(?P<day2>[0-9０-９]{1,2})日(?![子期元本夜均内前后间起以游]|报(?!道))"
)


def _again(pattern: str, mark: str) -> str:
    """A part of the pattern a second time; the names of its groups get a mark."""
    return re.sub(r"\(\?P<(\w+)>", rf"(?P<\1{mark}>", pattern)


PATTERN = re.compile(
    rf"(?:{YEAR}\s?年?[-/.年]|{SHORT}|{REL}|(?<![年近0-9０-９〇零一二三四五六七八九十]))\s*"
    rf"(?P<month>{DIGIT}{{1,3}})(?:\s?月份?(?!初[一二三四五六七八九十]|廿)|{SPAN}|[-/.](?=[0-9]))\s*"
    rf"(?:(?P<day>{DIGIT}{{1,3}})(?:\s?[日号]|(?<=[-/.][0-9])(?![0-9])|(?<=[-/.][0-9]{{2}})(?![0-9])"
    rf"|(?!\s?[{COUNTED}])))?\s*{PART}{UNTIL}"
    rf"|(?<![0-9０-９月第每近]){DAY_ALONE}{_again(PART, 'b')}{_again(UNTIL, 'b')}"
    rf"|(?P<vague>(?P<months>{MONTHS})(?:(?P<dayc>{DIGIT}{{1,3}})[日号])?{_again(PART, 'c')}"
    rf"|(?:{VAGUE})(?:{_again(PART, 'd')}))"
    rf"|{_again(YEAR, 'e')}{_again(UNTIL_YEAR, 'e')}\s?年(?:度|的?{_again(PART_OF_YEAR, 'e')})?"
    rf"|{_again(SHORT, 'f')}(?:{_again(PART_OF_YEAR, 'f')})?"
    rf"|{_again(REL, 'g')}(?:的?{_again(PART_OF_YEAR, 'g')})?"
    rf"|(?P<bare>{BARE})"
)
