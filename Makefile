VENV := .venv
BIN := $(VENV)/bin
SYSTEM_PYTHON ?= python3

EXTRAS ?= pdf,sheets,agents,scale,zstd

.PHONY: up extras test lint bench long engines fuzz clean

up: $(VENV)/installed  ## set everything up, build the starter atlas, answer one question, serve
	@$(BIN)/govgraph up

extras: $(VENV)/installed  ## what PDF, spreadsheets, agents, clusters and zstd need, or some of it: make extras EXTRAS=pdf,sheets
	@sed -n 's/^\([A-Za-z0-9._-]*==[^ ;]*\).*/\1/p' requirements-test.lock > $(VENV)/versions
	@if command -v uv >/dev/null 2>&1; then uv pip install -q --python $(BIN)/python -c $(VENV)/versions -e '.[$(EXTRAS)]' ; \
	else $(BIN)/pip install -q --disable-pip-version-check -c $(VENV)/versions -e '.[$(EXTRAS)]' ; fi

test: $(VENV)/tested  ## everything the tests need, then the tests
	@sh tests/support/browser.sh
	@$(BIN)/python -m pytest -n 2 --dist loadfile -m "not long and not engines" $(ARGS)

long: $(VENV)/tested  ## the long harnesses
	@$(BIN)/python -m pytest -m "long and not engines" $(ARGS)

engines: $(VENV)/tested  ## Virtuoso; Oxigraph's server is among the tests
	@sh tests/support/virtuoso.sh
	@$(BIN)/python -m pytest -m engines $(ARGS)

fuzz: $(VENV)/installed  ## what schemathesis makes up from the OpenAPI document and the GraphQL schema
	@sh tests/support/fuzz.sh $(BIN)

bench: $(VENV)/tested  ## ratios of speed and memory
	@$(BIN)/python -m benchmarks $(ARGS)

lint: $(VENV)/tested
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

$(VENV)/installed: requirements.lock pyproject.toml
	@$(SYSTEM_PYTHON) -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "$(SYSTEM_PYTHON) is no Python of 3.11 or newer with venv: install one (python3-venv), or say which: make up SYSTEM_PYTHON=python3.12" >&2; exit 1; }
	@echo "installing what requirements.lock names into $(VENV): a minute or two, the first time only …" >&2
	@if command -v uv >/dev/null 2>&1; then \
	  uv venv -q --allow-existing --python $(SYSTEM_PYTHON) $(VENV) && \
	  uv pip install -q --python $(BIN)/python -r requirements.lock && uv pip install -q --python $(BIN)/python --no-deps -e . ; \
	else \
	  $(SYSTEM_PYTHON) -m venv $(VENV) && \
	  $(BIN)/pip install -q --no-compile --disable-pip-version-check -r requirements.lock && $(BIN)/pip install -q --disable-pip-version-check --no-deps -e . ; \
	fi
	@touch $@

$(VENV)/tested: $(VENV)/installed requirements-test.lock
	@if command -v uv >/dev/null 2>&1; then uv pip install -q --python $(BIN)/python -r requirements-test.lock ; \
	else $(BIN)/pip install -q --disable-pip-version-check -r requirements-test.lock ; fi
	@touch $@

clean:
	rm -rf $(VENV) build dist *.egg-info
