# Everything runs in .venv, which is made from the lock files on first use. Only Python is needed.

PYTHON ?= python3
PORT ?= 8000
ARGS ?=
OUT ?= screenshots

VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check --no-input install
PROJECT := --no-deps --no-build-isolation --editable .
COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras \
	--no-header --no-annotate --no-emit-options \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links $(if $(UPGRADE),--upgrade)

CLIENTS := tests/clients/node_modules
EXAMPLE := docs/examples/typescript/node_modules

.DEFAULT_GOAL := help
.PHONY: help demo test check lint format bench bench-api bench-imports bench-pages bench-trail proofs screenshots codes lock wheel clean

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/.runtime ## Run the product with example councils (PORT=8000)
	@exec $(BIN)/kyogikai demo --port $(PORT)

test: $(VENV)/.dev ## Run the tests that belong to every change (ARGS="-k word")
	@$(BIN)/pytest -m "not check" --numprocesses auto --dist loadfile $(ARGS)

check: $(VENV)/.dev $(CLIENTS)/.made ## Run the slower tests
	@$(BIN)/pytest -m check --numprocesses auto --dist loadfile --no-loadscope-reorder $(ARGS) || test $$? -eq 5 # 5: none selected

lint: $(VENV)/.dev ## Check style, format, types, and which floor imports which
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(VENV)/.dev ## Put the code into its format
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

bench: $(VENV)/.dev ## Measure side by side and print ratios
	@$(BIN)/python tests/bench/run.py $(ARGS)

bench-api: $(VENV)/.dev ## Measure the API beside other servers (ARGS="--quick")
	@$(BIN)/python tests/bench/run.py api $(ARGS)

bench-imports: $(VENV)/.dev ## Measure a workbook on its way into the log (ARGS=100000 rows)
	@$(BIN)/python tests/bench/run.py imports $(ARGS)

bench-pages: $(VENV)/.dev ## Measure the pages beside their SQL alone (ARGS="--quick")
	@$(BIN)/python tests/bench/run.py pages $(ARGS)

bench-trail: $(VENV)/.dev ## Measure the audit trail of a long log beside a short one (ARGS="10000 1000000")
	@$(BIN)/python tests/bench/run.py trail $(ARGS)

proofs: $(VENV)/.dev ## Print what proves the promises, and the controls that must fail
	@$(BIN)/python tests/proofs/run.py $(ARGS)

screenshots: $(VENV)/.dev ## Take pictures of every page as each role sees it (OUT=screenshots)
	@$(BIN)/python -m tests.journeys.screenshots $(OUT) $(ARGS)

codes: $(VENV)/.dev ## Write the list of municipality codes again, after `make lock UPGRADE=1`
	@$(BIN)/python -m tests.code_list_source

lock: $(VENV)/.dev ## Write the lock files again, on the oldest Python (UPGRADE=1 for newer versions)
	@$(BIN)/python -c 'import sys; sys.exit("make lock needs Python 3.11" if sys.version_info[:2] > (3, 11) else 0)'
	@$(COMPILE) --extra embedded --extra furigana --output-file requirements.lock pyproject.toml
	@$(COMPILE) --extra embedded --extra furigana --extra tracing --extra dev --build-deps-for editable \
		--constraint requirements.lock --output-file requirements-dev.lock pyproject.toml
	@$(COMPILE) --build-deps-for editable --only-build-deps \
		--constraint requirements-dev.lock --output-file requirements-build.lock pyproject.toml

wheel: $(VENV)/.dev ## Build the wheel into dist/
	@$(BIN)/python -m pip --quiet --quiet --disable-pip-version-check wheel --no-deps --no-build-isolation \
		--wheel-dir dist .

clean: ## Remove everything that was made, the environment too
	@rm -rf $(VENV) $(CLIENTS) $(EXAMPLE) build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find platform graphql projections tenants tests -name __pycache__ -prune -exec rm -rf {} +

$(CLIENTS)/.made: tests/clients/package-lock.json tests/clients/.npmrc docs/examples/typescript/package-lock.json
	@echo "Installing the clients that ask the API in the checks …"
	@npm --prefix tests/clients ci --loglevel=error
	@npm --prefix docs/examples/typescript ci --loglevel=error
	@touch $@

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Kyogikai needs Python 3.11 or newer: make PYTHON=…")'
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.runtime: $(VENV)/.made requirements.lock requirements-build.lock pyproject.toml
	@echo "Installing what Kyogikai runs on …"
	@$(INSTALL) --require-hashes --requirement requirements-build.lock
	@$(INSTALL) --require-hashes --requirement requirements.lock
	@$(INSTALL) $(PROJECT)
	@touch $@

$(VENV)/.dev: $(VENV)/.made requirements-dev.lock pyproject.toml
	@echo "Installing what Kyogikai is developed with …"
	@$(INSTALL) --require-hashes --requirement requirements-dev.lock
	@$(INSTALL) $(PROJECT)
	@touch $@
