"""The command line: `pos-app [options] [COMMAND]`; with no command, the window.

Exit codes: 0 done, 1 refused by a rule, 2 bad usage or bad input, 3 outcome unknown, 4 environment.
"""

import sys
from pathlib import Path
from typing import Any

import click

from pos_app import __version__
from pos_app.cli.answers import Answers, ExitCode
from pos_app.cli.commands import CommandGroup, load
from pos_app.cli.options import EMBEDDED, choice_of
from pos_app.faults import ConfigFault, Fault, FolderBusy, FolderElsewhere, PlatformFault, PortFault, StoreFault
from pos_app.wording import Language, Wording


class _Commands(CommandGroup):
    """Ends a command that the environment failed with one sentence and its exit code."""

    def invoke(self, context: click.Context) -> Any:  # noqa: ANN401  as click has it
        try:
            return super().invoke(context)
        except Fault as fault:
            key, code = _spoken(fault)
            language = context.obj.config.language if context.obj else _spoken_language(context.params["lang"])
            Answers(Wording(language), as_json=False).remark(key, what=fault)
            raise click.exceptions.Exit(code) from fault


def _spoken_language(wanted: str | None) -> Language:
    from pos_app.cli.context import spoken_language  # noqa: PLC0415  loads all that a command stands on

    return spoken_language(wanted)


def _spoken(fault: Fault) -> tuple[str, ExitCode]:
    match fault:
        case ConfigFault():
            return "cli.fault.config", ExitCode.BAD_INPUT
        case FolderElsewhere():
            return "cli.fault.elsewhere", ExitCode.BAD_INPUT
        case FolderBusy():
            return "cli.fault.busy", ExitCode.ENVIRONMENT
        case StoreFault():
            return "cli.fault.store", ExitCode.ENVIRONMENT
        case PortFault():
            return "cli.fault.port", ExitCode.ENVIRONMENT
        case PlatformFault():
            return "cli.fault.platform", ExitCode.ENVIRONMENT
        case _:
            return "cli.fault.other", ExitCode.ENVIRONMENT


@click.group(cls=_Commands, invoke_without_command=True)
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="Folder of the till and its verifier.")
@click.option("--config", type=click.Path(path_type=Path, dir_okay=False), help="Settings (TOML).")
@click.option("--lang", type=choice_of(Language), help="zh or en; else by locale.")
@click.option("--verifier", default=EMBEDDED, show_default=True, help="Which insurance platform to talk to.")
@click.option("--camera", help="See `cameras`; or a video file, an MJPEG or RTSP address.")
@click.version_option(__version__, prog_name="pos-app (SIMULATION)")
@click.pass_context
def pos_app(
    context: click.Context,
    data: Path | None,
    config: Path | None,
    lang: str | None,
    verifier: str,
    camera: str | None,
) -> None:
    """Run a simulated pharmacy till with its own insurance platform. SIMULATION: nothing here is a real service.

    The options below that take a value may stand before the command or after it.
    """
    from pos_app.cli.context import run_of  # noqa: PLC0415  loads all that a command stands on

    context.obj = run_of(
        data=data,
        config=config,
        language=Language(lang) if lang else None,
        verifier=verifier,
        camera=camera,
    )
    if context.invoked_subcommand is None:
        context.invoke(load("window"))


def main() -> None:
    """Run the command line and end the process with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command line; every failure that can be expected is one line on standard error and a code."""
    try:
        done = pos_app.main(arguments, standalone_mode=False)
    except click.exceptions.Abort:
        return ExitCode.REFUSED
    except click.ClickException as error:
        error.show()
        return ExitCode.BAD_INPUT
    return done if isinstance(done, int) else ExitCode.DONE


__all__ = ["main", "run"]
