# Two commands: `make demo` shows everything, `make test` proves it. Both begin with `make setup`.
PYTHON ?= python3
BIN := .venv/bin

# bytecode that is not kept is compiled again by each of the thousand processes of the tests
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup demo test check lint types sql correctness docs lock

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/complete ## make .venv with everything pinned in requirements/

.venv/complete: requirements/setup.txt requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "guanjia needs Python 3.11 or later; name one: make setup PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv --without-pip --clear .venv
	$(PYTHON) -m pip --quiet --python $(BIN)/python install --require-hashes -r requirements/setup.txt
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements/dev.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

demo: setup ## start everything on this machine and print the console's address
	@$(BIN)/guanjia demo

test: setup ## install what the tests need, and run all of them
	@tests/prerequisites
	$(BIN)/pytest --numprocesses 3 --dist loadscope --no-loadscope-reorder

check: lint types sql docs ## linters, types, import contracts, SQL, documentation

lint: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports

types: setup
	$(BIN)/basedpyright

sql: setup
	$(BIN)/sqlfluff lint --disable-progress-bar storage

correctness: setup ## the table of registers and hours, beside what other systems make of it
	@$(BIN)/python -m tests.correctness $(OPTIONS)

docs: setup ## build the documentation; a warning is an error
	$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going docs docs/_build

lock: ## resolve requirements/ again from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-annotate --no-header \
		--upgrade requirements/setup.in -o requirements/setup.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-annotate --no-header \
		--upgrade --extra embedded pyproject.toml -o requirements/runtime.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-annotate --no-header \
		--upgrade --extra embedded --group dev pyproject.toml -o requirements/dev.txt
