"""The phone over time: one fresh code on the screen, asked for off the GUI thread, never shown to a scanner twice."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from pytestqt.qtbot import QtBot

from pos_app.domain.code import PayChannel
from pos_app.domain.refusal import RefusalCode
from pos_app.domain.voucher import Channel, CodeKind
from pos_app.faults import StoreFault
from pos_app.gui.jobs import JobRunner
from pos_app.gui.translation import Translation
from pos_app.gui.view_models.phone import PhoneViewModel
from pos_app.wording import Language
from tests.gui.phone_double import PhoneDouble, SteppedClock
from tests.gui.stage import settle


@dataclass
class Hand:
    """A phone, its clock, and an executor that works when it is told to."""

    clock: SteppedClock = field(default_factory=SteppedClock)
    jobs: list[Callable[[], None]] = field(default_factory=list)
    scanned: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.phone = PhoneDouble(self.clock)
        self.translation = Translation(Language.ENGLISH)
        self.runner = JobRunner(self.jobs.append)
        self.model = PhoneViewModel(phone=self.phone, jobs=self.runner, clock=self.clock, translation=self.translation)
        self.model.shown_to_scanner.connect(self.scanned.append)

    def work(self) -> None:
        while self.jobs:
            self.jobs.pop(0)()
        settle()

    def wake(self) -> "Hand":
        self.model.wake()
        self.work()
        return self

    def picture(self, number: int) -> bytes:
        return self.phone.draw(f"424{number:017d}00510000")


@pytest.fixture
def hand(qtbot: QtBot) -> Hand:
    del qtbot  # Qt must be up
    return Hand()


def test_nothing_is_asked_before_somebody_looks(hand: Hand) -> None:
    hand.work()
    assert hand.phone.asked == []


def test_the_first_look_fetches_the_people_and_a_code_off_the_gui_thread(hand: Hand) -> None:
    hand.model.wake()
    assert hand.phone.asked == []
    hand.work()
    assert hand.phone.asked == [("plenty", CodeKind.CERTIFICATE, Channel.NATIONAL, None)]
    assert hand.model.view.picture == hand.picture(1)
    assert len(hand.model.view.owners) == 2


def test_looking_again_keeps_a_living_code(hand: Hand) -> None:
    hand.wake()
    hand.clock.pass_seconds(30)
    hand.wake()
    assert hand.model.view.picture == hand.picture(1)
    assert hand.model.view.countdown == "New code in 30 s"


def test_looking_again_replaces_a_dead_code(hand: Hand) -> None:
    hand.wake()
    hand.clock.pass_seconds(60)
    hand.wake()
    assert hand.model.view.picture == hand.picture(2)


def test_a_code_is_replaced_when_its_minute_is_over_and_not_before(hand: Hand) -> None:
    hand.wake()
    hand.clock.pass_seconds(59.9)
    hand.model.tick()
    assert not hand.jobs
    assert hand.model.view.countdown == "New code in 1 s"
    hand.clock.pass_seconds(0.1)
    hand.model.tick()
    assert hand.model.view.picture is None
    hand.work()
    assert hand.model.view.picture == hand.picture(2)


def test_time_asks_only_once_while_the_answer_is_on_its_way(hand: Hand) -> None:
    hand.wake()
    hand.clock.pass_seconds(60)
    for _ in range(5):
        hand.model.tick()
    assert len(hand.jobs) == 1


def test_an_answer_for_somebody_else_is_thrown_away(hand: Hand) -> None:
    hand.wake()
    hand.model.choose_owner(1)
    hand.model.choose_owner(0)
    late, current = hand.jobs.pop(0), hand.jobs.pop(0)
    current()
    late()
    settle()
    assert hand.model.view.chosen_owner == 0
    assert hand.model.view.picture == hand.picture(2), "the second answer, asked for first, was shown"


@pytest.mark.parametrize(
    ("choose", "asked"),
    [
        (lambda model: model.choose_owner(1), ("hidden", CodeKind.CERTIFICATE, Channel.NATIONAL, None)),
        (lambda model: model.choose_face(2), ("plenty", CodeKind.CERTIFICATE, Channel.NATIONAL, "daughter")),
        (lambda model: model.choose_kind(1), ("plenty", CodeKind.SOCIAL_CARD, Channel.NATIONAL, None)),
        (lambda model: model.choose_channel(2), ("plenty", CodeKind.CERTIFICATE, Channel.WECHAT, None)),
    ],
)
def test_each_choice_asks_for_the_code_it_means(
    hand: Hand, choose: Callable[[PhoneViewModel], None], asked: tuple[object, ...]
) -> None:
    hand.wake()
    choose(hand.model)
    hand.work()
    assert hand.phone.asked[1:] == [asked]


def test_a_pay_code_is_shown_instead_and_the_voucher_comes_back(hand: Hand) -> None:
    hand.wake()
    hand.model.choose_face(2)
    hand.model.choose_kind(2)
    hand.model.choose_channel(1)
    hand.work()
    assert hand.phone.pay_codes[-1] == ("plenty", PayChannel.ALIPAY)
    view = hand.model.view
    assert view.picture is not None
    assert (view.heading, view.channels.labels[view.channels.chosen]) == ("Pay code", "Alipay")
    assert (view.holder, view.faces, view.tiles) == ("李**", (), ()), "a wallet knows no insurance and no family"
    hand.model.choose_kind(0)
    hand.work()
    assert hand.phone.asked[-1] == ("plenty", CodeKind.CERTIFICATE, Channel.NATIONAL, "daughter")


@pytest.mark.parametrize(
    "choose",
    [
        lambda model: model.choose_owner(0),
        lambda model: model.choose_owner(-1),
        lambda model: model.choose_owner(7),
        lambda model: model.choose_face(0),
        lambda model: model.choose_kind(0),
        lambda model: model.choose_channel(0),
    ],
)
def test_choosing_what_is_chosen_or_not_there_changes_nothing(
    hand: Hand, choose: Callable[[PhoneViewModel], None]
) -> None:
    hand.wake()
    choose(hand.model)
    assert not hand.jobs


def test_another_owner_shows_her_own_code_first(hand: Hand) -> None:
    hand.wake()
    hand.model.choose_face(1)
    hand.work()
    hand.model.choose_owner(1)
    hand.work()
    assert hand.phone.asked[-1] == ("hidden", CodeKind.CERTIFICATE, Channel.NATIONAL, None)


def test_the_scanner_is_handed_the_picture_on_the_screen(hand: Hand) -> None:
    hand.wake()
    hand.model.show_to_scanner()
    assert hand.scanned == [hand.picture(1)]


def test_a_code_is_never_handed_over_twice(hand: Hand) -> None:
    hand.wake()
    hand.model.show_to_scanner()
    hand.model.show_to_scanner()
    assert len(hand.scanned) == 1
    hand.work()
    assert hand.scanned == [hand.picture(1), hand.picture(2)]


def test_a_code_that_died_unseen_is_not_handed_over(hand: Hand) -> None:
    hand.wake()
    hand.clock.pass_seconds(61)
    hand.model.show_to_scanner()
    hand.work()
    assert hand.scanned == [hand.picture(2)]


def test_a_choice_made_meanwhile_takes_back_the_wish_to_show(hand: Hand) -> None:
    hand.wake()
    hand.model.show_to_scanner()
    hand.model.show_to_scanner()
    hand.model.choose_owner(1)
    hand.work()
    assert len(hand.scanned) == 1


def test_a_refusal_is_shown_and_nothing_is_handed_over(hand: Hand) -> None:
    hand.phone.refused["plenty", CodeKind.CERTIFICATE] = RefusalCode.RECORDS_NOT_MERGED
    hand.wake()
    hand.model.show_to_scanner()
    hand.work()
    assert hand.model.view.notice is not None
    assert hand.scanned == []


def test_where_the_environment_fails_a_later_try_works(hand: Hand) -> None:
    hand.phone.fault = StoreFault("disk full")
    hand.wake()
    assert hand.model.view.notice is not None
    hand.phone.fault = None
    hand.model.renew()
    hand.work()
    assert hand.model.view.picture == hand.picture(1)


def test_a_mistake_of_ours_is_not_swallowed(hand: Hand, qtbot: QtBot) -> None:
    hand.phone.fault = LookupError("ours")
    with qtbot.captureExceptions() as caught:
        hand.wake()
    assert [kind for kind, _, _ in caught] == [LookupError]


def test_the_language_changes_while_the_code_stays(hand: Hand) -> None:
    hand.wake()
    hand.translation.speak(Language.CHINESE)
    assert hand.model.view.countdown == "60 秒后自动更新"
    assert hand.model.view.picture == hand.picture(1)


def test_a_view_that_stays_the_same_is_not_told_again(hand: Hand, qtbot: QtBot) -> None:
    hand.wake()
    with qtbot.assertNotEmitted(hand.model.changed):
        hand.model.tick()
