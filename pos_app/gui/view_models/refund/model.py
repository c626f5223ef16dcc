"""The refund dialog's view model: finds, plans and gives back on the till's worker, shows what came of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias, assert_never

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.basket import EMPTY, Basket
from pos_app.domain.code import ReceiptCode, ScannedCode, classify
from pos_app.domain.product import Product
from pos_app.domain.refund import PastSale, RefundPlan, SoldLine
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.staff import Action, Approval, Credentials
from pos_app.gui.jobs import Err, JobRunner, Result
from pos_app.gui.translation import Translation
from pos_app.gui.view_models.paged import PagedViewModel
from pos_app.gui.view_models.refund.view import GivenBackSlip, Page, RefundInputs, RefundView, derive_refund_view
from pos_app.gui.view_models.ticket import Ticket, ticket_of
from pos_app.services.refunds import Refunded, RefundEnd, RefundPending, Refunds, rest_of


@dataclass(frozen=True, slots=True)
class _Ended:
    """What came of a try, what the customer keeps to be sold anew, and the paper."""

    end: RefundEnd
    rest: Basket
    ticket: Ticket | None = None


_Found: TypeAlias = PastSale | Refusal
LetPass: TypeAlias = Callable[[Action, str, Credentials | None], Approval | Refusal | None]


class RefundViewModel(PagedViewModel[RefundInputs, RefundView]):
    """`rest_left` brings what the customer keeps of an insured sale, to be the till's bill."""

    rest_left = Signal(object)

    def __init__(
        self,
        *,
        refunds: Refunds,
        let_pass: LetPass,
        product: Callable[[str], Product | None],
        jobs: JobRunner,
        translation: Translation,
        has_bill: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(RefundInputs(), derive_refund_view, jobs=jobs, translation=translation, parent=parent)
        self._refunds = refunds
        self._let_pass = let_pass
        self._product = product
        self._has_bill = has_bill

    @Slot()
    def begin(self) -> None:
        """Begin with no sale."""
        if not self.is_busy:
            super().withdraw()
            self._know(RefundInputs())

    @Slot(str)
    def find(self, text: str) -> None:
        """Look a sale up by its number or the text of the code on its ticket."""
        code = classify(text.strip())
        sale_no = code.sale_no if isinstance(code, ReceiptCode) else text.strip()
        if sale_no and not self.is_busy:
            super().withdraw()
            self._know(RefundInputs(is_busy=True))
            self._jobs.run(lambda: self._refunds.find(sale_no), self._show_found)

    def take_code(self, code: ScannedCode) -> None:
        """Take what was scanned while the dialog is open: a ticket's code, or nothing."""
        if isinstance(code, ReceiptCode):
            self.find(code.sale_no)
        elif not self.is_busy:
            self._know(replace(self._inputs, refusal=Refusal(RefusalCode.RECEIPT_CODE_WANTED)))

    @Slot(int, int)
    def change(self, number: int, step: int) -> None:
        """Let one more or one fewer pack of a line go back."""
        line = next((line for line in self._lines if line.number == number), None)
        if line is not None and self._may_change:
            quantity = min(max(self._inputs.wanted.get(number, 0) + step, 0), line.left)
            wanted = {**self._inputs.wanted, number: quantity}
            self._know(replace(self._inputs, wanted=wanted, refusal=None, fault=""))

    @Slot()
    def give(self) -> None:
        """Give back what is shown, once: what comes while it is on its way, or afterwards, changes nothing."""
        plan = self._inputs.plan
        if plan is not None:
            self._run(plan, None)

    @Slot()
    def withdraw(self) -> None:
        """Let go of what waited for a manager, and say that nothing was given back."""
        if self._unapproved is not None:
            super().withdraw()
            self._know(replace(self._inputs, refusal=Refusal(RefusalCode.APPROVAL_NEEDED)))

    @property
    def _may_change(self) -> bool:
        return self._inputs.page is Page.LINES and not self.is_busy

    @property
    def _lines(self) -> tuple[SoldLine, ...]:
        return self._inputs.sale.lines if self._inputs.sale else ()

    def _show_found(self, result: Result[_Found]) -> None:
        if isinstance(result, Err):
            self._start_over(result.fault)
            return
        match result.value:
            case Refusal() as refusal:
                self._know(RefundInputs(refusal=refusal))
            case PastSale(left=()) as sale:
                self._know(RefundInputs(refusal=Refusal(RefusalCode.ALL_RETURNED, sale.sale_no)))
            case PastSale() as sale:
                wanted = {line.number: line.left for line in sale.left}
                products = {line.number: self._product(line.code) for line in sale.lines}
                specs = {number: product.spec for number, product in products.items() if product}
                self._know(RefundInputs(page=Page.LINES, sale=sale, wanted=wanted, specs=specs))
            case found:
                assert_never(found)

    def _run(self, plan: RefundPlan, manager: Credentials | None) -> None:
        if not self._may_change:
            return
        if plan.kept and self._has_bill():
            self._know(replace(self._inputs, refusal=Refusal(RefusalCode.REST_NEEDS_EMPTY_BILL)))
            return
        self._know(replace(self._inputs, is_busy=True, refusal=None, fault=""))
        self._jobs.run(lambda: self._carry_out(plan, manager), lambda result: self._end(plan, result))

    def _carry_out(self, plan: RefundPlan, manager: Credentials | None) -> _Ended:
        rest = rest_of(plan, self._product)
        if isinstance(rest, Refusal):
            return _Ended(rest, EMPTY)
        approval = self._let_pass(Action.REFUND, plan.sale.sale_no, manager)
        if isinstance(approval, Refusal):
            return _Ended(approval, rest)
        end = self._refunds.run(plan, approval, rest)
        return _Ended(end, rest, ticket_of(end.paper) if isinstance(end, Refunded) else None)

    def _end(self, plan: RefundPlan, result: Result[_Ended]) -> None:
        if isinstance(result, Err):
            self._start_over(result.fault)
            return
        ended, still = result.value, replace(self._inputs, is_busy=False)
        match ended.end:
            case Refusal(code=RefusalCode.APPROVAL_NEEDED):
                self._know(still)
                words = self._translation.say("refund.approve", sale=plan.sale.sale_no, amount=plan.total)
                self._ask_manager(words, partial(self._run, plan))
            case Refusal() as refusal:
                self._know(replace(still, refusal=refusal))
            case RefundPending(refund_no):
                self._know(RefundInputs(page=Page.DONE, sale=plan.sale, pending=refund_no))
            case Refunded(slip):
                has_rest = bool(ended.rest.lines)
                self._know(RefundInputs(page=Page.DONE, done=GivenBackSlip(slip, ended.ticket, has_rest)))
                if has_rest:
                    self.rest_left.emit(ended.rest)
            case end:
                assert_never(end)

    def _start_over(self, fault: Exception) -> None:
        """Say a fault of the environment; the sale must be looked up again, for nobody knows what was written."""
        self._fail(fault, RefundInputs(fault=str(fault)))
