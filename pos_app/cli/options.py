"""Options and arguments that several commands take."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

import click

EMBEDDED = "embedded"  # the insurance platform that runs within the till
_Function = TypeVar("_Function", bound=Callable[..., Any])


def json_option(function: _Function) -> _Function:
    return click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")(function)


def manager_options(function: _Function) -> _Function:
    """Give a command the number and the PIN of whoever approves."""
    number = click.option("--manager", metavar="NUMBER", help="A manager's staff number, where one must approve.")
    pin = click.option("--manager-pin", metavar="PIN", help="The manager's PIN; asked for, unseen, when left out.")
    return number(pin(function))


def choice_of(kinds: type[StrEnum]) -> click.Choice[str]:
    """Offer an enumeration by its values; click itself would offer the names of its members."""
    return click.Choice([kind.value for kind in kinds])
