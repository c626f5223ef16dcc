"""Modules and functions stay small enough to be read in one go."""

import ast
from collections.abc import Iterator

from tests.architecture.sources import Module, modules

MODULE_LINES = 400
FUNCTION_LINES = 60
MODULES_AT_LEAST = 40  # fewer means that the scan looked in the wrong place


def test_the_scan_sees_the_modules() -> None:
    assert len(modules()) >= MODULES_AT_LEAST


def test_no_module_is_too_long() -> None:
    lengths = [(module.name, len(module.text.splitlines())) for module in modules()]
    found = [f"{name}: {length} lines" for name, length in lengths if length > MODULE_LINES]
    assert not found, "\n".join(found)


def test_no_function_is_too_long() -> None:
    found = [place for module in modules() for place in _long_functions(module)]
    assert not found, "\n".join(found)


def test_each_module_says_what_it_is_for() -> None:
    found = [module.name for module in modules() if not ast.get_docstring(module.tree)]
    assert not found, "\n".join(found)


def _long_functions(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                yield f"{module.at(node)} {node.name}: {length} lines"
