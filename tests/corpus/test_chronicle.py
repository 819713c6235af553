"""Events in order of time, initiatives by name; made-up facts."""

from __future__ import annotations

from telling import article, event, facts, initiative

from corpus.chronicle import bare_name, gather_events, gather_initiatives

SPRING = article("春", "3月4日，渔港举办灯塔修缮交流会。会后开了茶会。", "2019-03-05")
REPORT = article("报", "3月4日上午，灯塔修缮交流会在礼堂开幕。", "2019-03-06")
AUTUMN = article("秋", "9月9日，菜场举办秋收节。", "2018-09-10")
UNDATED = article("无", "渔港办了龙灯会。")


def records(*told):
    return gather_events({a.id: a for a, _ in told}, [f for _, f in told])


def test_events_come_in_order_of_time_and_those_without_a_date_last() -> None:
    found = records(
        (UNDATED, facts(UNDATED, event(UNDATED, "龙灯会"))),
        (SPRING, facts(SPRING, event(SPRING, "灯塔修缮交流会", "3月4日"))),
        (AUTUMN, facts(AUTUMN, event(AUTUMN, "秋收节", "9月9日"))),
    )
    assert [(r.day, r.what) for r in found] == [
        ("2018-09-09", "秋收节"),
        ("2019-03-04", "灯塔修缮交流会"),
        ("", "龙灯会"),
    ]
    assert [r.year for r in found] == [2018, 2019, None]


def test_an_event_without_a_date_of_its_own_stands_at_the_day_of_print() -> None:
    (found,) = records((SPRING, facts(SPRING, event(SPRING, "茶会"))))
    assert (found.day, found.when) == ("2019-03-05", None)


def test_two_articles_tell_of_one_event_and_the_fuller_account_is_first() -> None:
    (found,) = records(
        (SPRING, facts(SPRING, event(SPRING, "灯塔修缮交流会", "3月4日"))),
        (REPORT, facts(REPORT, event(REPORT, "灯塔修缮交流会", "3月4日", where="礼堂"))),
    )
    assert [o.article for o in found.told] == [REPORT, SPRING]


def test_other_names_of_a_day_and_two_events_of_one_article_stay_apart() -> None:
    found = records(
        (
            SPRING,
            facts(
                SPRING, event(SPRING, "灯塔修缮交流会", "3月4日"), event(SPRING, "茶会", "3月4日")
            ),
        ),
    )
    assert [r.what for r in found] == ["灯塔修缮交流会", "茶会"]


def test_an_initiative_is_one_however_its_marks_are_set() -> None:
    one = article("甲", "渔港发起“清港”行动。“清港”行动在继续。")
    two = article("乙", "“清港行动”开始了。菜场办“鲜蔬”行动。")
    found = gather_initiatives(
        {one.id: one, two.id: two},
        [
            facts(one, initiative(one, "“清港”行动", ["渔港"])),
            facts(two, initiative(two, "“清港行动”"), initiative(two, "“鲜蔬”行动")),
        ],
    )
    assert [(r.name, len(r.told)) for r in found] == [("“清港”行动", 2), ("“鲜蔬”行动", 1)]


def test_a_bare_name_is_folded_and_has_no_marks() -> None:
    assert bare_name("「雙百」先鋒 行動") == "双百先锋行动"
