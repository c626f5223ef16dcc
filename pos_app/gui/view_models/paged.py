"""What every dialog of pages has in common: the frame of its view, one job at a time, a manager's yes to one act."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeAlias, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.refusal import Refusal
from pos_app.domain.staff import Credentials
from pos_app.faults import Fault
from pos_app.gui.jobs import JobRunner
from pos_app.gui.translation import Translation
from pos_app.wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class PagedInputs:
    """What any of the dialogs may know: that it waits, and what it was last told."""

    refusal: Refusal | None = None
    fault: str = ""
    is_busy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PagedView:
    """What stands around the pages: which one is shown, its title, what just happened and what to do next."""

    page: StrEnum
    title: str
    about: str
    message: str
    next_step: str
    is_bad: bool
    is_waiting: bool
    is_done: bool = False


Told: TypeAlias = tuple[str, str]
Inputs = TypeVar("Inputs", bound=PagedInputs)
View = TypeVar("View", bound=PagedView)


def trouble_words(inputs: PagedInputs, wording: Wording) -> Told | None:
    """Say what went wrong and what to do; None where nothing did."""
    say, refusal = wording.say, inputs.refusal
    if inputs.fault:
        return say("banner.book_failed.message", cause=inputs.fault), say("banner.book_failed.next")
    if refusal:
        message, next_step = (say(f"refusal.{refusal.code}.{part}", detail=refusal.detail) for part in _PARTS)
        return message, next_step
    return None


class PagedViewModel(QObject, Generic[Inputs, View]):
    """`changed` when something looks different, `approval_wanted` when a manager must type number and PIN.

    No PIN is kept here: it goes to the port with the one act that it is for.
    """

    changed = Signal()
    approval_wanted = Signal(str)

    def __init__(
        self,
        inputs: Inputs,
        derive: Callable[[Inputs, Wording], View],
        *,
        jobs: JobRunner,
        translation: Translation,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._inputs = inputs
        self._view_of = derive
        self._jobs = jobs
        self._translation = translation
        self._unapproved: Callable[[Credentials], object] | None = None
        self._view = derive(inputs, translation.wording)
        translation.changed.connect(self._derive)

    @property
    def view(self) -> View:
        return self._view

    @property
    def is_busy(self) -> bool:
        return self._inputs.is_busy

    def approve(self, manager: Credentials) -> None:
        """Do what waited for a manager, with this one's number and PIN; both are gone with the act."""
        act, self._unapproved = self._unapproved, None
        if act is not None:
            act(manager)

    @Slot()
    def withdraw(self) -> None:
        """Let go of what waited for a manager."""
        self._unapproved = None

    def _ask_manager(self, words: str, act: Callable[[Credentials], object]) -> None:
        self._unapproved = act
        self.approval_wanted.emit(words)

    def _fail(self, fault: Exception, inputs: Inputs) -> None:
        """Know what is left to know after a fault of the environment; a mistake of ours is raised as well."""
        self._know(inputs)
        if not isinstance(fault, Fault):
            raise fault

    def _know(self, inputs: Inputs) -> None:
        self._inputs = inputs
        self._derive()

    @Slot()
    def _derive(self) -> None:
        view = self._view_of(self._inputs, self._translation.wording)
        if view != self._view:
            self._view = view
            self.changed.emit()


_PARTS = ("message", "next")
