"""An honest insurance platform in memory: it keeps every promise of `services.ports.InsurancePlatform`.

An answered msgid is answered the same for ever, a reversal of a msgid that never came leaves a tombstone, a voucher is
used up by the first decode, and what was moved can be asked at any time.
"""

from dataclasses import dataclass, field, replace

from pos_app.domain.basket import Basket
from pos_app.domain.code import VoucherCode
from pos_app.domain.money import ZERO, Money
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.sale import SaleDraft
from pos_app.domain.settlement import Done, Insured, NoAnswer, NotSettled, Quote, Settlement
from pos_app.domain.split import Split
from tests.doubles.clock import NOON
from tests.doubles.counter import insured


@dataclass(slots=True)
class _Account:
    person: Insured
    balance: Money
    fund_percent: int


@dataclass(frozen=True, slots=True)
class _Answered:
    """What a msgid asked for, and what it will always be told."""

    asked: tuple[str, SaleDraft]
    answer: Settlement | Refusal


@dataclass(slots=True)
class HonestPlatform:
    """Accounts, vouchers and every settlement that was ever made."""

    refuse_next: RefusalCode | None = None
    refuse_cancelling: RefusalCode | None = None
    asks_password: bool = False
    family: Money = ZERO
    """What relatives share with everybody, after the own account and where the customer wants it."""
    times_moved: dict[str, int] = field(default_factory=dict)
    _accounts: dict[str, _Account] = field(default_factory=dict)
    _fresh: dict[str, str] = field(default_factory=dict)
    _used: set[str] = field(default_factory=set)
    _answered: dict[str, _Answered] = field(default_factory=dict)
    _undone: set[str] = field(default_factory=set)
    _tombstones: set[str] = field(default_factory=set)
    _cancelled: dict[str, Done] = field(default_factory=dict)

    def insure(self, person_no: str, balance: Money, *, fund_percent: int = 0) -> None:
        self._accounts[person_no] = _Account(insured(person_no, balance), balance, fund_percent)

    def issue(self, person_no: str, code: VoucherCode) -> VoucherCode:
        """Show a fresh code on somebody's phone."""
        self._fresh[code.text] = person_no
        return code

    def balance_of(self, person_no: str) -> Money:
        return self._accounts[person_no].balance

    def pay_in(self, person_no: str, amount: Money) -> None:
        self._accounts[person_no].balance += amount

    def spend_elsewhere(self, person_no: str, amount: Money) -> None:
        """Let another pharmacy take from the account, as far as it goes."""
        account = self._accounts[person_no]
        account.balance -= min(amount, account.balance)

    def standing(self) -> dict[str, Split]:
        """Give what was settled and neither reversed nor cancelled, by msgid."""
        return {
            msgid: known.answer.split
            for msgid, known in self._answered.items()
            if isinstance(known.answer, Settlement) and msgid not in self._undone
        }

    def identify(self, code: VoucherCode) -> Insured | Refusal | NoAnswer:
        if code.text in self._used:
            return Refusal(RefusalCode.CODE_USED)
        if code.text not in self._fresh:
            return Refusal(RefusalCode.CODE_UNKNOWN)
        self._used.add(code.text)
        account = self._accounts[self._fresh[code.text]]
        return replace(account.person, balance=account.balance)

    def quote(self, insured: Insured, basket: Basket) -> Quote | Refusal | NoAnswer:
        return self._refusal() or Quote(self._split(insured, basket.total), asks_password=self.asks_password)

    def settle(self, msgid: str, draft: SaleDraft, sale_no: str) -> Settlement | Refusal | NoAnswer:
        known = self._answered.get(msgid)
        if known:
            return known.answer if known.asked == (sale_no, draft) else Refusal(RefusalCode.MSGID_REUSED)
        if msgid in self._tombstones:
            return Refusal(RefusalCode.TRADE_REVERSED)
        answer = self._refusal() or self._move(msgid, draft)
        self._answered[msgid] = _Answered((sale_no, draft), answer)
        return answer

    def ask(self, msgid: str, insured: Insured) -> Settlement | NotSettled | Refusal | NoAnswer:
        known = self._answered.get(msgid)
        if known is None or not isinstance(known.answer, Settlement) or msgid in self._undone:
            return NotSettled()
        if insured.person_no not in self._accounts:
            return Refusal(RefusalCode.PERSON_UNKNOWN)
        return known.answer

    def cancel(self, msgid: str, person_no: str, settlement: Settlement) -> Done | Refusal | NoAnswer:
        if msgid in self._cancelled:
            return self._cancelled[msgid]
        if self.refuse_cancelling is not None:
            return Refusal(self.refuse_cancelling)
        known = self._answered.get(settlement.msgid)
        if known is None or not isinstance(known.answer, Settlement) or _numbers(known.answer) != _numbers(settlement):
            return Refusal(RefusalCode.SETTLEMENT_UNKNOWN)
        if settlement.msgid in self._undone:
            return Refusal(RefusalCode.SETTLEMENT_CANCELLED)
        self._give_back(person_no, settlement)
        self._cancelled[msgid] = Done(f"C{settlement.settlement_id}")
        return self._cancelled[msgid]

    def reverse(self, msgid: str, person_no: str) -> Done | Refusal | NoAnswer:
        known = self._answered.get(msgid)
        if known is None:
            self._tombstones.add(msgid)
        elif isinstance(known.answer, Settlement) and msgid not in self._undone:
            self._give_back(person_no, known.answer)
        return Done(msgid)

    def _refusal(self) -> Refusal | None:
        code, self.refuse_next = self.refuse_next, None
        return Refusal(code) if code else None

    def _move(self, msgid: str, draft: SaleDraft) -> Settlement:
        if draft.payer is None:
            raise AssertionError("a sale without a voucher came to the platform")
        account = self._accounts[draft.payer.insured.person_no]
        split = self._split(draft.payer.insured, draft.basket.total)
        account.balance -= split.account
        self.family -= split.shared
        self.times_moved[msgid] = self.times_moved.get(msgid, 0) + 1
        return Settlement(
            msgid=msgid,
            settlement_id=f"S{msgid}",
            visit_id=f"V{msgid}",
            split=split,
            balance=account.balance,
            settled_at=NOON,
        )

    def _give_back(self, person_no: str, settlement: Settlement) -> None:
        self._accounts[person_no].balance += settlement.split.account
        self.family += settlement.split.shared
        self._undone.add(settlement.msgid)

    def _split(self, who: Insured, total: Money) -> Split:
        account = self._accounts[who.person_no]
        fund = Money(total.fen * account.fund_percent // 100)
        own = min(account.balance, total - fund)
        shared = min(self.family, total - fund - own) if who.wants_shared else ZERO
        return Split(fund=fund, account=own, shared=shared, cash=total - fund - own - shared)


def _numbers(settlement: Settlement) -> tuple[str, str]:
    """Give what a cancellation says of the settlement it undoes."""
    return settlement.settlement_id, settlement.visit_id
