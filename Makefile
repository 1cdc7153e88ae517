# Everything a person types in this repository; `make help` lists it.

SHELL := /bin/sh
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
STAMPS := .build
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
ASSET_SOURCES := $(shell find src/daybook/web/assets -type f 2>/dev/null)
CATALOGUES := $(shell find src/daybook -name '*.po' 2>/dev/null)

.PHONY: help setup assets messages run test check fix bench drill lock clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMPS)/setup ## Make .venv with every dependency, by locked hashes

$(STAMPS)/setup: pyproject.toml requirements/dev.txt requirements/tools.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed" >&2; exit 1; }
	@PYTHON="$(PYTHON)" sh scripts/setup.sh
	@mkdir -p $(STAMPS) && touch $@

assets: $(STAMPS)/assets $(STAMPS)/catalogues ## Bundle style sheet and scripts, compile translations

$(STAMPS)/node: package-lock.json requirements/node.txt .npmrc | $(STAMPS)/setup
	@sh scripts/node.sh npm ci --no-progress --loglevel=error
	@touch $@

$(STAMPS)/assets: $(STAMPS)/node scripts/assets.mjs scripts/browser_floor.mjs $(ASSET_SOURCES)
	@sh scripts/node.sh node scripts/assets.mjs
	@touch $@

$(STAMPS)/catalogues: $(CATALOGUES) scripts/catalogues.py | $(STAMPS)/setup
	@$(BIN)/python scripts/catalogues.py compile
	@touch $@

messages: setup ## Collect the texts of the interface into the translation files
	@$(BIN)/python scripts/catalogues.py collect

run: ## Set up everything and serve a demo bureau on port 8000
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed" >&2; exit 1; }
	@$(PYTHON) scripts/run.py

test: ## Run everything CI runs, on both databases, and install what it needs
	@sh scripts/test.sh

check: setup assets ## Check style, types, layers, templates, migrations and translations
	@$(BIN)/python scripts/check.py

fix: setup ## Format the code and the templates, mend what can be mended
	-@$(BIN)/ruff check --fix --quiet src tests scripts bench
	@$(BIN)/ruff format src tests scripts bench
	@$(BIN)/python scripts/rules_page.py
	@$(BIN)/python scripts/interchange_page.py
	-@find src/daybook -path "*/templates/*" -name "*.html" -exec $(BIN)/djade --target-version 5.2 {} +

bench: setup assets ## Measure against the floors (ONLY=name, SIZE=small|large)
	@sh scripts/packages.sh
	@$(BIN)/python -m bench

drill: setup assets ## Faults and kills on both databases, every browser story on both
	@sh scripts/drill.sh

lock: setup ## Renew the lock files from pyproject.toml and package.json
	@sh scripts/lock.sh

clean: ## Remove what was built, but no data
	rm -rf $(VENV) $(STAMPS) node_modules src/daybook/web/static/daybook/dist
