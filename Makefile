# Targets explain themselves: make help

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
SAMPLES := data/samples/corpus

.DEFAULT_GOAL := help
.PHONY: help run test lint bench models clean

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(INSTALLED)  ## Scan the sample corpus: findings as text here, side by side in build/findings.html
	@mkdir -p build
	@$(BIN)/contradict scan $(SAMPLES) --format json -o build/findings.json
	@$(BIN)/contradict report build/findings.json --format text
	@$(BIN)/contradict report build/findings.json -o build/findings.html
	@echo
	@echo "The same side by side, with the conflicting words marked: $(CURDIR)/build/findings.html"

test: lint  ## Check style and types, then run the tests
	$(BIN)/python -m pytest

lint: $(INSTALLED)  ## Check style and types only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(INSTALLED)  ## Measure speed and quality on small data of our own (minutes)
	$(BIN)/python -m tests.bench

models: $(INSTALLED)  ## Train models/ anew: make models DATA=folder CORPORA=folder (hours)
	$(BIN)/python -m contradict.training.recipes --data $(DATA) --corpora $(CORPORA)

clean:  ## Remove what was built; the environment, .venv, stays
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

# One marker for a finished installation, so that a second run starts at once.
$(INSTALLED): setup.cfg constraints.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@
