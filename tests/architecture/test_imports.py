"""The import contracts of pyproject.toml are kept, and the linter that says so has seen every file."""

import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest
from importlinter import api
from importlinter.application import use_cases
from importlinter.application.ports.reporting import Report
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import pos_app
from tests.architecture.sources import PACKAGE, ROOT, modules

CONFIGURATION = str(ROOT / "pyproject.toml")


@pytest.fixture(scope="module")
def report() -> Report:
    api.read_configuration(CONFIGURATION)  # importing the api has set its readers up
    options = use_cases.read_user_options(CONFIGURATION)
    use_cases._register_contract_types(options)
    return use_cases.create_report(options, cache_dir=None)


def test_the_linter_sees_every_module(report: Report) -> None:
    unseen = {module.name for module in modules()} - set(report.graph.modules)
    assert not unseen, "\n".join(sorted(unseen))


def test_every_folder_of_modules_is_a_package() -> None:
    """The linter passes over a folder without `__init__.py`."""
    folders = {path.parent for path in PACKAGE.rglob("*.py")}
    bare = [str(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()]
    assert not bare, "\n".join(bare)


def test_every_contract_is_kept(report: Report) -> None:
    outcome = {contract.name: check.kept for contract, check in report.get_contracts_and_checks()}
    assert not report.could_not_run
    assert len(outcome) == len(api.read_configuration(CONFIGURATION)["contracts_options"]) >= 7
    broken = [name for name, kept in outcome.items() if not kept]
    assert not broken, "run lint-imports: " + "; ".join(broken)


def test_the_map_names_every_package() -> None:
    tops = {module.name.split(".")[1] for module in modules() if "." in module.name}
    words = set(re.findall(r"\w+", pos_app.__doc__ or ""))
    assert not tops - words, "the docstring of pos_app/__init__.py lacks " + ", ".join(sorted(tops - words))


def test_every_vendor_that_is_imported_is_declared(report: Report) -> None:
    """What only came along with another package may leave with it."""
    vendors = {name.partition(".")[0] for name in report.graph.modules} - sys.stdlib_module_names - {"pos_app"}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {canonicalize_name(Requirement(row).name) for row in project["dependencies"]}
    providers = packages_distributions()
    undeclared = [name for name in vendors if declared.isdisjoint(map(canonicalize_name, providers.get(name, ())))]
    assert not undeclared, ", ".join(sorted(undeclared))
