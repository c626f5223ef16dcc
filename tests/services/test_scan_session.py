"""The double-read guard: a code is taken once for each time it is shown, and two codes are never guessed between."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pos_app.services.scan_session import Agreed, ScanOutcome, ScanSession, SeveralCodes

A, B = b"A", b"B"
SEVERAL = SeveralCodes()
FRAME_S = 1 / 30


def outcomes(frames: list[str], *, frame_s: float = FRAME_S) -> list[str]:
    """Show frames such as `A`, `AB` or `-` to a session, and write down what it says in the same manner."""
    session = ScanSession()
    told: list[str] = []
    for number, frame in enumerate(frames):
        contents = tuple(bytes([character]) for character in frame.encode() if character != ord("-"))
        told.append(_written(session.see(contents, at=number * frame_s)))
    return told


def _written(outcome: ScanOutcome | None) -> str:
    match outcome:
        case Agreed(payload):
            return payload.decode()
        case SeveralCodes():
            return "?"
        case None:
            return "."


@pytest.mark.parametrize(
    ("frames", "told"),
    [
        ("- - -", ". . ."),
        ("A", "."),
        ("A A", ". A"),
        ("A - A", ". . A"),
        ("A - - A A", ". . . . A"),
        ("A A A A A", ". A . . ."),
        ("A A - A - A A", ". A . . . . ."),
        ("A A B B", ". A . B"),
        ("A A B B A A", ". A . B . ."),
        ("AB", "?"),
        ("AB AB AB", "? . ."),
        ("A B A", ". . ?"),
        ("AB A A A A", "? . . A ."),
        ("AB - AB", "? . ."),
        ("AB - - - AB", "? . . . ?"),
        ("A A AB AB A A A", ". A ? . . . ."),
    ],
)
def test_frames_lead_to_outcomes(frames: str, told: str) -> None:
    assert outcomes(frames.split()) == told.split()


@pytest.mark.parametrize(
    ("gone_frames", "frame_s", "is_taken_again"),
    [
        (2, 1.0, False),  # long enough, but too few frames: it may have been missed
        (5, 0.1, False),  # frames enough, but a hand may shake that long
        (12, 0.1, True),
        (3, 0.5, True),
    ],
)
def test_a_code_is_taken_again_only_after_it_left(gone_frames: int, frame_s: float, *, is_taken_again: bool) -> None:
    told = outcomes(["A", "A", *["-"] * gone_frames, "A", "A"], frame_s=frame_s)
    assert told[1] == "A"
    assert told[-2:] == ([".", "A"] if is_taken_again else [".", "."])


def test_a_camera_that_stands_still_does_not_let_a_code_leave() -> None:
    session = ScanSession()
    assert session.see((A,), at=0.0) is None
    assert session.see((A,), at=0.1) == Agreed(A)
    assert session.see((A,), at=60.0) is None


def test_a_still_needs_no_second_look_and_counts_once() -> None:
    session = ScanSession()
    assert session.see((A,), at=0.0, is_still=True) == Agreed(A)
    assert session.see((A,), at=0.1, is_still=True) is None
    assert session.see((A, B), at=0.2, is_still=True) == SEVERAL


def test_after_a_reset_the_same_code_counts_again() -> None:
    session = ScanSession()
    session.see((A,), at=0.0)
    assert session.see((A,), at=0.1) == Agreed(A)
    session.reset()
    assert session.see((A,), at=0.2) is None
    assert session.see((A,), at=0.3) == Agreed(A)


frames = some.lists(some.sampled_from([(), (A,), (B,), (A, B)]), max_size=60)


@given(shown=frames)
def test_what_is_agreed_on_was_seen_twice_alone_and_not_again_within_a_second(
    shown: list[tuple[bytes, ...]],
) -> None:
    session = ScanSession()
    last_agreed: dict[bytes, int] = {}
    for number, contents in enumerate(shown):
        outcome = session.see(contents, at=number * FRAME_S)
        if isinstance(outcome, Agreed):
            assert contents == (outcome.payload,)
            assert sum(outcome.payload in frame for frame in shown[max(0, number - 2) : number + 1]) >= 2
            assert number - last_agreed.get(outcome.payload, -100) > 30
            last_agreed[outcome.payload] = number
