"""Words of a question that name nothing: by them it is told whether it leans on the talk."""

from __future__ import annotations

import re

__all__ = [
    "ASKING",
    "ATTRIBUTE",
    "EVENT_NOUN",
    "GENERIC_EVENT",
    "LEAD",
    "TAIL",
    "is_light",
    "is_light_lead",
]

TAIL = " \u3000?？。!！~～…呢呀啊吧嘛哈"  # stripped from the end
FILLERS = (  # what a question may begin with in a talk; 那 is "then" unless it points
    r"(?:那么?(?![些种位名里边儿么天年时次场届个项件份家座条支月是晚]|一[天年次场]|会儿|段|[两二三四几]))"
    r"|请问|另外|然后|接着|对了|不过|可是|但是?|所以|好的?|再问一?下?|我?想知道|我?想问一?下?|问一?下|麻烦问下?"
    r"|嗯|哦|噢|咦|[，,、 ]"
)
LEAD = re.compile(rf"(?:{FILLERS})++")
ASKING = re.compile(r"谁|什么|啥|哪|何时|何地|何人|为何|几|多少|多久|多大|怎么|怎样|如何|[吗么]$")
EVENT_NOUN = (
    "交流会|座谈会|研讨会|发布会|运动会|展会|峰会|晚会|集会|例会|大会|全会|盛会|会议|活动|仪式|典礼|论坛"
    "|行动|比赛|大赛|展览|讲座|讲堂|演出|会"
)
GENERIC_EVENT = "活动|会议|大会|盛会|仪式|行动|会"  # nouns that any event may be called
ATTRIBUTE = (
    "主题|内容|口号|名称|名字|全称|目的|意义|成效|效果|成果|特点|规模|背景|议程|议题|主办方|承办方|协办方"
    "|主办单位|承办单位|组织者|发起人|发起单位|主持人|负责人|人数|要求|措施|地点|时间|日期|对象|范围"
)
WORDS = (
    # asking
    "什么时候|什么时间|什么|啥时候|啥|哪一天|哪一年|哪些|哪|谁|几|多少|何时|何地|何人|为什么|为何|为啥|怎么回事|怎么样|怎么"
    "|怎样|如何|多久|吗",
    # says no more than that something was, or will be
    "的|了|过|都|还|又|也|就|才|再|到底|究竟|具体|大概|大约|一共|总共|共|分别|当时|那时候|那时|后来|最后|一起|共同|联合"
    "|联手|主要|正式|是|在|由|于|有|没有|被|把|给|为|和|跟|与|以|从|到|去|来|要|能|可以|受邀|应邀|亲自|其他|其它|别的|此外",
    # what is counted or pointed at
    "个|位|名|家|支|项|次|场|届|天|日|年|月|号|里|儿|些|点|件|条|方面|方|地方|时候|日子|单位|部门|机构|组织|人士|人员|人"
    "|领导|嘉宾|代表|同志|干部|事情|事|情况|话|城市|区|镇|街道",
    # what is done at, with or about any event
    "举行|举办|召开|开幕|闭幕|开始|结束|进行|发生|开展|成立|主办|承办|协办|牵头|主持|召集|发起|参加|参与|出席|到场|到会"
    "|讲话|发言|致辞|讲|说|做|干|提出|搞|叫|担任|任|当|办|开|起",
    # what any person or event has
    f"职务|身份|职位|头衔|工作|职业|原因|缘由|{ATTRIBUTE}|{GENERIC_EVENT}|会上|现场|上|中",
)
_light = re.compile(rf"(?:{'|'.join(WORDS)}|[，, ])*")
_light_lead = re.compile(  # words that may stand before 他 without being whom it means
    rf"(?:{FILLERS}|[12][0-9]{{3}}年(?:[0-9]+月)?(?:[0-9]+[日号])?|除了|还有|关于|为什么|为何|为啥|什么时候|哪一?[天年]"
    r"|在?哪里|谁|还|和|跟|与|同|对|给|由|是|当时|当年|那时候?|后来|之前|之后|会上|活动上|现场|听说|知道|告诉我)*+"
)
MAX_CHARS = 30  # of what may be light; more is a sentence, and slow to try word by word


def is_light(folded: str) -> bool:
    """Whether a text names nothing of its own.

    Example:
        >>> is_light("是由哪个单位承办的"), is_light("谁承办了秋收节")
        (True, False)
    """
    return len(folded) <= MAX_CHARS and _light.fullmatch(folded) is not None


def is_light_lead(folded: str) -> bool:
    """Whether what stands before a pronoun leaves it without an antecedent of its own."""
    return len(folded) <= MAX_CHARS and _light_lead.fullmatch(folded) is not None
