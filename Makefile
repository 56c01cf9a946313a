# Everyday commands. VENV and SHARED may be overridden: make check VENV=/path/to/venv
VENV ?= .venv
SHARED ?= ../shared
ARTICLES ?= 1000
BIN := $(VENV)/bin
PYTHON := $(abspath $(BIN)/python)
CORPORA ?= $(abspath $(SHARED)/corpora)
WORK ?= $(abspath training/work)

.PHONY: setup check lint types test snapshots example evaluate bench train

setup:
	python3 -m venv $(VENV)
	$(BIN)/pip install -q -c constraints.txt -e '.[dev]'

check: lint types test

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy

test:
	$(BIN)/pytest

snapshots:
	SNAPSHOTS=write $(BIN)/pytest tests/show tests/cli/test_main.py tests/test_examples.py

example:
	$(BIN)/sayso code examples/articles --outlet VTA --lexicon examples/lexicon.yaml

evaluate:
	$(BIN)/python tools/evaluate.py --shared $(SHARED) --write docs/accuracy.md

bench:
	$(BIN)/python tools/bench.py --shared $(SHARED) --articles $(ARTICLES) --write docs/performance.md

train:
	cd training && $(PYTHON) vectors.py $(CORPORA) $(WORK) && $(PYTHON) pretrain.py $(WORK) $(CORPORA) \
		&& $(PYTHON) joint.py $(WORK) $(CORPORA) && $(PYTHON) package.py $(WORK)

