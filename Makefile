# The commands of the house. `make help` lists them; each makes the environment itself when needed.
#
# Belongs here: what a newcomer, a developer and CI type. Keep out: work (it lives in pipelines/).

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
UV := $(abspath $(VENV)/.uv/bin/uv)

# The city of `make run`, and where it lives.
CASES ?= 20000
DAYS ?= 730
SEED ?= 20240101
HOME_DIR := $(or $(CASELOOM_HOME),var)
SAMPLE ?= $(HOME_DIR)/sample
# Options for pytest, for example: make test PYTEST_ARGS="-k publish".
PYTEST_ARGS ?=
WORKERS ?= 2

export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Nothing that we start may call home.
export DO_NOT_TRACK := 1
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export DAGSTER_DISABLE_TELEMETRY := 1
export GX_ANALYTICS_ENABLED := false

.DEFAULT_GOAL := help
.PHONY: help setup browser postgres postfix run test unit prove bench lint docs snapshots lock clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) ## Make the environment in .venv, from nothing but python3

# The lock is complete, so dependencies are not resolved again (--no-deps).
# uv installs in seconds what pip installs in minutes; where it cannot be had, pip does the same.
$(STAMP): requirements.txt requirements-uv.txt pyproject.toml
	@$(PYTHON) deploy/check_system.py python
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@if $(BIN)/python -m pip install -q --require-hashes --target $(VENV)/.uv --upgrade -r requirements-uv.txt 2>/dev/null \
		&& $(UV) pip install --python $(BIN)/python --no-deps --require-hashes -r requirements.txt; then \
		echo "caseloom setup: packages installed with uv"; \
	else \
		echo "caseloom setup: uv is not to be had here, installing with pip (some minutes)"; \
		$(BIN)/python -m pip install -q --no-deps --require-hashes -r requirements.txt; \
	fi
	@$(BIN)/python -m pip install -q --no-deps --no-build-isolation --no-index -e .
	@# Compiled once, here: uv leaves it to the first start, and where PYTHONDONTWRITEBYTECODE is set every
	@# start of dbt, Dagster or Great Expectations would compile thousands of files anew.
	@$(BIN)/python -m compileall -q -j $(WORKERS) $(VENV)/lib >/dev/null || true
	@$(BIN)/python deploy/check_system.py libraries
	@$(BIN)/python deploy/check_system.py fonts || true
	@touch $(STAMP)

browser: ## Install Chromium for the browser tests, where this user may
	@$(PYTHON) deploy/check_system.py browser --install

postgres: ## Install PostgreSQL for the tests of the application database, where this user may
	@$(PYTHON) deploy/check_system.py postgres --install

postfix: ## Install Postfix for the tests of mail, where this user may
	@$(PYTHON) deploy/check_system.py postfix --install

run: setup ## A sample city, the full pipeline, dashboards (port 8501) and Dagster (port 3000)
	@test -e $(SAMPLE)/.complete || { \
		$(BIN)/caseloom sample --out $(SAMPLE) --cases $(CASES) --days $(DAYS) --seed $(SEED) \
		&& touch $(SAMPLE)/.complete; }
	@test -e $(HOME_DIR)/landing || ln -s $(abspath $(SAMPLE))/landing $(HOME_DIR)/landing
	$(BIN)/caseloom build
	$(BIN)/caseloom mail --first-subscriptions
	$(BIN)/caseloom up

test: lint browser postgres postfix ## Everything that CI checks
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

unit: setup ## The fast tests only
	$(BIN)/python -m pytest tests/unit tests/docs $(PYTEST_ARGS)

prove: setup browser postgres postfix ## The big sweeps, in the sizes of the issues (an hour or more)
	CASELOOM_PROVE=1 $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --durations=20 $(PYTEST_ARGS)

bench: setup ## Speed and memory, on the sizes named in the README
	$(BIN)/python -m benchmarks.bench_build $(BENCH_ARGS)

lint: setup ## Style of Python and SQL
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/sqlfluff lint --processes $(WORKERS) dbt_project

docs: setup ## Write the data dictionary, one static page: docs/dictionary.html
	$(BIN)/caseloom dictionary --out docs/dictionary.html

snapshots: setup ## Rewrite the committed snapshots (asset graph, row counts, dictionary) after a change that is meant
	CASELOOM_UPDATE_SNAPSHOTS=1 $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -m snapshot

lock: setup ## Resolve the pins anew from pyproject.toml (needs uv; versions stay where they still fit)
	@for name in requirements requirements-uv; do \
		source=$$([ $$name = requirements ] && echo "pyproject.toml --extra test" || echo "deploy/uv.in"); \
		header=$$(head -n 1 $$name.txt); \
		$(UV) pip compile -q $$source --universal --python-version 3.11 --generate-hashes \
			--no-emit-index-url --no-header --no-annotate -o $$name.txt \
		&& printf '%s\n%s\n' "$$header" "$$(cat $$name.txt)" > $$name.new && mv $$name.new $$name.txt; \
	done

clean: ## Remove the environment and everything that can be made again; var/ stays
	rm -rf $(VENV) build *.egg-info .ruff_cache .pytest_cache .hypothesis .tmp dbt_project/target dbt_project/logs logs
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
