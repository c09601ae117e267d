# `make check` runs keur on this repository's own catalog; `make test` runs everything that must hold.

BIN := .venv/bin
EXTRAS := dev

.PHONY: help check test lint types floors tests bench schemas clean
.NOTPARALLEL:

help:
	@echo "make check     check the reference organisation in catalog/ with keur"
	@echo "make test      lint, types, floors and tests, as continuous integration does"
	@echo "make bench     measure, side by side with other tools"
	@echo "make schemas   write the generated files again"
	@echo "make clean     remove everything that was made"

# A checkout that was moved needs its environment anew, however young the files are.
ifneq ($(shell cat .venv/place 2>/dev/null),$(CURDIR))
.PHONY: .venv/installed
endif

.venv/installed: pyproject.toml constraints.txt .ci/environment
	@.ci/environment $(EXTRAS)

check: .venv/installed
	@$(BIN)/python -m keur check

test: lint types floors tests

lint: .venv/installed
	$(BIN)/python -m ruff check
	$(BIN)/python -m ruff format --check

types: .venv/installed
	$(BIN)/python -m mypy

floors: .venv/installed
	$(BIN)/lint-imports

tests: .venv/installed
	$(BIN)/python -m pytest -n 2

bench: .venv/installed
	@grep -q bench .venv/installed || .ci/environment $(EXTRAS),bench
	@$(BIN)/python -m bench

schemas: .venv/installed
	@$(BIN)/python docs/generate.py

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
