"""How a command speaks: one JSON document or plain lines on standard output, remarks on standard error, exit codes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import IntEnum
from typing import NoReturn, TypeAlias

import click
import simplejson

from pos_app.domain.money import Money
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.shanghai import local
from pos_app.wording import Wording

_WIDE = 400  # a terminal may wrap what is longer; a pipe gets whole lines

Document: TypeAlias = Mapping[str, object] | Sequence[Mapping[str, object]]


class ExitCode(IntEnum):
    """What the shell is told."""

    DONE = 0
    REFUSED = 1
    BAD_INPUT = 2
    UNKNOWN_OUTCOME = 3
    ENVIRONMENT = 4


_BAD_INPUT = frozenset(
    {
        RefusalCode.PICTURE_MISSING,
        RefusalCode.PICTURE_FORBIDDEN,
        RefusalCode.PICTURE_NOT_A_FILE,
        RefusalCode.PICTURE_EMPTY,
        RefusalCode.PICTURE_TOO_BIG,
        RefusalCode.PICTURE_TOO_MANY_PIXELS,
        RefusalCode.PICTURE_NOT_A_PICTURE,
        RefusalCode.PICTURE_FORMAT_UNKNOWN,
        RefusalCode.PICTURE_DAMAGED,
        RefusalCode.PICTURE_TOO_SLOW,
        RefusalCode.GOODS_UNKNOWN,
        RefusalCode.GOODS_AMBIGUOUS,
        RefusalCode.BASKET_FULL,
        RefusalCode.CASH_NOT_AN_AMOUNT,
        RefusalCode.DISCOUNT_NOT_READ,
        RefusalCode.PRICE_NOT_READ,
        RefusalCode.NOT_A_PAY_CODE,
        RefusalCode.COUNT_NOT_READ,
        RefusalCode.BACKUP_UNREADABLE,
        RefusalCode.BACKUP_NOT_A_BACKUP,
        RefusalCode.BACKUP_NEWER,
        RefusalCode.BACKUP_DAMAGED,
        RefusalCode.BACKUP_UNSOUND,
    }
)


def exit_code_of(refusal: Refusal) -> ExitCode:
    """Tell input that cannot be used from a rule that says no."""
    if refusal.code in {RefusalCode.OUTCOME_UNKNOWN, RefusalCode.REPAIR_UNKNOWN}:
        return ExitCode.UNKNOWN_OUTCOME
    if refusal.code is RefusalCode.BOOK_STOPPED:
        return ExitCode.ENVIRONMENT
    return ExitCode.BAD_INPUT if refusal.code in _BAD_INPUT else ExitCode.REFUSED


class Answers:
    """Tells results and refusals of one command in one language."""

    def __init__(self, wording: Wording, *, as_json: bool) -> None:
        self.wording = wording
        self._as_json = as_json

    def tell(self, document: Document, text: str) -> None:
        """Print the document with `--json`, else the text."""
        click.echo(_json(document) if self._as_json else text)

    def remark(self, key: str, **values: object) -> None:
        """Say something beside the result, on standard error."""
        click.echo(self.wording.say(key, **values), err=True)

    def refuse(self, refusal: Refusal) -> NoReturn:
        """Print why not and what to do next, and end with the exit code that fits."""
        self.tell({"refused": self.refusal_document(refusal)}, self.refusal_text(refusal))
        raise click.exceptions.Exit(exit_code_of(refusal))

    def reject(self, reason: str, **values: object) -> NoReturn:
        """Say what is wrong with what was typed for this command, and end with the exit code of bad input."""
        message, step = (self.wording.say(f"cli.rejected.{reason}.{part}", **values) for part in ("message", "next"))
        self.tell({"refused": {"code": reason, "message": message, "next": step}}, self._joined(message, step))
        raise click.exceptions.Exit(ExitCode.BAD_INPUT)

    def refusal_document(self, refusal: Refusal) -> Mapping[str, str]:
        return {"code": str(refusal.code), "message": self._sentence(refusal, "message"), "next": self.next_of(refusal)}

    def refusal_text(self, refusal: Refusal) -> str:
        return self._joined(self._sentence(refusal, "message"), self.next_of(refusal))

    def next_of(self, refusal: Refusal) -> str:
        """Give the next step; where the window's speaks of its keys, the command line has one of its own."""
        key = f"cli.next.{refusal.code}"
        return (
            self.wording.say(key, sale=refusal.detail) if self.wording.knows(key) else self._sentence(refusal, "next")
        )

    def _joined(self, message: str, step: str) -> str:
        return self.wording.say("cli.message_and_next", message=message, next=step)

    def _sentence(self, refusal: Refusal, part: str) -> str:
        return self.wording.say(f"refusal.{refusal.code}.{part}", detail=refusal.detail)


def _json(document: Document) -> str:
    """Write JSON that is UTF-8 also where a file's name is not: such a byte becomes an escape that gives it back."""
    written = simplejson.dumps(document, ensure_ascii=False, indent=2)
    return written.encode("utf-8", "backslashreplace").decode("utf-8")


def iso(moment: datetime) -> str:
    """Write a moment for JSON: ISO 8601 with the counter's offset."""
    return local(moment).isoformat(timespec="seconds")


def clock_time(moment: datetime) -> str:
    """Write a moment for a person."""
    return f"{local(moment):%Y-%m-%d %H:%M:%S}"


def fen(amount: Money | None) -> int | None:
    return None if amount is None else amount.fen


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> str:
    """Set rows under headings, amounts flush `right`; rich knows that a Chinese character is two columns wide."""
    from rich.console import Console  # noqa: PLC0415  rich takes longer to load than most tables take to set
    from rich.markup import escape  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    grid = Table(box=None, pad_edge=False)
    for place, heading in enumerate(headings):
        grid.add_column(heading, no_wrap=True, justify="right" if place in right else "left")
    for row in rows:
        grid.add_row(*map(escape, row))
    console = Console(width=_WIDE, color_system=None)
    with console.capture() as captured:
        console.print(grid)
    return "\n".join(line.rstrip() for line in captured.get().splitlines())
