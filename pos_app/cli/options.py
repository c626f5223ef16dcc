"""Options and arguments that several commands take."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

_Function = TypeVar("_Function", bound=Callable[..., Any])


def json_option(function: _Function) -> _Function:
    return click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")(function)
