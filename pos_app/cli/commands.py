"""Which commands there are, each with its module and its line of help: a command is loaded when it is chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import islice

import click


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a command is, under its own name, and the first line of what it says of itself."""

    module: str
    summary: str


COMMANDS: Mapping[str, Entry] = {
    "audit": Entry("audit", "Look after the audit log."),
    "backup": Entry("keeping", "Copy the books into one checked file, also while a till is at work."),
    "bench": Entry(
        "bench",
        "Measure this machine, each figure beside a yardstick: bare commits of the same disk, bare engines that read.",
    ),
    "cameras": Entry("cameras", "List the cameras of this machine, and choose one for this till."),
    "code": Entry("voucher", "Issue a fresh code and draw it as a picture."),
    "demo": Entry(
        "window",
        "Run one complete sale without a display: a picture of the window, the receipt as text, picture and page.",
    ),
    "doctor": Entry("checkup", "Check the environment and every invariant over both databases; 0 only if all hold."),
    "drawer": Entry("drawer", "Open the cash drawer without a sale."),
    "goods": Entry("lists", "List products by code, barcode, name or pinyin initials; all of them without TEXT."),
    "journal": Entry("books", "List the till's sales and their states."),
    "lab": Entry(
        "lab", "Make codes, spoil them as cameras and counters do, and measure who still reads them. SIMULATION."
    ),
    "ledger": Entry("books", "Show the platform's accounts, settlements and postings, masked."),
    "people": Entry("people", "List the personas and what each makes happen."),
    "reconcile": Entry(
        "reconcile", "Compare the till's books with the platform's: totals, and where they differ every settlement."
    ),
    "refund": Entry(
        "refund", "Give a sale back, or lines of it; SALE is its number or the code at the foot of its ticket."
    ),
    "report": Entry(
        "report", "Write the day: every sale, sums by hour and by kind of payment, and whether the books agree."
    ),
    "restore": Entry(
        "keeping", "Put a backup in place of the books, after checking all of it; what was there is kept beside."
    ),
    "scan": Entry(
        "voucher",
        "Find, read and classify the codes of pictures and films: one result a file, never stopping at a bad one.",
    ),
    "sell": Entry("sale", "Sell goods to one customer; without --image or --code the customer pays all."),
    "serve": Entry(
        "serve", "Serve the simulated insurance platform; its address is the first line of standard output."
    ),
    "shift": Entry("shift", "Open and close the cashier's shift, move cash, report."),
    "staff": Entry("staff", "List who works here; `staff pin NUMBER` sets a PIN."),
    "tasks": Entry("books", "List what has an unknown outcome; `tasks resolve ID` tries again now."),
    "window": Entry("window", "Open the cashier window; where there is no display, run the demo instead and say so."),
}


def load(name: str) -> click.Command:
    """Give a command that is in the table; what it runs on is loaded by this."""
    command = getattr(import_module(f"pos_app.cli.{COMMANDS[name].module}"), name)
    if not isinstance(command, click.Command):
        raise TypeError(f"{name} is no command")
    return command


def brought_forward(arguments: Sequence[str], names: frozenset[str]) -> list[str]:
    """Put options of these names, each with its value, before everything else; what follows `--` is no option."""
    first: list[str] = []
    rest: list[str] = []
    coming = iter(arguments)
    for argument in coming:
        name, is_whole, _ = argument.partition("=")
        if argument == "--":
            rest += [argument, *coming]
        elif name not in names:
            rest.append(argument)
        else:
            value = [] if is_whole else list(islice(coming, 1))
            if not is_whole and not value:
                raise click.BadOptionUsage(name, f"Option {name!r} requires an argument.")
            first += [argument, *value]
    return [*first, *rest]


class CommandGroup(click.Group):
    """The commands of the table; asking for help loads none of them. Its own options may also follow the command."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = (param for param in self.params if isinstance(param, click.Option) and not param.is_flag)
        return super().parse_args(ctx, brought_forward(args, frozenset(name for param in own for name in param.opts)))

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  as click has it
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  as click has it
        return load(cmd_name) if cmd_name in COMMANDS else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name].summary) for name in self.list_commands(ctx)])
