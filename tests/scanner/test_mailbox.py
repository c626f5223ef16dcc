"""The mailbox gives the newest, counts the rest and never makes anybody wait for nothing."""

from threading import Thread

from hypothesis import given
from hypothesis import strategies as some

from pos_app.scanner.mailbox import Latest


@given(batches=some.lists(some.integers(1, 5), max_size=8))
def test_the_newest_is_taken_and_what_was_overwritten_is_counted(batches: list[int]) -> None:
    mailbox: Latest[int] = Latest()
    for size in batches:
        for number in range(size):
            mailbox.put(number)
        assert mailbox.take() == size - 1
    assert mailbox.dropped == sum(batches) - len(batches)


def test_closing_wakes_whoever_waits_and_what_lies_inside_is_still_given() -> None:
    mailbox: Latest[str] = Latest()
    got: list[str | None] = []
    waiting = Thread(target=lambda: got.append(mailbox.take()))
    waiting.start()
    mailbox.close()
    waiting.join(10)
    assert got == [None]
    full: Latest[str] = Latest()
    full.put("last")
    full.close()
    full.put("late")
    assert [full.take(), full.take()] == ["last", None]


def test_everything_put_is_taken_or_counted_across_threads() -> None:
    mailbox: Latest[int] = Latest()
    taken: list[int] = []

    def take_all() -> None:
        while (value := mailbox.take()) is not None:
            taken.append(value)

    taker = Thread(target=take_all)
    taker.start()
    for number in range(5_000):
        mailbox.put(number)
    mailbox.close()
    taker.join(10)
    assert taken == sorted(taken)
    assert taken[-1] == 4_999
    assert len(taken) + mailbox.dropped == 5_000
