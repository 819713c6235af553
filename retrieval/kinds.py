"""Noun asked for, name -> whether the name is one of that kind: 剧院 for 场馆, 中学 for 学校."""

from __future__ import annotations

import re

__all__ = ["BODY_KINDS", "KIND", "fits_kind", "is_any_body", "is_of_kind", "is_such"]

KIND = 0.25  # of a fit: that 医院 was asked for and 同仁医院 is one
ANY_BODY = re.compile(r"(?:单位|部门|机构|组织|团体|方|方面|职能部门|牵头单位)")

BODY_KINDS = {  # what the names of such bodies end in, where it is not the noun itself
    "学校": ("校", "小学", "中学", "大学", "学院", "幼儿园"),
    "大学": ("大学", "学院"),
    "高校": ("大学", "学院"),
    "公司": ("公司", "集团", "企业", "银行"),
    "企业": ("公司", "集团", "企业", "银行", "厂"),
    "队伍": ("队",),
    "球队": ("队",),
    "部委": ("部", "委", "委员会", "局", "署", "办"),
    "媒体": ("报", "台", "社", "网"),
}
HALL = (
    r"(?:中心|[场展]?馆|[^客餐]厅|剧院|剧场|歌剧院|音乐厅|礼堂|会堂|会场|体育场|宫|大厦|酒店|宾馆)$"
)
WATER = r"[河江湖溪畔滩]"
SMALL = r"(?:[村乡县区馆厅院站场园路街]|(?<!景德)镇|街道|中心|大学|一带|附近)$"
PROVINCES = (
    "河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃"
    "|青海|台湾|内蒙古|广西|西藏|宁夏|新疆"
)
NO_CITY = re.compile(rf"{SMALL}|^(?:{PROVINCES})$|[省国]$|城市$|各地$")
NO_COUNTRY = re.compile(rf"{SMALL}|^(?:{PROVINCES})$|[省市]$")
SUCH: dict[str, re.Pattern[str]] = {
    "场馆": re.compile(HALL),
    "会场": re.compile(HALL),
    "河": re.compile(WATER),
    "河边": re.compile(WATER),
    "山": re.compile(r"[山峰岭]"),
}
NO_SUCH = {"城市": NO_CITY, "国家": NO_COUNTRY}


def is_such(kind: str, name: str) -> bool:
    """Whether a place can be of a kind; a kind without a rule is any place."""
    if kind in NO_SUCH:
        return not NO_SUCH[kind].search(name)
    return kind not in SUCH or bool(SUCH[kind].search(name))


def is_any_body(head: str) -> bool:
    """Whether a noun asks for a body of whatever kind: 单位, 部门."""
    return bool(ANY_BODY.fullmatch(head))


def fits_kind(head: str, name: str) -> float:
    """What a name gains or loses for being called as the question calls it, or not."""
    if not head or is_any_body(head):
        return 0.0
    return KIND if is_of_kind(head, name) else -KIND


def is_of_kind(head: str, name: str) -> bool:
    """Whether a name ends in the noun asked for, or in one of its kinds: 医院 in 同仁医院."""
    if name.endswith(BODY_KINDS.get(head, ())):
        return True
    return any(len(head) >= n and name.endswith(head[:n]) for n in (4, 3, 2))
