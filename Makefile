# `make` alone prints this list. On Windows: py -m tools TARGET (see README).
PYTHON ?= python3
.DEFAULT_GOAL := help

help: ## print this list
	@grep -E '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/'
setup: ## .venv with the pinned packages, Qt's system libraries checked
	@$(PYTHON) -m tools setup
run: ## set up and open the window (without a display: run the demo month)
	@$(PYTHON) -m tools run
test: ## set up and pass every check and test
	@$(PYTHON) -m tools test
shared: ## the tests of a store that desks share, on PostgreSQL
	@$(PYTHON) -m tools shared
check: ## format, lint, types, imports only
	@$(PYTHON) -m tools check
bench: ## measure the budgets beside their peers
	@$(PYTHON) -m tools bench
demo: ## the whole month of three townships and a county, into demo-out/
	@$(PYTHON) -m tools demo
mutants: ## whether the tests of the law notice a change (docs/mutants.md)
	@$(PYTHON) -m tools mutants
lock: ## write requirements.lock anew from pyproject.toml
	@$(PYTHON) -m tools lock

.PHONY: help setup run test shared check bench demo mutants lock
