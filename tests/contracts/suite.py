"""The platform's contract as one suite, to be run again on every implementation and in every region."""

from collections.abc import Callable, Iterator, Sequence
from inspect import signature
from types import ModuleType

from tests.contracts import (
    test_platform_goods,
    test_platform_habits,
    test_platform_messages,
    test_platform_queries,
    test_platform_races,
    test_platform_reconciliation,
    test_platform_sale,
    test_platform_traces,
    test_platform_undoing,
    test_platform_voucher,
)

_MODULES = (
    test_platform_goods,
    test_platform_habits,
    test_platform_messages,
    test_platform_queries,
    test_platform_races,
    test_platform_reconciliation,
    test_platform_sale,
    test_platform_traces,
    test_platform_undoing,
    test_platform_voucher,
)


def contract_tests(modules: Sequence[ModuleType] = _MODULES) -> Iterator[tuple[str, Callable[..., None]]]:
    """Give every test that asks for `world` or `till`, by name: pytest finds it wherever that name stands."""
    for module in modules:
        for name, test in vars(module).items():
            if name.startswith("test_") and {"world", "till"} & set(signature(test).parameters):
                yield name, test
