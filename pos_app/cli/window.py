"""`window` and `demo`: the cashier window on a screen, or one whole sale without one."""

import os
import shutil
import sys
from pathlib import Path

import click

from pos_app.bootstrap import open_counter
from pos_app.bootstrap.keeping import back_up
from pos_app.cli.answers import Answers
from pos_app.cli.context import Run
from pos_app.cli.options import json_option
from pos_app.cli.recovered import tell_recovered
from pos_app.cli.sale import sale_document
from pos_app.domain.checkout.states import Completed
from pos_app.faults import DisplayFault, PrinterFault

_OUT = Path("out")


@click.command()
@click.pass_obj
def window(run: Run) -> None:
    """Open the cashier window; where there is no display, run the demo instead and say so."""
    answers = run.answers(as_json=False)
    if not has_display():
        answers.remark("cli.window.no_display")
        _demo(run, answers, _OUT)
        return
    from pos_app.bootstrap.windows import restore, show_windows  # noqa: PLC0415  loads Qt

    after_close, restored = (lambda _report: back_up(run.config),), None
    while True:
        with open_counter(run.config, after_close=after_close, keeps_bill=True) as counter:
            tell_recovered(answers, counter.recovered)
            closed = show_windows(counter, run.config, restored=restored)
        if closed.order is None:
            raise click.exceptions.Exit(closed.exit_code)
        restored = restore(run.config, closed.order)


@click.command()
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=_OUT, show_default=True)
@json_option
@click.pass_obj
def demo(run: Run, out: Path, *, as_json: bool) -> None:
    """Run one complete sale without a display: a picture of the window, the receipt as text, picture and page."""
    _demo(run, run.answers(as_json=as_json), out)


def has_display() -> bool:
    """Say whether a window could be shown; Windows and macOS always have a screen."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _demo(run: Run, answers: Answers, out: Path) -> None:
    from pos_app.bootstrap.windows import film_demo  # noqa: PLC0415  loads Qt

    with open_counter(run.config) as counter:
        tell_recovered(answers, counter.recovered)
        filmed = film_demo(counter, run.config, out)
        if not isinstance(filmed.state, Completed):
            raise DisplayFault(f"the demo stopped at {type(filmed.state).__name__}")
        sale = filmed.state.sale
        papers = [run.config.data / "receipts" / f"{sale.sale_no}.{face}" for face in ("txt", "png", "pdf")]
    try:
        copies = [Path(shutil.copy(paper, out / f"receipt{paper.suffix}")) for paper in papers]
    except OSError as error:
        raise PrinterFault(f"{out}: {error.strerror}") from error
    say = answers.wording.say
    pictures = [str(picture) for picture in filmed.pictures]
    lines = [
        *(say("cli.window.window", path=picture) for picture in pictures),
        *(say("cli.window.receipt", path=copy) for copy in copies),
    ]
    answers.tell({**sale_document(sale, None), "window": pictures, "receipt": _faces(copies)}, "\n".join(lines))


def _faces(copies: list[Path]) -> dict[str, str]:
    return {copy.suffix.removeprefix("."): str(copy) for copy in copies}
