"""A state and an event of every kind, by name: what the tests of the checkout walk through."""

from dataclasses import replace
from datetime import timedelta

from pos_app.domain.basket import EMPTY
from pos_app.domain.charge import POLL_EVERY, ChargeOrder, OrderUnknown, Paid, PaidCharge, UserPaying
from pos_app.domain.checkout import events, states
from pos_app.domain.checkout.events import Event
from pos_app.domain.checkout.states import AUTOMATIC_TRIES, Attempts, State
from pos_app.domain.money import ZERO, Money
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.sale import Deal, Payer, Sale, SaleDraft
from pos_app.domain.settlement import NoAnswer, Quote
from pos_app.domain.tender import CardTender, CashTender, MobileTender
from tests.doubles.clock import NOON
from tests.doubles.counter import REMEDY, basket, by_account, insured, pay_code, settlement, split, voucher

GOODS = basket()
OTHER_GOODS = basket((REMEDY, 9))
GIVEN_AWAY = basket((REMEDY, 1)).with_price(REMEDY.code, ZERO)
INSURED = insured()
QUOTE = Quote(by_account(GOODS, cash=550))
PAYER = Payer(INSURED, QUOTE)
SHARING_PAYER = Payer(INSURED, Quote(split(account=GOODS.total.fen - 550, shared=550)))
ASKING_PAYER = Payer(INSURED, replace(QUOTE, asks_password=True))
GIVEN = GOODS.total  # enough for either tender
CASH = (CashTender(GIVEN),)
BY_CASH = SaleDraft(GOODS, None, CASH)
BY_INSURANCE = SaleDraft(GOODS, PAYER, CASH)
CONFIRMED_BY_PHONE = SaleDraft(GOODS, ASKING_PAYER, CASH)
MIXED_TENDERS = (CashTender(Money(100)), MobileTender(pay_code(), Money(200)), CardTender(Money(250)))
MIXED = SaleDraft(GOODS, PAYER, MIXED_TENDERS)
BY_CODE = SaleDraft(GOODS, None, (MobileTender(pay_code(), GOODS.total),))
SALE_NO = "0126112100001"
MSGID = "P51010000001202611211200000001"
LATE = "P51010000001202611211159590000"
ORDER, NEXT_ORDER = f"{SALE_NO}12000001", f"{SALE_NO}12000002"
NEW_ORDER = f"{SALE_NO}12000003"
SETTLED = settlement(BY_INSURANCE, MSGID)
SETTLED_OTHERWISE = replace(SETTLED, split=by_account(GOODS, cash=551))
CASH_SALE = Sale(SALE_NO, NOON, BY_CASH, None)
NO = Refusal(RefusalCode.ACCOUNT_FROZEN)
EARLIER_NO = Refusal(RefusalCode.NO_CODE)
PAY_NO = Refusal(RefusalCode.PAYMENT_REFUSED)
ABANDONED = Refusal(RefusalCode.SALE_ABANDONED)
LAST = AUTOMATIC_TRIES - 1
EARLY, LATER, MUCH_LATER = (NOON + timedelta(seconds=seconds) for seconds in (1, 16, 61))
PAID = Paid(ORDER, "SIM", NOON)

FRESH = Deal(BY_INSURANCE, SALE_NO, MSGID, GIVEN)
SETTLED_DEAL = replace(FRESH, settlement=SETTLED)
SPLIT_DEAL = replace(FRESH, settlement=SETTLED_OTHERWISE)
ORDERS = (ChargeOrder(ORDER, MIXED_TENDERS[1]), ChargeOrder(NEXT_ORDER, MIXED_TENDERS[2]))
MIXED_DEAL = Deal(MIXED, SALE_NO, MSGID, Money(100), ORDERS)
SETTLED_MIX = replace(MIXED_DEAL, settlement=SETTLED)
ALONE = ChargeOrder(ORDER, BY_CODE.tenders[0])  # type: ignore[arg-type]  # no cash
CODE_DEAL = Deal(BY_CODE, SALE_NO, "", ZERO, (ALONE,))
REFUSED_CODE = replace(CODE_DEAL, orders=())
HALF_PAID = replace(SETTLED_MIX, orders=(), paid=(PaidCharge(ORDERS[0], PAID),))
GIVEN_UP = Attempts(AUTOMATIC_TRIES)
WAITING = Attempts(1, EARLY)

