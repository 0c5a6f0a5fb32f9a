# Everything a contributor runs. Needs only make and Python 3.11 or newer; `make` alone lists the targets.
.DEFAULT_GOAL := help
.PHONY: help demo test check fix golden bench bench-stores bench-endpoint score wheel-test clean

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$p" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
VENV := .venv
BIN := $(VENV)/bin
DEMO := build/demo
AG := $(BIN)/agencygraph
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PYTEST_OPTIONS ?=
SCORE_OPTIONS ?=

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer with venv was found: install one (Debian: apt-get install python3-venv), or say make PYTHON=path."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(BIN)/python pyproject.toml
	$(PIP) install --editable .
	@touch $@

$(VENV)/developed: $(BIN)/python pyproject.toml
	$(PIP) install --editable '.[dev]'
	@touch $@ $(VENV)/installed

$(VENV)/measured: $(VENV)/installed
	$(PIP) install --editable '.[bench]'
	@touch $@

demo: $(VENV)/installed ## build the sample reports' graphs and put a few questions to them
	@rm -rf $(DEMO)
	$(AG) build examples/*.txt -o $(DEMO)
	@printf '\n$$ agencygraph query stationing\n'
	@$(AG) query stationing --graphs $(DEMO)
	@printf '\n$$ agencygraph query trainings\n'
	@$(AG) query trainings --graphs $(DEMO)
	@printf '\n$$ agencygraph ask 民眾滿意度如何\n'
	@$(AG) ask 民眾滿意度如何 --graphs $(DEMO)

test: $(VENV)/developed ## lint, check types and layers, run all tests
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/pytest $(PYTEST_OPTIONS)

check: $(VENV)/developed ## what is quick: lint, types, layers, fact rooms
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/pytest tests/architecture tests/facts

fix: $(VENV)/developed ## format, and mend what the linter can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

golden: $(VENV)/developed ## write the expected outputs anew; read the diff before you commit it
	$(BIN)/pytest --golden
	git diff --stat

bench: $(VENV)/measured ## compare the whole path with what jieba needs to segment the same text
	$(BIN)/python -m tests.bench.ratio

bench-stores: $(VENV)/developed $(VENV)/measured ## compare the stores with pyoxigraph, oxrdflib and rdflib, on 10 thousand and 1 million triples
	$(BIN)/python -m tests.bench.stores

bench-endpoint: $(VENV)/developed $(VENV)/measured ## compare the endpoint with `oxigraph serve` and rdflib-endpoint on the same data
	$(BIN)/python -m tests.bench.endpoint --rdflib

score: $(VENV)/developed ## compare what the rules read in the annotated reports with their annotations
	$(BIN)/python -m tests.bench.score $(SCORE_OPTIONS)

wheel-test: $(BIN)/python ## build the wheel, install it alone, start every command
	PYTHON=$(BIN)/python .ci/wheel-test

clean: ## remove what was built
	rm -rf build dist $(VENV) .mypy_cache .pytest_cache .ruff_cache
