"""Windows are whole sentences, none read twice."""

from __future__ import annotations

import itertools

from toy import read, story

from retrieval.windows import MAX_CHARS, choose_windows

TEXT = "甲乡办了一场灯会，灯会上有许多花灯。" * 3 + "".join(
    f"第{n}位老人说灯会办得热闹，花灯做得漂亮，大家看得高兴。" for n in "一二三四五六七八九十"
)


def places(tagger, n=5):
    _, evidence = read("灯会在哪里办？", story(TEXT), tagger)
    return evidence, choose_windows(evidence, n)


def test_a_window_is_a_slice_of_its_article_and_holds_its_sentence(tagger) -> None:
    _, found = places(tagger)
    for place in found:
        assert place.window.text == TEXT[place.start : place.end]
        sentence = place.evidence.sentence
        assert place.start <= sentence.start < sentence.end <= place.end


def test_windows_do_not_overlap_and_keep_to_their_size(tagger) -> None:
    _, found = places(tagger)
    spans = sorted((p.start, p.end) for p in found)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    assert all(end - start <= MAX_CHARS for start, end in spans)


def test_no_more_windows_than_asked_for(tagger) -> None:
    assert len(places(tagger, 2)[1]) == 2


def test_the_first_window_is_that_of_the_best_sentence(tagger) -> None:
    evidence, found = places(tagger)
    assert found[0].evidence is evidence[0]
