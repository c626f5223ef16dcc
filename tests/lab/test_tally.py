"""Sums over trials made by hand."""

import pytest

from pos_app.lab.measure import Trial
from pos_app.lab.score import Nothing, Score, Texts, Truth
from pos_app.lab.tally import Rate, WrongRead, category_rates, comparisons, percentile, summaries, wrong_reads

CODE = Texts((frozenset({b"x"}),))


def trial(category: str, *, codes: int, read: int, wrong: tuple[bytes, ...] = (), ms: float = 1.0) -> Trial:
    truth = CODE if codes else Nothing()
    return Trial("photos", category, f"{category}.jpg", "us", truth, Score(codes, read, wrong), (ms,))


TRIALS = [
    trial("a", codes=9, read=9, ms=1),
    trial("a", codes=1, read=0, wrong=(b"z",), ms=2),
    trial("b", codes=2, read=1, ms=10),
    trial("empty", codes=0, read=0, wrong=(b"y",), ms=4),
]


def test_the_rate_of_codes_and_the_mean_of_categories_are_two_things() -> None:
    (line,) = summaries(TRIALS, wrong_reads(TRIALS, witnesses=()))
    assert line.rate == Rate(12, 10)
    assert line.mean_percent == pytest.approx((90 + 50) / 2)
    assert (line.pictures, line.wrong, line.false_reads) == (4, 1, 1)
    assert (line.p50_ms, line.p95_ms, line.max_ms) == (2, 10, 10)


def test_every_wrong_payload_is_listed_with_its_picture() -> None:
    assert wrong_reads(TRIALS, witnesses=()) == (
        WrongRead("photos", "a.jpg", "us", b"z", is_empty=False),
        WrongRead("photos", "empty.jpg", "us", b"y", is_empty=True),
    )


def test_what_two_engines_read_alone_stands_there_though_the_truth_does_not_name_it() -> None:
    def on(picture: str, contestant: str, truth: Truth = CODE) -> Trial:
        return Trial("photos", "books", picture, contestant, truth, Score(1, 0, (b"price",)), (1.0,))

    alone = [on("1.jpg", "us"), on("1.jpg", "zxing")]
    assert [one.is_unnamed for one in wrong_reads(alone, witnesses=("zxing", "zbar"))] == [False, False]
    both = [*alone, on("2.jpg", "zbar")]
    assert all(one.is_unnamed for one in wrong_reads(both, witnesses=("zxing", "zbar")))
    assert not any(one.is_unnamed for one in wrong_reads(both, witnesses=("zxing",)))
    on_nothing = [on("3.jpg", name, Nothing()) for name in ("zxing", "zbar")]
    assert not any(one.is_unnamed for one in wrong_reads(on_nothing, witnesses=("zxing", "zbar")))


def clip(contestant: str, *, read: int, frames_read: int, ms: float) -> Trial:
    return Trial("clips", "far", "far 0", contestant, CODE, Score(1, read), (ms,) * 10, frames_read)


def test_clips_are_compared_with_the_clips_and_with_the_single_frames_that_the_other_missed() -> None:
    trials = [clip("us", read=1, frames_read=6, ms=4)] * 9 + [clip("us", read=0, frames_read=0, ms=4)]
    trials += [clip("them", read=1, frames_read=5, ms=2)] * 8 + [clip("them", read=0, frames_read=0, ms=2)] * 2
    lines = summaries(trials, ())
    assert [line.frames for line in lines] == [Rate(100, 54), Rate(100, 40)]
    (beside,) = comparisons(lines, one="us", other="them")
    assert beside.missed == pytest.approx(0.1 / 0.2)
    assert beside.missed_of_frames == pytest.approx(0.1 / 0.6)
    assert (beside.p95, beside.max_ms) == (2, 4)


def test_nothing_is_a_part_of_nothing() -> None:
    """Where the other missed nothing, or a family holds no codes, there is no such part."""
    both = [clip(name, read=1, frames_read=10, ms=2) for name in ("us", "them")]
    (beside,) = comparisons(summaries(both, ()), one="us", other="them")
    assert (beside.missed, beside.missed_of_frames) == (None, None)
    assert comparisons(summaries(both[:1], ()), one="us", other="them") == ()


def test_a_category_without_codes_has_no_rate() -> None:
    assert category_rates(TRIALS) == {("photos", "a"): {"us": Rate(10, 9)}, ("photos", "b"): {"us": Rate(2, 1)}}


@pytest.mark.parametrize(("share", "expected"), [(0.5, 10), (0.95, 19), (1.0, 20), (0.01, 1)])
def test_a_percentile_is_a_value_that_was_measured(share: float, expected: float) -> None:
    assert percentile([float(value) for value in range(20, 0, -1)], share) == expected
