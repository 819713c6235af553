"""The simulator of damaged pages -> what can be held against it on paper."""

from dataclasses import replace
from random import Random

from damage import Damage, TrueArticle, damaged_page, random_damage, sentences, squeezed

FAIR = TrueArticle(
    "进博会倒计时百日活动举行",
    ("活动定于今年5月在虹桥举行，共有218支队伍、近600名党员报名参加。", "“谁来领誓？”大家问。"),
    captions=("活动揭牌", "队员代表陈豪杰领誓"),
    kickers=("先锋在行动",),
)
TALK = TrueArticle(
    "业委会建设经验交流会召开",
    ("10月21日下午，长宁区举办了一次业委会建设经验交流会，由新泾镇承办，各街镇都派人参加。",),
    captions=("共享联盟发布现场",),
)
GENTLE = Damage(wrapped=True, p_blank=0.2, p_inside=1.0, p_tight=0.5, p_together=0.5, p_spaced=0.5)


def test_the_same_seed_gives_the_same_page():
    one, two = (damaged_page((FAIR, TALK), GENTLE, Random(7)) for _ in range(2))
    assert one == two


def test_the_page_without_whitespace_captions_and_headlines_is_the_text():
    """On 100 seeds of both layouts: nothing of the text is lost, doubled or moved."""
    for seed in range(100):
        damage = replace(GENTLE, wrapped=seed % 2 == 0)
        page = squeezed(damaged_page((FAIR, TALK), damage, Random(seed)).text)
        for a in (FAIR, TALK):
            for extra in (*a.captions, *a.kickers, a.title):
                assert page.count(extra) == 1
                page = page.replace(extra, "")
        assert page == "".join(FAIR.paragraphs + TALK.paragraphs)


def test_every_line_of_a_wrapped_page_fits_the_widest_column():
    """24 characters and the one mark that may hang over; captions and headlines are shorter."""
    for seed in range(50):
        lines = damaged_page((TALK,), Damage(wrapped=True), Random(seed)).text.split("\n")
        assert 13 <= max(map(len, lines)) <= 27  # a digit is half a character wide


def test_a_caption_can_stand_inside_a_date():
    pages = (damaged_page((FAIR,), GENTLE, Random(seed)).text for seed in range(100))
    assert any("今年5活动揭牌月" in squeezed(page) for page in pages)


def test_no_caption_cuts_a_number_or_stands_after_a_whole_sentence():
    for seed in range(100):
        page = damaged_page((FAIR,), replace(GENTLE, p_together=0.0), Random(seed))
        text = squeezed(page.text)
        for caption in page.inside:
            before, _, after = text.partition(caption)
            assert before[-1] not in "。？"
            assert not (before[-1].isdigit() and after[0].isdigit())


def test_doubled_marks_full_width_digits_and_line_ends_are_as_asked():
    damage = Damage(wrapped=False, p_doubled=1.0, full_width=True, crlf=True)
    text = damaged_page((replace(TALK, captions=()),), damage, Random(1)).text
    assert "１０月２１日下午，，长宁区" in text
    assert text.count("\n") == text.count("\r\n")


def test_headlines_in_a_block_stand_between_the_first_body_and_the_second():
    damage = Damage(wrapped=False, headlines="block", p_inside=0.0)
    text = squeezed(damaged_page((FAIR, TALK), damage, Random(3)).text)
    order = [FAIR.sentences[-1], FAIR.kickers[0], FAIR.title, TALK.title, TALK.sentences[0]]
    assert [text.index(part) for part in order] == sorted(map(text.index, order))


def test_random_damage_is_decided_by_its_seed():
    assert random_damage(Random(5), wrapped=True) == random_damage(Random(5), wrapped=True)


def test_a_closing_quote_stays_with_its_sentence():
    assert sentences("“谁来 领誓？”大家问。完") == ["“谁来领誓？”", "大家问。", "完"]
