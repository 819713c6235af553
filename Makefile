# Two commands do it all on a fresh machine: `make ask` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
# The same folder that the program itself uses; a question is handed over in the environment,
# so that no quote or dollar sign in it is ever read by the shell.
WENSHI_INDEX ?= index
export WENSHI_INDEX Q

.PHONY: ask index serve test lint types format clean

ask: $(WENSHI_INDEX)/CURRENT
	@if [ -n "$$Q" ]; then $(BIN)/wenshi ask -- "$$Q"; else $(BIN)/wenshi ask; fi

# A new index of the starter corpus; of other pages: .venv/bin/wenshi index PATH
index: $(INSTALLED)
	$(BIN)/wenshi index

serve: $(WENSHI_INDEX)/CURRENT
	$(BIN)/wenshi serve

$(WENSHI_INDEX)/CURRENT: | $(INSTALLED)
	$(BIN)/wenshi index

$(INSTALLED): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "问事 needs Python 3.11 or newer; run: make PYTHON=python3.11 ask")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet -c constraints.txt torch
	$(BIN)/pip install --quiet -c constraints.txt -e '.[dev]'
	touch $@

test: lint types
	$(BIN)/pytest

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(INSTALLED)
	$(BIN)/mypy

format: $(INSTALLED)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) build dist *.egg-info
