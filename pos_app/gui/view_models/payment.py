"""Confirming a payment on the customer's phone: the password goes to the platform and is kept nowhere here."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.money import Money
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.voucher import PaymentConsent
from pos_app.faults import Fault
from pos_app.gui.jobs import Err, JobRunner, Ok, Result
from pos_app.gui.ports import CustomerPhone
from pos_app.gui.translation import Translation
from pos_app.gui.view_models.phone import PhoneViewModel


@dataclass(frozen=True, slots=True)
class PaymentView:
    """What the phone asks of its owner; nothing while `is_asked` is False."""

    is_asked: bool
    title: str
    hint: str
    confirm: str
    message: str
    is_enabled: bool


class PaymentViewModel(QObject):
    """`confirmed` once the platform has taken the password; a refusal is said on the phone, never at the till."""

    changed = Signal()
    confirmed = Signal()

    def __init__(
        self, *, phone: CustomerPhone, jobs: JobRunner, holder: PhoneViewModel, translation: Translation
    ) -> None:
        super().__init__()
        self._phone = phone
        self._jobs = jobs
        self._holder = holder
        self._translation = translation
        self._amount: Money | None = None
        self._refusal: Refusal | None = None
        self._is_busy = False
        self.view = self._derive()
        translation.changed.connect(self._tell)

    def ask(self, amount: Money | None) -> None:
        """Ask for the password for an amount; None when nothing is to be confirmed any more."""
        if amount != self._amount:
            self._amount, self._refusal = amount, None
            self._tell()

    def confirm(self, password: str) -> None:
        if self._amount is None or self._is_busy or not password:
            return
        person, member = self._holder.person_and_member
        self._is_busy, self._refusal = True, None
        self._tell()
        self._jobs.run(lambda: self._phone.confirm_payment(person, password, member=member), self._take)

    def _take(self, result: Result[PaymentConsent | Refusal]) -> None:
        self._is_busy = False
        match result:
            case Ok(Refusal() as refusal):
                self._refusal = refusal
            case Ok():
                self.confirmed.emit()
            case Err(Fault()):
                self._refusal = Refusal(RefusalCode.PLATFORM_SILENT)
            case Err(fault):
                raise fault
        self._tell()

    @Slot()
    def _tell(self) -> None:
        view = self._derive()
        if view != self.view:
            self.view = view
            self.changed.emit()

    def _derive(self) -> PaymentView:
        say = self._translation.say
        refusal = self._refusal
        return PaymentView(
            is_asked=self._amount is not None,
            title=say("phone.payment.title", amount=self._amount or ""),
            hint=say("phone.payment.hint"),
            confirm=say("phone.payment.busy" if self._is_busy else "phone.payment.confirm"),
            message=say(f"refusal.{refusal.code}.message", detail=refusal.detail) if refusal else "",
            is_enabled=not self._is_busy,
        )
