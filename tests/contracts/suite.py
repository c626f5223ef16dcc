"""The platform's contract as one suite, to be run again on every implementation and in every region."""

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from inspect import isfunction, signature
from types import ModuleType

_ABOUT = (
    *("goods", "habits", "messages", "queries", "races"),
    *("reconciliation", "sale", "traces", "undoing", "voucher"),
)
_MODULES = tuple(import_module(f"tests.contracts.test_platform_{subject}") for subject in _ABOUT)


def contract_tests(modules: Sequence[ModuleType] = _MODULES) -> Iterator[tuple[str, Callable[..., None]]]:
    """Give every test that asks for `world` or `till`, by name: pytest finds it wherever that name stands."""
    for module in modules:
        for name, test in vars(module).items():
            if name.startswith("test_") and isfunction(test) and {"world", "till"} & set(signature(test).parameters):
                yield name, test
