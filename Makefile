# One command a wish; README.md and CONTRIBUTING.md say more.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.NOTPARALLEL:
.DEFAULT_GOAL := help
.PHONY: help setup setup-test run test test-thorough static check bench services lock clean

PYTHON_PATHS := repo_app ingest storage search tests scripts

help: ## say what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: ## install what is missing, start nothing (OFFICE=1 adds LibreOffice, which draws Word, Excel, PowerPoint)
	@scripts/setup.sh run

setup-test: ## the same, with what the tests need
	@scripts/setup.sh test

run: setup ## start site and worker (SAMPLE=1 also loads the sample collection)
	@exec .venv/bin/hoclieu run $(if $(filter 1 yes true,$(SAMPLE)),--sample)

test: setup-test ## run the whole test suite (ARGS="-k word" narrows it)
	@.venv/bin/pytest -n 2 $(ARGS)

test-thorough: setup-test ## the same with every case and every draw, for a release
	@HYPOTHESIS_PROFILE=thorough .venv/bin/pytest -n 2 $(ARGS)

static: setup-test ## format, lint and types only
	@.venv/bin/ruff format --check --quiet $(PYTHON_PATHS)
	@.venv/bin/ruff check --quiet $(PYTHON_PATHS)
	@.venv/bin/mypy

# Migrations, docs, lengths and import rules are held by tests of the suite.
check: static test ## everything a change must pass: format, lint, types, tests, migrations, docs

bench: setup-test ## measure beside peers (ARGS="FOLDER --all"): recognition, text, encodings, index, memory
	@scripts/peers.sh
	@.venv/bin/python -m tests.benchmarks $(ARGS)

services: setup-test ## only the tests against real PostgreSQL and S3 servers
	@.venv/bin/pytest -m services $(ARGS)

lock: ## write the lock files from pyproject.toml (UPGRADE=1 takes newer versions)
	@scripts/lock.sh

clean: ## remove what was built; the data folder var/ and .env stay
	@rm -rf .venv .tools build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis node_modules
	@find . -name __pycache__ -type d -not -path './var/*' -prune -exec rm -rf {} +
