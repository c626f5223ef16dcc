"""The customer's phone as a view model: asks for codes off the GUI thread and keeps one fresh on the screen."""

from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.refusal import Refusal
from pos_app.domain.voucher import PhoneOwner
from pos_app.faults import Fault
from pos_app.gui.jobs import Err, JobRunner, Ok, Result
from pos_app.gui.ports import CustomerPhone
from pos_app.gui.translation import Translation
from pos_app.gui.view_models.phone_view import (
    CHANNELS,
    KINDS,
    WALLETS,
    Asking,
    Deed,
    PhoneInputs,
    PhoneView,
    Showing,
    Unreachable,
    derive_phone_view,
    seconds_left,
)
from pos_app.services.ports import Clock


class PhoneViewModel(QObject):
    """Slots take what a thumb does; `view` is swapped before `changed` is emitted."""

    changed = Signal()
    shown_to_scanner = Signal(bytes)

    def __init__(self, *, phone: CustomerPhone, jobs: JobRunner, clock: Clock, translation: Translation) -> None:
        super().__init__()
        self._phone = phone
        self._jobs = jobs
        self._clock = clock
        self._translation = translation
        self._inputs = PhoneInputs(translation.wording, clock.now())
        self._question = 0
        self._shall_hand_over = False
        self.view: PhoneView = derive_phone_view(self._inputs)
        translation.changed.connect(self._speak)

    @property
    def person_and_member(self) -> tuple[str, str | None]:
        """Give whose phone it is, and for whom of the family it is held up."""
        return self._inputs.owner.person_id, self._inputs.member

    @Slot()
    def wake(self) -> None:
        """Come to the front: a code that died while nobody looked is replaced, a living one is kept."""
        if self._living() is None:
            self.renew()
        else:
            self.tick()

    @Slot()
    def tick(self) -> None:
        """Let time pass; a code whose minute is over is replaced by itself."""
        now = self._clock.now()
        if isinstance(self._inputs.on_screen, Showing):
            self._change(replace(self._inputs, now=now))
            if self._living() is None:
                self.renew()

    @Slot()
    def renew(self) -> None:
        self._ask(self._inputs)

    @Slot(int)
    def choose_owner(self, index: int) -> None:
        if index != self._inputs.owner_index and 0 <= index < len(self._inputs.people):
            self._ask(replace(self._inputs, owner_index=index, member=None))

    @Slot(int)
    def choose_face(self, index: int) -> None:
        """Show the code of the owner (0) or of one of her family."""
        member = self._inputs.owner.family[index - 1].person_id if index else None
        if member != self._inputs.member:
            self._ask(replace(self._inputs, member=member))

    @Slot(int)
    def choose_kind(self, index: int) -> None:
        """Show another kind of voucher, or with the last one a pay code."""
        if index == self.view.kinds.chosen:
            return
        if index == len(KINDS):
            self._ask(replace(self._inputs, wallet=WALLETS[0]))
        else:
            self._ask(replace(self._inputs, kind=KINDS[index], wallet=None))

    @Slot(int)
    def choose_channel(self, index: int) -> None:
        """Show the code of another wallet, or open the certificate through another channel."""
        if index == self.view.channels.chosen:
            return
        chosen = {"wallet": WALLETS[index]} if self._inputs.wallet else {"channel": CHANNELS[index]}
        self._ask(replace(self._inputs, **chosen))

    @Slot()
    def toggle_digits(self) -> None:
        self._change(replace(self._inputs, are_digits_shown=not self._inputs.are_digits_shown))

    @Slot()
    def toggle_enlarged(self) -> None:
        self._change(replace(self._inputs, is_enlarged=not self._inputs.is_enlarged))

    def note(self, deed: Deed, detail: str = "") -> None:
        """Say what became of copying or saving the picture."""
        self._change(replace(self._inputs, deed=deed, deed_detail=detail))

    @Slot()
    def show_to_scanner(self) -> None:
        """Hold the phone up. A code that was held up before may be spent, so it is renewed first, as a person would."""
        showing = self._living()
        if showing is not None and not self._inputs.was_handed_over:
            self._hand_over(showing)
        elif isinstance(self._inputs.on_screen, Showing):
            self.renew()
            self._shall_hand_over = True

    @Slot()
    def _speak(self) -> None:
        self._change(replace(self._inputs, wording=self._translation.wording))

    def _living(self) -> Showing | None:
        on_screen = self._inputs.on_screen
        if isinstance(on_screen, Showing) and seconds_left(on_screen.code, self._clock.now()) > 0:
            return on_screen
        return None

    def _ask(self, inputs: PhoneInputs) -> None:
        """Fetch the code that is chosen now; the answer to an earlier question will be thrown away."""
        self._question += 1
        question = self._question
        self._shall_hand_over = False
        now = self._clock.now()
        asking = replace(inputs, on_screen=Asking(), now=now, was_handed_over=False, deed=None, is_enlarged=False)
        self._change(asking)
        self._jobs.run(lambda: self._fetch(inputs), lambda result: self._take(question, result))

    def _fetch(self, inputs: PhoneInputs) -> "_Fetched":
        """Ask, on the worker. The people are asked again each time, for a sale changes their balances."""
        people = self._phone.people()
        if not people:
            raise AssertionError("there is nobody whose phone this could be")
        owner = people[inputs.owner_index]
        if inputs.wallet:
            pay_code = self._phone.pay_code(owner.person_id, inputs.wallet)
            return _Fetched(people, Showing(pay_code, self._phone.draw(pay_code.text)))
        shown = self._phone.show(owner.person_id, kind=inputs.kind, channel=inputs.channel, member=inputs.member)
        if isinstance(shown, Refusal):
            return _Fetched(people, shown)
        return _Fetched(people, Showing(shown, self._phone.draw(shown.text)))

    def _take(self, question: int, result: "Result[_Fetched]") -> None:
        if question != self._question:
            return
        now = self._clock.now()
        match result:
            case Ok(_Fetched(people, on_screen)):
                self._change(replace(self._inputs, people=people, on_screen=on_screen, now=now))
                if self._shall_hand_over and isinstance(on_screen, Showing):
                    self._hand_over(on_screen)
            case Err(Fault()):
                self._change(replace(self._inputs, on_screen=Unreachable(), now=now))
            case Err(fault):
                raise fault

    def _hand_over(self, showing: Showing) -> None:
        self._shall_hand_over = False
        self._change(replace(self._inputs, was_handed_over=True, deed=None))
        self.shown_to_scanner.emit(showing.picture)

    def _change(self, inputs: PhoneInputs) -> None:
        self._inputs = inputs
        view = derive_phone_view(inputs)
        if view != self.view:
            self.view = view
            self.changed.emit()


@dataclass(frozen=True, slots=True)
class _Fetched:
    people: tuple[PhoneOwner, ...]
    on_screen: Showing | Refusal = field(repr=False)
