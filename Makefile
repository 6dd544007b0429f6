# Two commands: `make run` and `make test`. Both work in a fresh checkout with Python ≥ 3.11 and nothing else.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8050
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test test-wide test-order test-programs quick check lint frontend bench fuzz clean

# Compiled once, not by each worker, server and command that a test starts.
test test-wide quick test-order test-programs fuzz: export PYTHONDONTWRITEBYTECODE :=

run: $(VENV)/.run
	@HOST="$(HOST)" PORT="$(PORT)" $(BIN)/python app.py

test: $(VENV)/.dev
	@$(BIN)/python -m tools.frontend --check
	@$(BIN)/python -m tools.get_chromium
	@$(BIN)/python -m tools.get_redis
	@$(BIN)/python -m pytest $(ARGS)

# What `make test` has no time for: the other cases of each sweep, the other corners of the page.
test-wide: $(VENV)/.dev
	@$(BIN)/python -m tools.get_chromium
	@$(BIN)/python -m tools.get_redis
	@$(BIN)/python -m pytest -m "wide and not programs" $(ARGS)

# No test may need another before it.
SEEDS ?= 1 2 3
test-order: $(VENV)/.dev
	@for seed in $(SEEDS); do $(BIN)/python -m pytest -p randomly --randomly-seed=$$seed -m "not browser and not programs" $(ARGS) || exit 1; done

# What we write, opened in LibreOffice, Inkscape and GDAL, as far as this machine has them or apt gets them.
test-programs: $(VENV)/.dev
	@$(BIN)/python -m tools.get_programs
	@$(BIN)/python -m pytest -n 0 -rs -m programs tests/programs $(ARGS)

# While writing: no browser, no server, no drawing.
quick: lint
	@$(BIN)/python -m pytest -m "not slow and not browser and not programs" $(ARGS)

check: $(VENV)/.run
	@$(BIN)/python app.py check

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tools.frontend --check

# Checks, tests and builds the page's scripts (frontend/ → assets/dist/); needs Node, which running does not.
frontend: $(VENV)/.dev
	@$(BIN)/python -m tools.frontend

# The long run; `make test` has a short one of the same.
fuzz: $(VENV)/.dev
	@FUZZ=long $(BIN)/python -m pytest -n 0 -s tests/fuzz $(ARGS)
	@FUZZ=long $(BIN)/python -m pytest -m "hypothesis and not browser" $(ARGS)

bench: $(VENV)/.dev
	@$(BIN)/python -m tools.get_chromium
	@$(BIN)/python -m tests.bench

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; try: make PYTHON=python3.11 run"; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python has no venv; on Debian and Ubuntu: apt install python3-venv"; exit 2; }

$(VENV)/.run: $(VENV)/bin/python requirements.txt
	@echo "Installing what the dashboard needs (once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.txt
	@echo "Installing what the tests need (once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
