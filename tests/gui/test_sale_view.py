"""What a cashier is told in every state of a sale, as tables; no Qt object is made."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pos_app.domain.basket import EMPTY
from pos_app.domain.charge import ChargeOrder
from pos_app.domain.checkout.states import (
    AUTOMATIC_TRIES,
    Agreeing,
    Asking,
    Attempts,
    Cancelling,
    Charging,
    Completed,
    Confirming,
    Freezing,
    Identifying,
    Ordering,
    Quoting,
    Recording,
    Refused,
    Retendering,
    Reversing,
    Revoking,
    Selling,
    Settling,
    State,
    Tendering,
)
from pos_app.domain.money import ZERO, Money
from pos_app.domain.product import Category, ChargeClass
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.sale import Deal, Sale
from pos_app.domain.tender import CardTender, CashTender, MobileTender
from pos_app.gui.commands import Command
from pos_app.gui.view_models.sale.derive import derive_sale_view
from pos_app.gui.view_models.sale.inputs import (
    Added,
    BookFailed,
    ClosingLater,
    Declined,
    Desk,
    GoodsClosed,
    NotNow,
    Panel,
    RecoveredAtStart,
    SaleInputs,
    Why,
    Work,
)
from pos_app.gui.view_models.sale.keys import why_not
from pos_app.gui.view_models.sale.view import Entry, Focus, SaleView, Stage, Tone
from pos_app.gui.view_models.ticket import Ticket
from pos_app.services.ports import Intent
from pos_app.services.recovery import Outcome
from pos_app.services.tasks import Task, Tried
from pos_app.wording import Language, Wording
from tests.doubles.clock import NOON
from tests.doubles.counter import (
    CREAM,
    REMEDY,
    SHOP,
    basket,
    by_account,
    cash_draft,
    insured,
    insured_draft,
    pay_code,
    payer,
    settlement,
    split,
)

GOODS = basket()
DRAFT = insured_draft(cash=550)
MSGID = "P51010000001202611211200000001"
SETTLED = settlement(DRAFT, MSGID)
PAYER = payer(by_account(GOODS, 550))
REFUSAL = Refusal(RefusalCode.CODE_EXPIRED)
DEAL = Deal(DRAFT, "1", MSGID, Money(550))
CHANGED = replace(DEAL, settlement=SETTLED)
CHARGED = replace(CHANGED, cash=ZERO, orders=(ChargeOrder("1", MobileTender(pay_code(), Money(550))),))
FAILED = replace(CHARGED, orders=())

STATES: dict[str, State] = {
    "empty": Selling(),
    "goods": Selling(GOODS),
    "refused": Refused(GOODS, REFUSAL),
    "identifying": Identifying(GOODS, 1),
    "quoting": Quoting(GOODS, insured(), 1),
    "tendering": Tendering(GOODS, PAYER),
    "own pay": Tendering(GOODS, None),
    "short": Tendering(GOODS, PAYER, Refusal(RefusalCode.CASH_SHORT)),
    "freezing": Freezing(DRAFT),
    "settling": Settling(DEAL),
    "recording": Recording(replace(DEAL, settlement=SETTLED)),
    "confirming": Confirming(DRAFT),
    "not confirmed": Confirming(DRAFT, Refusal(RefusalCode.PASSWORD_NEEDED)),
    "asking": Asking(DEAL),
    "reversing": Reversing(DEAL),
    "given up": Reversing(DEAL, Attempts(AUTOMATIC_TRIES)),
    "undo refused": Reversing(DEAL, Attempts(1, None, REFUSAL)),
    "waiting for the next try": Reversing(DEAL, Attempts(1, NOON)),
    "cancelling": Cancelling(CHANGED, REFUSAL),
    "cancel given up": Cancelling(CHANGED, REFUSAL, Attempts(AUTOMATIC_TRIES)),
    "part taken": Tendering(GOODS, PAYER, None, (CashTender(Money(100)),)),
    "ordering": Ordering(FAILED, CardTender(Money(550))),
    "charging": Charging(CHARGED),
    "customer pays": Charging(CHARGED, NOON, NOON),
    "stopping": Charging(CHARGED, NOON, NOON, is_stopping=True),
    "revoking": Revoking(CHARGED, REFUSAL),
    "charge failed": Retendering(FAILED, Refusal(RefusalCode.PAYMENT_REFUSED)),
    "completed": Completed(Sale("0126112100001", NOON, DRAFT, SETTLED)),
    "completed in cash": Completed(Sale("0126112100002", NOON, cash_draft(given=Money(5000)), None)),
}
WORDS = {language: Wording(language) for language in Language}
BUSY = {"identifying", "quoting", "freezing", "settling", "recording", "asking", "reversing", "revoking", "cancelling"}
BUSY |= {"ordering", "charging"}


def _view(
    state: State, desk: Desk | None = None, *, camera: str = "", language: Language = Language.ENGLISH
) -> SaleView:
    return derive_sale_view(SaleInputs(state, SHOP, desk or Desk(), camera), WORDS[language])


def _with(name: str, *, cash_text: str = "", ticket: Ticket | None = None) -> SaleView:
    work = Work.TILL if name in BUSY else Work.NONE
    return _view(STATES[name], Desk(work=work, cash_text=cash_text, ticket=ticket))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", STATES)
@pytest.mark.parametrize("panel", Panel)
@pytest.mark.parametrize("work", Work)
def test_every_state_can_be_shown_in_every_language(name: str, language: Language, panel: Panel, work: Work) -> None:
    has_line = name != "empty" or panel is not Panel.QUANTITY
    desk = Desk(panel=panel if has_line else Panel.NONE, work=work, query="gm", found=(REMEDY, CREAM))
    view = _view(STATES[name], desk, language=language)
    assert view.banner.message
    assert view.banner.next_step
    assert all(key.label for key in view.keys)


@pytest.mark.parametrize(
    ("name", "stage", "entry", "focus", "tone"),
    [
        ("empty", Stage.GOODS, Entry.SEARCH, Focus.SEARCH, Tone.PLAIN),
        ("goods", Stage.GOODS, Entry.SEARCH, Focus.SEARCH, Tone.PLAIN),
        ("refused", Stage.GOODS, Entry.SEARCH, Focus.SEARCH, Tone.BAD),
        ("identifying", Stage.GOODS, Entry.SEARCH, Focus.SEARCH, Tone.BUSY),
        ("quoting", Stage.GOODS, Entry.SEARCH, Focus.SEARCH, Tone.BUSY),
        ("tendering", Stage.GOODS, Entry.CASH, Focus.CASH, Tone.GOOD),
        ("own pay", Stage.GOODS, Entry.CASH, Focus.CASH, Tone.PLAIN),
        ("short", Stage.GOODS, Entry.CASH, Focus.CASH, Tone.BAD),
        ("freezing", Stage.GOODS, Entry.CASH, Focus.CASH, Tone.BUSY),
        ("settling", Stage.GOODS, Entry.CASH, Focus.CASH, Tone.BUSY),
        ("recording", Stage.GOODS, Entry.CASH, Focus.CASH, Tone.BUSY),
        ("reversing", Stage.UNKNOWN, Entry.SEARCH, Focus.UNKNOWN, Tone.WARN),
        ("given up", Stage.UNKNOWN, Entry.SEARCH, Focus.UNKNOWN, Tone.BAD),
        ("cancelling", Stage.UNKNOWN, Entry.SEARCH, Focus.UNKNOWN, Tone.WARN),
        ("cancel given up", Stage.UNKNOWN, Entry.SEARCH, Focus.UNKNOWN, Tone.BAD),
        ("completed", Stage.RESULT, Entry.SEARCH, Focus.RESULT, Tone.GOOD),
        ("completed in cash", Stage.RESULT, Entry.SEARCH, Focus.RESULT, Tone.GOOD),
    ],
)
def test_each_state_has_its_place(name: str, stage: Stage, entry: Entry, focus: Focus, tone: Tone) -> None:
    view = _with(name)
    assert (view.stage, view.entry.kind, view.focus, view.banner.tone) == (stage, entry, focus, tone)


@pytest.mark.parametrize(
    ("name", "amounts", "due"),
    [
        ("empty", ["0.00", "-", "-"], "¥0.00"),
        ("goods", ["35.50", "-", "-"], "¥35.50"),
        ("tendering", ["35.50", "0.00", "30.00"], "¥5.50"),
        ("own pay", ["35.50", "-", "-"], "¥35.50"),
        ("settling", ["35.50", "0.00", "30.00"], "¥5.50"),
        ("completed", ["35.50", "0.00", "30.00"], "¥5.50"),
        ("completed in cash", ["35.50", "0.00", "0.00"], "¥35.50"),
    ],
)
def test_the_sums_say_who_pays_as_far_as_it_is_known(name: str, amounts: list[str], due: str) -> None:
    sums = _with(name).sums
    assert ([row.amount for row in sums.rows], sums.due) == (amounts, due)


def test_a_family_account_has_a_row_of_its_own() -> None:
    whole = split(account=1000, shared=2000, cash=550)
    labels = [row.label for row in _view(Tendering(GOODS, payer(whole))).sums.rows]
    assert labels == ["Total", "Pooled fund", "Personal account", "Family account"]


def test_while_the_customer_is_asked_the_sums_already_say_what_the_family_would_pay() -> None:
    asking = _view(Agreeing(GOODS, payer(split(account=1000, shared=2000, cash=550))))
    assert [row.amount for row in asking.sums.rows] == ["35.50", "0.00", "10.00", "20.00"]
    assert asking.sums.due == "¥5.50"


def test_a_balance_that_the_region_hides_is_a_dash() -> None:
    hidden = replace(PAYER, insured=insured(balance=None))
    assert _view(Tendering(GOODS, hidden)).person.balance == "-"


def test_after_the_sale_the_balance_is_the_one_after_it() -> None:
    person = _with("completed").person
    assert (person.balance, person.balance_label) == (str(ZERO), "Balance afterwards")


def test_nobody_sees_a_whole_name_or_a_number() -> None:
    for name in STATES:
        shown = repr(_with(name))
        assert "李小明" not in shown
        assert insured().person_no not in shown
        assert insured().identity.credential not in shown


@pytest.mark.parametrize(
    ("text", "label", "change", "tone"),
    [
        ("10", "Change", "¥4.50", Tone.GOOD),
        ("5.50", "Change", "¥0.00", Tone.GOOD),
        ("5", "Missing", "¥0.50", Tone.BAD),
        ("", "Change", "-", Tone.PLAIN),
        ("ten", "Change", "-", Tone.PLAIN),
    ],
)
def test_the_change_is_live(text: str, label: str, change: str, tone: Tone) -> None:
    tender = _with("tendering", cash_text=text).tender
    assert tender is not None
    assert (tender.change_label, tender.change, tender.change_tone) == (label, change, tone)


def test_where_insurance_pays_all_no_cash_is_asked_for() -> None:
    view = _view(Tendering(GOODS, payer()), Desk(cash_text="0.00"))
    assert view.tender is not None
    assert view.tender.quick == ()
    assert "no cash is due" in view.banner.next_step


WITH_GOODS = {
    Command.SEARCH,
    Command.QUANTITY,
    Command.DISCOUNT,
    Command.REMOVE_LINE,
    Command.PARK,
    Command.SCAN,
    Command.PAY,
    Command.REFUND,
    Command.TASKS,
}


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("empty", {Command.SEARCH, Command.PARK, Command.REFUND, Command.TASKS}),
        ("goods", WITH_GOODS),
        ("refused", WITH_GOODS | {Command.BACK}),
        ("identifying", {Command.BACK}),
        ("tendering", {Command.SCAN, Command.CARD, Command.PAY, Command.BACK, Command.TASKS}),
        ("settling", set()),
        ("reversing", set()),
        ("given up", {Command.PAY, Command.TASKS}),
        ("completed", {Command.PAY, Command.BACK, Command.PARK, Command.REFUND, Command.TASKS}),
    ],
)
def test_keys_are_lit_only_where_they_do_something(name: str, offered: set[Command]) -> None:
    always = {
        Command.HELP,
        Command.PHONE,
        Command.SHIFT,
        Command.DRAWER,
        Command.DAY,
    }
    assert {key.command for key in _with(name).keys if key.is_enabled} == offered | always


@pytest.mark.parametrize("work", Work)
@pytest.mark.parametrize("panel", [Panel.NONE, Panel.TASKS, Panel.PARKED, Panel.TICKET])
@pytest.mark.parametrize("name", STATES)
def test_a_dim_key_says_in_a_sentence_why(name: str, panel: Panel, work: Work) -> None:
    """What `why_not` says is shown, in front of all that was shown before, and says which key was heard."""
    for language in Language:
        inputs = SaleInputs(STATES[name], SHOP, Desk(panel=panel, work=work))
        shown = derive_sale_view(inputs, WORDS[language])
        for key in shown.keys:
            why = why_not(key.command, inputs)
            assert (why is None) is key.is_enabled
            if why:
                notice = NotNow(key.command, why, type(inputs.state))
                told = derive_sale_view(replace(inputs, desk=replace(inputs.desk, notice=notice)), WORDS[language])
                assert key.key in told.banner.message
                assert told.banner != shown.banner


def test_a_busy_till_is_no_reason_any_more_when_it_is_free() -> None:
    notice = NotNow(Command.REFUND, Why.BUSY, Selling)
    for work, tone in ((Work.TILL, Tone.WARN), (Work.NONE, Tone.PLAIN)):
        assert _view(Selling(GOODS), Desk(work=work, notice=notice)).banner.tone is tone


@pytest.mark.parametrize(
    ("name", "label"),
    [("goods", "Pay"), ("tendering", "Confirm"), ("completed", "Next sale"), ("given up", "Ask again")],
)
def test_the_way_forward_says_where_it_leads(name: str, label: str) -> None:
    assert _with(name).keys[-1].label == label


@pytest.mark.parametrize("name", ["reversing", "cancelling", "given up", "cancel given up"])
def test_an_unknown_outcome_is_told_in_plain_words(name: str) -> None:
    unknown = _with(name).unknown
    assert unknown is not None
    assert len(unknown.explanation) == 3
    assert "No money is lost" in unknown.explanation[1]
    assert unknown.is_enabled is name.endswith("given up")


def test_an_unprinted_ticket_is_a_warning_and_the_sale_stands() -> None:
    for ticket, tone in ((None, Tone.WARN), (Ticket(b"png", "text"), Tone.GOOD)):
        result = _with("completed", ticket=ticket).result
        assert result is not None
        assert result.paper_tone is tone
        assert result.title == "Sale completed"
    assert _with("completed").statuses[2].tone is Tone.WARN


@pytest.mark.parametrize("name", ["reversing", "given up"])
def test_a_silent_platform_is_said_in_words(name: str) -> None:
    assert _with(name).statuses[0].text == "Platform silent"


def test_no_camera_is_a_sentence_and_a_camera_has_a_name() -> None:
    assert _with("goods").scan.hint.startswith("No camera: choose a picture")
    assert _view(Selling(GOODS), camera="Cam 1").statuses[1].text == "Cam 1"


def _recovered(*outcomes: Outcome) -> RecoveredAtStart:
    intent = Intent("1", MSGID, "p", Money(100), NOON - timedelta(days=1))
    return RecoveredAtStart(tuple(Tried(Task(intent), outcome) for outcome in outcomes))


@pytest.mark.parametrize(
    ("notice", "words", "tone"),
    [
        (Added(REMEDY, 2), "Added Ganmaoling Granules × 2", Tone.GOOD),
        (Declined(Refusal(RefusalCode.GOODS_UNKNOWN, "zz")), 'No goods match "zz".', Tone.BAD),
        (ClosingLater(), "Money is moving; the window closes by itself afterwards", Tone.WARN),
        (BookFailed("disk full"), "The till's book cannot be written: disk full", Tone.BAD),
        (_recovered(Outcome.REVERSED), "What was left unfinished last time is settled (1)", Tone.GOOD),
        (_recovered(Outcome.REVERSED, Outcome.STILL_UNKNOWN), "Of 2 left unfinished", Tone.WARN),
    ],
)
def test_news_is_told_with_what_to_do_next(notice: Added, words: str, tone: Tone) -> None:
    banner = _view(Selling(GOODS), Desk(notice=notice)).banner
    assert banner.message.startswith(words)
    assert banner.tone is tone


def test_goods_put_in_are_no_news_once_money_is_taken() -> None:
    assert "Added" not in _view(Tendering(GOODS, None), Desk(notice=Added(REMEDY, 1))).banner.message


def test_closed_goods_are_no_news_once_goods_are_open_again() -> None:
    told = _view(Tendering(GOODS, None), Desk(notice=GoodsClosed())).banner
    assert told.message == "Payment has begun, goods cannot be changed now"
    assert told.tone is Tone.WARN
    assert _view(Refused(GOODS, REFUSAL), Desk(notice=GoodsClosed())).banner.message.startswith("This code has expired")


def test_what_was_declined_while_money_moved_hides_nothing_that_came_of_it() -> None:
    declined = Desk(notice=Declined(Refusal(RefusalCode.NO_CODE), Charging))
    assert _view(Charging(CHARGED, NOON, NOON), declined).banner.tone is Tone.BAD
    assert _view(Completed(Sale("1", NOON, DRAFT, SETTLED)), declined).banner.tone is Tone.GOOD


def test_lines_say_name_class_and_what_the_account_may_not_pay() -> None:
    view = _view(Selling(basket((REMEDY, 2), (CREAM, 1))))
    remedy, cream = view.lines
    assert (remedy.name, remedy.quantity, remedy.price, remedy.amount) == ("Ganmaoling Granules", "2", "12.80", "25.60")
    assert [tag.text for tag in remedy.tags] == ["OTC"]
    assert [tag.text for tag in cream.tags] == ["Cosmetic · not from the account"]
    assert _view(Selling(basket((REMEDY, 1))), language=Language.CHINESE).lines[0].name == "感冒灵颗粒"


def test_the_last_line_is_chosen_until_another_is() -> None:
    lines = basket((REMEDY, 1), (CREAM, 1))
    assert _view(Selling(lines)).selected == 1
    assert _view(Selling(lines), Desk(selected_code=REMEDY.code)).selected == 0
    assert _view(Selling(EMPTY)).selected == -1


@pytest.mark.parametrize("category", Category)
@pytest.mark.parametrize(("charge_class", "letter"), [("01", "甲"), ("02", "乙"), ("03", "丙")])
def test_a_line_has_the_letter_that_its_ticket_prints(category: Category, charge_class: str, letter: str) -> None:
    goods = basket((replace(REMEDY, category=category, charge_class=ChargeClass(charge_class)), 1))
    view = derive_sale_view(SaleInputs(Selling(goods), SHOP), Wording(Language.CHINESE))
    assert [line.charge_class for line in view.lines] == [letter]
