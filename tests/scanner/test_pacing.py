"""Live pace: an empty counter costs little, and a code in sight gets every frame."""

from pos_app.scanner.pacing import LivePace


def test_fewer_than_one_empty_frame_in_twenty_is_looked_into() -> None:
    pace = LivePace()
    assert sum(pace.is_due(lambda: False) for _ in range(2_000)) <= 100


def test_a_hint_makes_every_frame_due() -> None:
    pace = LivePace()
    assert all(pace.is_due(lambda: True) for _ in range(50))


def test_after_a_code_was_seen_every_frame_is_due_for_a_while_without_a_hint() -> None:
    pace = LivePace()
    pace.note(has_evidence=True)
    due = [pace.is_due(lambda: False) for _ in range(60)]
    assert all(due[:25])
    assert not all(due[35:])


def test_a_mere_hint_is_followed_for_a_few_frames_and_not_again_at_once() -> None:
    pace, due = LivePace(), 0
    for _ in range(600):
        is_due = pace.is_due(lambda: False)
        due += is_due
        if is_due:
            pace.hint()
    assert 40 <= due <= 90


def test_a_code_that_was_read_plainly_counts_as_seen() -> None:
    pace = LivePace()
    pace.rest()
    assert pace.is_due(lambda: False)
