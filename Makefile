# make demo   solve tours-2014 on a machine that has only Python 3.11+ and make
# make test   everything that CI runs
# make bench  how long and how much memory, beside other solvers: docs/performance.md
# make bench-what-if   how long the answer to a small change takes
# make bench-imports   how long the requests, and the stock, of a large agglomeration take to import
# make pictures   takes the pictures of the documentation again, of the report on tours-2014
# make mutation   whether the tests would notice a slip: docs/mutation.md
.PHONY: demo test lint types contracts unit docs bench bench-what-if bench-imports mutation pictures messages catalogues clean
.DELETE_ON_ERROR:

VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
# The first Python on this machine that is recent enough; another: make demo PYTHON=/path/to/python
PYTHON ?= $(shell for python in python3 python python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check \
	--constraint constraints.txt
CATALOGUES := $(wildcard src/repartition/locale/*/LC_MESSAGES/*.po)
SETUP := pyproject.toml hatch_build.py constraints.txt $(CATALOGUES)

demo: $(VENV)/installed
	$(BIN)/repartition solve scenarios/tours-2014/scenario.toml

test: lint types contracts unit docs

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/installed-dev
	$(BIN)/mypy

contracts: $(VENV)/installed-dev
	$(BIN)/lint-imports --no-logo

# WORKERS: how many tests run side by side.
WORKERS ?= 2
unit: $(VENV)/installed-dev
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadgroup --cov --cov-report=term

# Not --quiet: it would hide the warnings from --strict too, and any page would pass.
docs: $(VENV)/installed-dev
	$(BIN)/mkdocs build --strict --site-dir site

# A seeded sample of small changes, SAMPLE of each module (0 = every one), in the modules PATHS, or
# in all it knows. Stopped and called again, it goes on. No part of make test.
SAMPLE ?= 15
PATHS ?=
mutation: $(VENV)/installed-dev
	$(BIN)/python -m benchmarks.mutation --sample $(SAMPLE) $(PATHS)

# SIZES and CONTENDERS: names, those of benchmarks/speed; SECONDS to solve and MEMORY in gigabytes
# instead of the usual limits. No part of make test.
SIZES ?=
CONTENDERS ?=
REPEATS ?= 3
MEMORY ?= 12
BENCH_SECONDS := $(if $(filter command line,$(origin SECONDS)),$(SECONDS))
bench: $(VENV)/installed-dev
	$(BIN)/python -m benchmarks.speed --repeats $(REPEATS) --memory $(MEMORY) \
		$(if $(SIZES),--sizes $(SIZES)) $(if $(CONTENDERS),--contenders $(CONTENDERS)) \
		$(if $(BENCH_SECONDS),--seconds $(BENCH_SECONDS))

# How long the answer to a small change takes. WHAT_IF: a scenario, and options for it.
WHAT_IF ?= scenarios/tours-2014/scenario.toml
bench-what-if: $(VENV)/installed-dev
	$(BIN)/python -m benchmarks.what_if $(WHAT_IF) --judge-every 8

# How long a landlord's file and an export of the register take to import, and how much memory.
REQUESTS ?= 100000
DWELLINGS ?= 40000
bench-imports: $(VENV)/installed-dev
	$(BIN)/python -m benchmarks.imports --requests $(REQUESTS) --dwellings $(DWELLINGS)

# Needs Chromium. RUN: a run of tours-2014 that is there, which saves solving it again.
RUN ?=
pictures: $(VENV)/installed-dev
	$(BIN)/python -m tests.pictures $(RUN)

# Brings the catalogues up to date with the sentences of the code; then translate what is empty.
messages: $(VENV)/installed-dev
	$(BIN)/pybabel extract --mapping-file babel.cfg --keyword _ --keyword n_:1,2 --no-location \
		--sort-output --project repartition --output $(VENV)/repartition.pot .
	$(BIN)/pybabel update --domain repartition --input-file $(VENV)/repartition.pot \
		--output-dir src/repartition/locale --no-fuzzy-matching --ignore-obsolete --width 100 \
		--ignore-pot-creation-date
	$(BIN)/python hatch_build.py

$(VENV)/python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "repartition needs Python 3.11 or later: install it, or give its path:" \
			"make demo PYTHON=/path/to/python" >&2; exit 2; fi
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "This Python cannot make an environment of its own:" \
			"install the package python3-venv (Debian, Ubuntu), then call make again." >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/installed: $(VENV)/python $(SETUP)
	@echo "Installing repartition into $(VENV) (a minute or two the first time)"
	$(INSTALL) --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/python $(SETUP)
	@echo "Installing repartition and its tools into $(VENV) (a minute or two the first time)"
	$(INSTALL) --editable ".[dev]"
	@touch $@ $(VENV)/installed

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .coverage* site
