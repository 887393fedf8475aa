# Two commands: `make run` and `make test`. Set-up is part of both, can be interrupted and repeated.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run test lint types imports pytest evals clean system-test-tools

PY ?= $(firstword $(foreach p,python3.13 python3.12 python3.11 python3,$(if $(shell $(p) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo yes),$(p))) python3)
VENV ?= .venv
HOST ?= 127.0.0.1
PORT ?= 8000
# Where PyTorch publishes its CPU builds; asked only if pip's own places hold none.
TORCH_CPU_INDEX ?= https://download.pytorch.org/whl/cpu
BIN := $(VENV)/bin
LOG := $(VENV)/setup.log
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export HF_HUB_OFFLINE := 1
export GRADIO_ANALYTICS_ENABLED := False
export OMP_NUM_THREADS := 1

help:
	@echo "make run    set up, ingest the shipped course, serve http://$(HOST):$(PORT)/"
	@echo "make test   set up, run every check"
	@echo "make evals  set up, print quality and speed figures"

# pip with one progress line per package, its whole output in the log, and one line on failure.
define pip_install
$(BIN)/python -m pip install $(1) 2>&1 | tee -a $(LOG) | \
	{ grep --line-buffered -E '^ *(Downloading|Building|Installing collected|Successfully)' | cut -c1-100 || true; }
endef
define explain
{ if grep -q 'No space left' $(LOG); then why='no space left on this disk (about 3 GB are needed)'; \
  elif grep -qE 'NameResolution|NewConnectionError|Network is unreachable|Read timed out|ConnectTimeout|Temporary failure' $(LOG); \
  then why='a package index cannot be reached; is there a network?'; \
  else why="$$(grep -E '^ERROR' $(LOG) | tail -n 1)"; fi; \
  echo "set-up failed: $$why (details in $(LOG); run the command again to go on)" >&2; exit 1; }
endef

$(VENV)/.python:
	@$(PY) -c 'import sys; v = sys.version_info; sys.exit(f"set-up failed: Python 3.11 or newer is needed, {sys.executable} is {v[0]}.{v[1]}") if v < (3, 11) else None'
	@free=$$(df -Pk . | awk 'NR == 2 { print int($$4 / 1024) }'); \
	if [ "$$free" -lt 3000 ]; then echo "set-up failed: 3 GB of disk are needed, $$free MB are free" >&2; exit 1; fi
	@echo "[1/3] creating $(VENV) with $(PY)"
	@$(PY) -m venv $(VENV) || { echo "set-up failed: $(PY) has no venv module (Debian: apt install python3-venv)" >&2; exit 1; }
	@touch $@

$(VENV)/.torch: constraints.txt | $(VENV)/.python
	@: > $(LOG)
	@echo "[2/3] installing the CPU build of torch"
	@if ! { $(call pip_install,-c constraints.txt torch); }; then \
		echo "      not found locally, asking PyTorch's CPU index"; \
		{ $(call pip_install,--retries 1 --extra-index-url $(TORCH_CPU_INDEX) -c constraints.txt torch); } || $(explain); fi
	@touch $@

$(VENV)/.installed: pyproject.toml constraints.txt $(VENV)/.torch
	@echo "[3/3] installing the course strategist (one to three minutes)"
	@{ $(call pip_install,-c constraints.txt -e .); } || $(explain)
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	@echo "installing what the checks need"
	@{ $(call pip_install,-c constraints.txt -e '.[test]'); } || $(explain)
	@touch $@

run: $(VENV)/.installed
	@$(BIN)/python -m ingest
	@exec $(BIN)/python -m assistant serve --host $(HOST) --port $(PORT)

# Chromium and Postgres are Debian packages. Without the right to install them their tests are
# skipped, each with a reason.
system-test-tools:
	@missing=""; \
	command -v chromium >/dev/null || missing="$$missing chromium"; \
	ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$$missing postgresql"; \
	if [ -n "$$missing" ]; then \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo "installing for the tests:$$missing"; \
			{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$missing; } >/dev/null 2>&1 \
				|| echo "could not install$$missing; their tests will be skipped, with the reason" >&2; \
		else echo "not installed:$$missing (their tests will be skipped, with the reason)" >&2; fi; fi

lint: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-test
	$(BIN)/mypy

imports: $(VENV)/.installed-test
	$(BIN)/lint-imports

pytest: $(VENV)/.installed-test system-test-tools
	$(BIN)/python -m pytest --durations=20

test: $(VENV)/.installed-test system-test-tools lint types imports pytest

evals: $(VENV)/.installed-test
	@$(BIN)/python -m ingest
	@$(BIN)/python -m evals

clean:
	rm -rf $(VENV) data .mypy_cache .ruff_cache .pytest_cache .import_linter_cache *.egg-info
