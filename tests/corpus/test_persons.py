"""Facts of several articles -> one record a person, and two where a name is shared."""

from __future__ import annotations

from time import process_time

from corpus.acts import ActFact
from corpus.articles import Article, PublicationDate
from corpus.facts import Facts
from corpus.persons import PersonRecord, gather_people
from corpus.posts import PostFact, PostPart
from corpus.quotes import Quote

Told = tuple[str, str, list[PostFact], list[ActFact]]


def post(name: str, text: str, body: str = "", *, at: int = 0) -> PostFact:
    """A post in the sentence that begins at `at`."""
    parts = (PostPart(text, body),)
    return PostFact(Quote(at, at + 1, name), Quote(at, at + 1, text), parts, False, sentence(at))


def act(what: str, *names: str, at: int = 0, by_bodies: bool = False) -> ActFact:
    actors = tuple(Quote(at, at + 1, name) for name in names)
    return ActFact(actors, Quote(at, at + 1, what), sentence(at), by_bodies)


def sentence(at: int) -> Quote:
    return Quote(at, at + 9, "")


def people(*told: Told) -> tuple[PersonRecord, ...]:
    """The records of articles, each (id, date, posts, acts)."""
    articles = {a: Article(a, "", "", PublicationDate(iso), "") for a, iso, _, _ in told}
    facts = [Facts(a, (), tuple(posts), tuple(acts), (), (), ()) for a, _, posts, acts in told]
    return gather_people(articles, facts)


def posts_of(record: PersonRecord) -> list[str]:
    return [held.post.post.text for held in record.posts]


def test_one_person_over_several_articles_is_one_record() -> None:
    (record,) = people(
        ("a", "2018-07", [post("宋志远", "区委常委", "长宁区委")], [act("授旗", "宋志远", at=9)]),
        ("b", "2020-10", [post("宋志远", "组织部部长", "长宁区委组织部")], []),
    )
    assert (record.name, record.n_mentions) == ("宋志远", 3)
    assert posts_of(record) == ["组织部部长", "区委常委"]  # newest first
    assert [(a.article.id, a.act.act.text) for a in record.acts] == [("a", "授旗")]


def test_a_post_and_an_act_of_one_sentence_are_one_mention() -> None:
    (record,) = people(("a", "2018", [post("宋志远", "馆长")], [act("致辞", "宋志远")]))
    assert record.n_mentions == 1


def test_namesakes_in_unrelated_bodies_stay_apart() -> None:
    records = people(
        ("a", "2020", [post("王伟", "区长", "长宁区")], [act("讲话", "王伟")]),
        ("b", "2020", [post("王伟", "校长", "昆明市第三中学")], [act("上课", "王伟")]),
    )
    assert [posts_of(r) for r in records] in ([["区长"], ["校长"]], [["校长"], ["区长"]])


def test_an_article_that_names_both_bodies_joins_them() -> None:
    records = people(
        ("a", "2018", [post("王伟", "区长", "长宁区")], []),
        ("b", "2020", [post("王伟", "校长", "昆明市第三中学")], []),
        ("c", "2019", [post("王伟", "区长", "长宁区"), post("王伟", "校长", "昆明市")], []),
    )
    assert len(records) == 1


def test_another_body_of_one_district_is_the_same_person() -> None:
    records = people(
        ("a", "2018", [post("王伟", "局长", "长宁区教育局")], []),
        ("b", "2020", [post("王伟", "副区长", "长宁区政府")], []),
        ("c", "2021", [post("王伟", "区长", "上海市长宁区")], []),
    )
    assert len(records) == 1


def test_a_part_of_the_city_is_related_to_the_city_and_not_to_its_other_parts() -> None:
    held = ("上海市长宁区", "上海市黄浦区")
    apart = people(*((b, "2020", [post("王伟", "局长", b)], []) for b in held))
    assert len(apart) == 2
    city = people(
        ("a", "2018", [post("王伟", "局长", "上海市长宁区")], []),
        ("b", "2020", [post("王伟", "副市长", "上海市")], []),
    )
    assert len(city) == 1


def test_the_same_people_beside_them_join_two_records() -> None:
    """李娜 and 赵刚 stand beside 王伟 in both."""
    beside = [act("参加", "李娜", "赵刚", at=9)]
    records = people(
        ("a", "2018", [post("王伟", "局长", "长宁区")], beside),
        ("b", "2020", [post("王伟", "校长", "昆明市")], beside),
    )
    assert [r.name for r in records].count("王伟") == 1


def test_a_name_without_a_post_belongs_to_the_only_one_who_has_it() -> None:
    one = ("a", "2018", [post("王伟", "局长", "长宁区")], [])
    two = ("b", "2019", [post("王伟", "校长", "昆明市")], [])
    bare = ("c", "2020", [], [act("讲话", "王伟")])
    assert len(people(one, bare)) == 1
    assert len(people(one, two, bare)) == 3  # it might be either


def test_scripts_are_one_name_and_both_forms_are_kept() -> None:
    (record,) = people(
        ("a", "2018", [], [act("讲话", "陈东")]),
        ("b", "2019", [], [act("致辞", "陳東")]),
        ("c", "2020", [], [act("揭牌", "陳東")]),
    )
    assert record.name == "陳東"  # printed most often
    assert [a.act.actors[0].text for a in record.acts] == ["陳東", "陳東", "陈东"]


def test_a_short_foreign_name_is_the_longer_one_of_its_article() -> None:
    (record,) = people(
        ("a", "2018", [post("安娜·莫罗", "法国总理")], [act("致辞", "莫罗", at=9)]),
        ("b", "2019", [], [act("到访", "莫罗")]),
    )
    assert record.n_mentions == 3


def test_a_short_name_of_two_longer_ones_is_neither() -> None:
    records = people(
        ("a", "2018", [], [act("致辞", "安娜·莫罗"), act("到访", "保罗·莫罗"), act("说", "莫罗")])
    )
    assert sorted(r.name for r in records) == ["保罗·莫罗", "安娜·莫罗", "莫罗"]


def test_equal_posts_of_one_year_are_told_once() -> None:
    """The newest of a year is kept; another year's is another fact."""
    (record,) = people(
        ("a", "2018-01", [post("王伟", "馆长")], []),
        ("b", "2018-06", [post("王伟", "馆长")], []),
        ("c", "2020-06", [post("王伟", "馆长")], []),
    )
    assert [held.article.id for held in record.posts] == ["c", "b"]
    assert record.n_mentions == 3


def test_bodies_are_no_people() -> None:
    assert people(("a", "2018", [], [act("承办", "新河镇", by_bodies=True)])) == ()


def test_the_most_mentioned_come_first() -> None:
    told = [act("讲话", "李娜", at=i) for i in range(3)] + [act("讲话", "王伟")]
    assert [(r.name, r.n_mentions) for r in people(("a", "2018", [], told))] == [
        ("李娜", 3),
        ("王伟", 1),
    ]


def test_ten_thousand_articles_take_seconds() -> None:
    """A hundred names, each in three hundred articles, in ten places."""
    told = [
        (
            str(i),
            f"{2000 + i % 20}",
            [
                post(
                    f"Ann Lee {(i + k) % 100}",
                    "局长",
                    f"长{'宁安平东西南北中山河'[i % 10]}县",
                )
                for k in range(3)
            ],
            [act("讲话", f"Ann Lee {i % 100}")],
        )
        for i in range(10_000)
    ]
    begin = process_time()
    assert sum(r.n_mentions for r in people(*told)) == 30_000
    assert process_time() - begin < 20  # seconds; about 3 were measured
