# Nothing to prepare: each target that needs Python packages calls .ci/setup, which is quick when they are there.
.DEFAULT_GOAL := help
.PHONY: help run test cover lint format pins clean
BIN := .venv/bin
REPEATED := end_to_end packaging planted power simulation

help: ## List these targets
	@awk -F ' *## *' '/^[a-z]+:.*##/ { sub(/:.*/, "", $$1); printf "  make %-7s %s\n", $$1, $$2 }' Makefile

run: ## Open the till (without a display: one sale, headless); ARGS="sell --help" passes words on to pos-app
	@.ci/setup run
	@$(BIN)/python -m pos_app $(ARGS)

test: lint ## Pass every gate: lint, then the tests in random order, with the wheel run from an empty environment
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal $(ARGS)

cover: ## Say which lines the tests reach; three times as slow as test, so it leaves out what repeats a thing by the thousand
	@.ci/setup test
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal --cov $(REPEATED:%=--ignore=tests/%) $(ARGS)

lint: ## Check the format, the code, the types and the imports
	@.ci/setup test
	$(BIN)/python -m ruff format --check
	$(BIN)/python -m ruff check
	$(BIN)/python -m mypy --strict pos_app tests
	$(BIN)/lint-imports --no-logo

format: ## Put the code into its format and repair what can be repaired
	@.ci/setup test
	$(BIN)/python -m ruff format
	$(BIN)/python -m ruff check --fix

pins: ## Take the newest versions of all dependencies into .ci/constraints.txt
	rm -rf .venv
	: > .ci/constraints.txt
	@.ci/setup test
	$(BIN)/python -m pip freeze --exclude-editable > .ci/constraints.txt
	@.ci/setup test

clean: ## Remove what was made here: the environment, caches, build results
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage coverage.xml build dist out
	find pos_app tests -name __pycache__ -prune -exec rm -rf {} +