STATES: dict[str, State] = {
    "selling, empty": states.Selling(),
    "selling": states.Selling(GOODS),
    "selling at nothing": states.Selling(GIVEN_AWAY),
    "refused, empty": states.Refused(EMPTY, EARLIER_NO),
    "refused": states.Refused(GOODS, EARLIER_NO),
    "identifying": states.Identifying(GOODS, 7),
    "quoting": states.Quoting(GOODS, INSURED, 7),
    "agreeing": states.Agreeing(GOODS, SHARING_PAYER),
    "tendering cash": states.Tendering(GOODS, None),
    "tendering": states.Tendering(GOODS, PAYER),
    "tendering, part taken": states.Tendering(GOODS, PAYER, None, MIXED_TENDERS[:1]),
    "tendering, nothing due": states.Tendering(GOODS, Payer(INSURED, Quote(by_account(GOODS)))),
    "tendering, given away": states.Tendering(GIVEN_AWAY, None),
    "tendering, password": states.Tendering(GOODS, ASKING_PAYER),
    "confirming": states.Confirming(CONFIRMED_BY_PHONE),
    "freezing cash": states.Freezing(BY_CASH),
    "freezing": states.Freezing(BY_INSURANCE),
    "freezing code": states.Freezing(BY_CODE),
    "settling": states.Settling(FRESH),
    "settling a mix": states.Settling(MIXED_DEAL),
    "asking": states.Asking(FRESH),
    "asking, waiting": states.Asking(FRESH, WAITING),
    "asking, given up": states.Asking(FRESH, GIVEN_UP),
    "reversing": states.Reversing(FRESH),
    "reversing, last try": states.Reversing(FRESH, Attempts(LAST)),
    "reversing, waiting": states.Reversing(FRESH, WAITING),
    "reversing, given up": states.Reversing(FRESH, GIVEN_UP),
    "reversing, refused": states.Reversing(FRESH, Attempts(1, None, NO)),
    "charging": states.Charging(SETTLED_MIX),
    "charging, customer pays": states.Charging(SETTLED_MIX, NOON, NOON + POLL_EVERY),
    "charging, asked": states.Charging(SETTLED_MIX, NOON),
    "charging, stopping": states.Charging(SETTLED_MIX, NOON, None, is_stopping=True),
    "charging a code": states.Charging(CODE_DEAL),
    "revoking": states.Revoking(SETTLED_MIX, PAY_NO),
    "revoking, waiting": states.Revoking(SETTLED_MIX, PAY_NO, WAITING),
    "revoking, given up": states.Revoking(SETTLED_MIX, PAY_NO, GIVEN_UP),
    "retendering": states.Retendering(HALF_PAID, PAY_NO),
    "retendering code": states.Retendering(REFUSED_CODE, PAY_NO),
    "ordering": states.Ordering(HALF_PAID, CardTender(Money(250))),
    "cancelling": states.Cancelling(SPLIT_DEAL, NO),
    "cancelling a charge": states.Cancelling(HALF_PAID, ABANDONED),
    "cancelling, last try": states.Cancelling(SPLIT_DEAL, NO, Attempts(LAST)),
    "cancelling, given up": states.Cancelling(SPLIT_DEAL, NO, GIVEN_UP),
    "recording cash": states.Recording(Deal(BY_CASH, SALE_NO, "", GIVEN)),
    "recording": states.Recording(SETTLED_DEAL),
    "completed": states.Completed(CASH_SALE),
}

