"""`window` and `demo`: the cashier window on a screen, or one whole sale without one."""

import os
import sys
from pathlib import Path

import click

from pos_app.bootstrap import open_counter
from pos_app.cli.answers import Answers
from pos_app.cli.context import Run
from pos_app.cli.options import json_option
from pos_app.cli.recovered import tell_recovered


@click.command()
@click.pass_obj
def window(run: Run) -> None:
    """Open the cashier window; where there is no display, run the demo instead and say so."""
    answers = run.answers(as_json=False)
    if not has_display():
        answers.remark("cli.window.no_display")
        _demo(run, answers, Path("out"))
        return
    from pos_app.gui.application import run_window  # noqa: PLC0415  Qt is loaded only for a window

    with open_counter(run.config) as counter:
        tell_recovered(answers, counter.recovered)
        raise click.exceptions.Exit(run_window(counter.ports(run.config), counter.look(run.config)))


@click.command()
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("out"), show_default=True)
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
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    raise NotImplementedError
