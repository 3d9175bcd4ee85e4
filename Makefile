# make demo   set everything up and print an estimate
# make test   set everything up, then lint, types and all tests
# make goldens  record the form of what is printed anew
# make release  build wheel and sdist into dist/, and check what is in them
# make bench  start-up and throughput, as ratios measured in one run
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin

.PHONY: demo test lint types goldens release bench clean

demo: .venv/.base
	$(BIN)/mlsalary estimate --years 5 --metro "San Jose" --spec llm

test: .venv/.dev lint types
	$(BIN)/pytest --numprocesses 2 --dist loadfile --cov --cov-report term:skip-covered

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: .venv/.dev
	$(BIN)/mypy

goldens: .venv/.dev
	$(BIN)/pytest --quiet tests/test_goldens.py --snapshot-update

release: .venv/.dev
	rm -rf dist
	$(BIN)/python -m build
	$(BIN)/twine check --strict dist/*
	$(BIN)/python scripts/check_release.py dist

bench: .venv/.dev
	$(BIN)/python scripts/bench/startup.py
	$(BIN)/python scripts/bench/places.py

clean:
	rm -rf .venv dist

.venv/bin/python:
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip

.venv/.base: .venv/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	$(BIN)/python -m compileall -q src  # also where the environment forbids to write bytecode
	touch $@

.venv/.dev: .venv/.base
	$(BIN)/python -m pip install --quiet --editable ".[all]" --group dev
	touch $@
