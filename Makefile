# make demo   set everything up and print an estimate
# make test   set everything up, then lint, types and the tests that every commit must pass
# make thorough  the tests that show in full what those show in part, as every release must pass them
# make coverage  all tests, and what of the program they run
# make docs  the documentation as a site in site/, which a browser opens without a server or a network
# make pages  what scripts write in docs/: what commands print, their options, names of Python, errors, data
# make figures  what follows from a changed figure: constants (with the files of reported pay), docs/method.md,
#   the picture and the accuracy in README.md, and the pages
# make goldens  record the form of what is printed anew, from the data of today
# make release  build wheel and sdist into dist/, check what is in them, and ask PyPI whether what they
#   need has a known vulnerability: one ends it; where PyPI's advisories cannot be read, it says so
# make platforms  the wheel on every Python from 3.11 to 3.14 that is here, with the newest and the oldest
#   of what it needs, and without extras; some of them with PLATFORMS="3.12 3.13"
# make messy  price a made file of 40,000 people as exports have them, and check what became of each row
# make mutants  a sample of small faults put into the program, each against the tests that are nearest;
#   in .mutants/, where a second call goes on; of one package with MUTANTS=reading
# make fuzz  a million command lines and 100,000 damaged files, some hours on two cores; a run that is stopped
#   goes on where it was; less with FUZZ="--lines 10000 --files 1000 --seconds 300"
# make bench  files, frames, growth and start-up, measured in one run, into docs/performance.md;
#   a quick look with BENCH="--rows 200000 --turns 1 -o quick.md"; --million compares a million rows
export PYTHONDONTWRITEBYTECODE :=  # hundreds of programs that tests start would compile what they import
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin

# A file of tests stays on one worker, and so do all files that ask for Spark: see tests/conftest.py.
TESTS := $(BIN)/pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

# What the tests need, for pip too: there are indexes of which pip alone is told.
DEV := --editable ".[all,spark]" --group dev

# Pages that a person writes, with samples that a script renews.
SAMPLES := index range offers questions shell

.PHONY: demo test quick thorough coverage lint types docs pages figures goldens release platforms messy mutants fuzz bench clean

demo: .venv/.base
	$(BIN)/mlsalary estimate --years 5 --metro "San Jose" --spec llm

test: .venv/.dev lint
	$(MAKE) --jobs 2 types quick

quick: .venv/.dev
	$(TESTS) --tier quick

thorough: .venv/.dev
	$(TESTS) --tier thorough --snapshot-warn-unused  # those of the quick tests: leave them

coverage: .venv/.dev
	$(TESTS) --cov --cov-report term:skip-covered

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: .venv/.dev
	$(BIN)/mypy

docs: .venv/.dev
	$(BIN)/zensical build --strict --clean

pages: .venv/.dev
	$(BIN)/python scripts/shown_samples.py $(SAMPLES:%=docs/%.md)
	$(BIN)/python scripts/command_pages.py
	$(BIN)/python scripts/assistants_page.py
	$(BIN)/python scripts/explorer_picture.py
	$(BIN)/python scripts/data_page.py
	$(BIN)/python scripts/api_page.py
	$(BIN)/python scripts/errors_page.py
	$(BIN)/python scripts/man_page.py

# The further files of the fit, in their order; no blank in a name.
ALSO := $(subst :, ,$(MLSALARY_REPORTED_PAY_ALSO))

figures: .venv/.dev
ifdef MLSALARY_REPORTED_PAY
	$(BIN)/mlsalary fit "$(MLSALARY_REPORTED_PAY)" $(ALSO:%=--also "%") -o data/model.toml --force
	$(BIN)/python scripts/build_accuracy.py
endif
	$(BIN)/python scripts/method_figures.py
	$(BIN)/python scripts/external_checks.py
	$(BIN)/python scripts/picture.py
	$(MAKE) pages

goldens: .venv/.dev
	rm -rf tests/golden_data
	mkdir tests/golden_data
	cp -r data/guide data/model.toml data/aging.toml data/accuracy.toml data/prices.csv tests/golden_data
	$(BIN)/pytest --quiet tests/test_goldens.py tests/test_explore.py --snapshot-update

release: .venv/.dev
	rm -rf dist
	$(BIN)/python -m build
	$(BIN)/twine check --strict dist/*
	$(BIN)/python scripts/check_release.py dist
	$(BIN)/python scripts/audit.py

platforms: .venv/.dev
	rm -rf dist
	$(BIN)/python -m build --wheel
	$(BIN)/python scripts/platforms.py dist/*.whl $(PLATFORMS)

messy: .venv/.dev
	$(BIN)/python scripts/messy.py

mutants: .venv/.mutation
	$(BIN)/python scripts/mutation/mutants.py $(MUTANTS)

fuzz: .venv/.dev
	$(BIN)/python scripts/fuzz.py $(FUZZ)

bench: .venv/.bench
	$(BIN)/python scripts/bench/everything.py $(BENCH)

clean:
	rm -rf .venv dist site

.venv/bin/python:
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip

.venv/.base: .venv/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	$(BIN)/python -m compileall -q src
	touch $@

.venv/.dev: .venv/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet uv  # takes a third of pip's time for so many
	$(BIN)/uv pip install --quiet --python $(BIN)/python $(DEV) || $(BIN)/python -m pip install --quiet $(DEV)
	$(BIN)/python -m compileall -q src
	touch .venv/.base $@

.venv/.mutation: .venv/.dev
	$(BIN)/python -m pip install --quiet --group mutation
	touch $@

.venv/.bench: .venv/.dev
	$(BIN)/python -m pip install --quiet --group bench
	touch $@
