"""Faults strike where they are aimed, as often as they are armed for, and the same way for the same seed."""

import logging

import pytest

from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.verifier.faults import FaultBoard, FaultPoint, FaultRule, Occasion, PlatformDied

SETTLE = Occasion("2102", "M1", "510100")
REVERSE = Occasion("2601", "M2", "510100")
LOST = FaultPoint.AFTER_COMMIT_BEFORE_REPLY


@pytest.fixture
def board() -> FaultBoard:
    return FaultBoard()


def struck(board: FaultBoard, point: FaultPoint, occasion: Occasion, tries: int) -> list[bool]:
    return [board.strike(point, occasion) is not None for _ in range(tries)]


def test_a_fault_wears_off_after_the_times_it_was_armed_for(board: FaultBoard) -> None:
    board.arm(FaultRule("lost", LOST, times=2))
    assert struck(board, LOST, SETTLE, 4) == [True, True, False, False]
    (armed,) = board.armed()
    assert (armed.struck, armed.left, armed.is_worn_off) == (2, 0, True)


def test_a_fault_without_a_number_of_times_stays(board: FaultBoard) -> None:
    board.arm(FaultRule("lost", LOST, times=None))
    assert struck(board, LOST, SETTLE, 5) == [True] * 5


@pytest.mark.parametrize(
    ("rule", "hits"),
    [
        (FaultRule("x", LOST), True),
        (FaultRule("x", LOST, infno="2102"), True),
        (FaultRule("x", LOST, infno="2103"), False),
        (FaultRule("x", LOST, msgid="M1", person="510100"), True),
        (FaultRule("x", LOST, msgid="M9"), False),
        (FaultRule("x", LOST, person="510199"), False),
        (FaultRule("x", FaultPoint.REPLY_GARBLED), False),
    ],
)
def test_a_fault_strikes_only_what_it_is_aimed_at(board: FaultBoard, rule: FaultRule, *, hits: bool) -> None:
    board.arm(rule)
    assert (board.strike(LOST, SETTLE) is not None) is hits
    assert [armed.struck for armed in board.armed()] == [int(hits)]


def test_only_reversals_are_lost_as_reversals(board: FaultBoard) -> None:
    board.arm(FaultRule("x", FaultPoint.REVERSAL_LOST))
    assert board.strike(FaultPoint.REVERSAL_LOST, SETTLE) is None
    assert board.strike(FaultPoint.REVERSAL_LOST, REVERSE)


def test_chance_is_seeded(board: FaultBoard) -> None:
    def lots(seed: int) -> list[bool]:
        board.arm(FaultRule("x", LOST, times=None, probability=0.3, seed=seed))
        return struck(board, LOST, SETTLE, 1000)

    assert lots(7) == lots(7) != lots(8)
    assert 250 < sum(lots(7)) < 350


def test_a_refusal_is_made_by_its_code(board: FaultBoard) -> None:
    board.arm(FaultRule("x", FaultPoint.REFUSAL, code=RefusalCode.ACCOUNT_FROZEN))
    assert board.refusal(SETTLE) == Refusal(RefusalCode.ACCOUNT_FROZEN)
    assert board.refusal(SETTLE) is None
    board.arm(FaultRule("y", FaultPoint.TOKEN_EXPIRED))
    assert board.refusal(REVERSE) is None
    assert board.refusal(SETTLE) == Refusal(RefusalCode.TOKEN_EXPIRED)


def test_the_platform_dies_before_a_commit(board: FaultBoard) -> None:
    board.arm(FaultRule("x", FaultPoint.BEFORE_COMMIT))
    with pytest.raises(PlatformDied, match="x"):
        board.before_commit(SETTLE)
    board.before_commit(SETTLE)


def test_faults_can_be_taken_back(board: FaultBoard) -> None:
    board.arm(FaultRule("a", LOST))
    board.arm(FaultRule("a", FaultPoint.REPLY_DOUBLED))
    board.arm(FaultRule("b", LOST))
    assert [armed.rule.point for armed in board.armed()] == [FaultPoint.REPLY_DOUBLED, LOST]
    assert board.disarm("b")
    assert not board.disarm("b")
    board.clear()
    assert not board.armed()


def test_arming_and_striking_are_in_the_log(board: FaultBoard, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "pos_app")
    board.arm(FaultRule("lost", LOST))
    board.strike(LOST, SETTLE)
    assert [record.getMessage() for record in caplog.records] == [
        "fault lost is armed at after_commit_before_reply",
        "fault lost strikes at after_commit_before_reply: 2102 M1",
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"point": FaultPoint.REFUSAL},
        {"code": RefusalCode.CODE_USED},
        {"probability": 0.0},
        {"probability": 1.5},
        {"times": 0},
        {"delay_ms": -1},
    ],
)
def test_a_rule_that_means_nothing_cannot_be_made(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"refusal|probability|times"):
        FaultRule(**{"name": "x", "point": LOST, **wrong})  # type: ignore[arg-type]  # the table is of all kinds