EVENTS: dict[str, Event] = {
    "goods": events.BasketChanged(OTHER_GOODS),
    "voucher": events.VoucherScanned(voucher(), 8),
    "identified": events.PersonIdentified(7, INSURED),
    "identified, another attempt": events.PersonIdentified(6, INSURED),
    "quoted": events.QuoteArrived(7, QUOTE),
    "quoted, another attempt": events.QuoteArrived(6, QUOTE),
    "quoted, another total": events.QuoteArrived(7, Quote(split(account=1))),
    "quoted, family shares": events.QuoteArrived(7, SHARING_PAYER.quote),
    "family agreed": events.SharedAgreed(),
    "family declined": events.SharedDeclined(8),
    "failed": events.AttemptFailed(7, NO),
    "failed, another attempt": events.AttemptFailed(6, NO),
    "cash chosen": events.CashChosen(),
    "cash": events.CashGiven(GIVEN),
    "cash, a part": events.CashGiven(Money(100)),
    "cash, none": events.CashGiven(ZERO),
    "code": events.PayCodeScanned(pay_code(2)),
    "card": events.CardChosen(),
    "card, too much": events.CardChosen(Money(99_999)),
    "confirmed": events.CustomerConfirmed(),
    "frozen": events.DraftFrozen(SALE_NO, MSGID),
    "frozen, no msgid": events.DraftFrozen(SALE_NO, ""),
    "frozen, with an order": events.DraftFrozen(SALE_NO, "", (ORDER,)),
    "settled": events.SettlementArrived(SETTLED),
    "settled, another split": events.SettlementArrived(SETTLED_OTHERWISE),
    "settled, another msgid": events.SettlementArrived(replace(SETTLED, msgid=LATE)),
    "settle refused": events.SettlementRefused(MSGID, NO),
    "settle refused, password": events.SettlementRefused(MSGID, Refusal(RefusalCode.PASSWORD_NEEDED)),
    "settle refused, another msgid": events.SettlementRefused(LATE, NO),
    "not found": events.SettlementNotFound(MSGID),
    "not found, another msgid": events.SettlementNotFound(LATE),
    "unknown": events.OutcomeUnknown(MSGID, NOON),
    "unknown, another msgid": events.OutcomeUnknown(LATE, NOON),
    "undo refused": events.UndoRefused(MSGID, NO),
    "undo refused, another msgid": events.UndoRefused(LATE, NO),
    "reversed": events.ReversalConfirmed(MSGID),
    "reversed, another msgid": events.ReversalConfirmed(LATE),
    "cancelled": events.CancellationConfirmed(MSGID),
    "cancelled, another msgid": events.CancellationConfirmed(LATE),
    "begun": events.ChargeBegun(NEW_ORDER),
    "charged": events.ChargeAnswered(ORDER, PAID, NOON, EARLY),
    "charge refused": events.ChargeAnswered(ORDER, PAY_NO, NOON, EARLY),
    "charge unanswered": events.ChargeAnswered(ORDER, NoAnswer("lost"), NOON, EARLY),
    "customer pays": events.ChargeAnswered(ORDER, UserPaying(), NOON, EARLY),
    "charged, another order": events.ChargeAnswered(NEW_ORDER, PAID, NOON, EARLY),
    "found paid": events.ChargeFound(ORDER, PAID, EARLY),
    "found refused": events.ChargeFound(ORDER, PAY_NO, EARLY),
    "found waiting": events.ChargeFound(ORDER, UserPaying(), EARLY),
    "found waiting, later": events.ChargeFound(ORDER, UserPaying(), LATER),
    "found waiting, much later": events.ChargeFound(ORDER, UserPaying(), MUCH_LATER),
    "found unknown": events.ChargeFound(ORDER, OrderUnknown(), EARLY),
    "found unknown, later": events.ChargeFound(ORDER, OrderUnknown(), LATER),
    "found, another order": events.ChargeFound(NEW_ORDER, PAID, MUCH_LATER),
    "revoked": events.ChargeRevoked(ORDER),
    "revoked, another order": events.ChargeRevoked(NEW_ORDER),
    "revocation unknown": events.RevocationUnknown(ORDER, NOON),
    "revocation refused": events.RevocationRefused(ORDER, NO),
    "recorded": events.SaleRecorded(CASH_SALE),
    "recorded, another sale": events.SaleRecorded(replace(CASH_SALE, sale_no="0126112100002")),
    "said no": events.SaidNo(NO),
    "abandoned": events.Abandoned(),
    "tried again": events.TriedAgain(),
    "time, too early": events.TimePassed(NOON),
    "time": events.TimePassed(MUCH_LATER),
    "next": events.NextCustomer(),
}
