# Two commands matter: `make demo` and `make test`. Both build .venv first.
PYTHON ?= python3.11
BIN := .venv/bin
STAMP := .venv/.installed

.PHONY: demo test check fast slow browser test-opensearch lock clean bench-extract bench-judged bench-pdf bench-search bench-serve

$(STAMP): requirements.lock pyproject.toml setup.py $(wildcard ingest/readers/_bulk*.[ch])
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

demo: $(STAMP)
	$(BIN)/pykala demo

check: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fast: $(STAMP)
	$(BIN)/pytest -n 2

slow: $(STAMP)
	$(BIN)/pytest -n 2 -m "slow and not opensearch"

# What tests in a browser need from npm; they need Debian's packages chromium and chromium-driver too.
AXE := tests/browser/node_modules/.package-lock.json
browser: $(AXE)
$(AXE): tests/browser/package-lock.json
	npm ci --prefix tests/browser --ignore-scripts --no-audit --no-fund --silent
	touch $@

# Tests of the engine OpenSearch, on three nodes that they start: needs a JDK of version 17 and Maven.
test-opensearch: $(STAMP)
	$(BIN)/pytest -m "opensearch and not slow" --durations=5

NODES := tests/opensearch/target
$(NODES)/complete: tests/opensearch/pom.xml tests/opensearch/Node.java
	mvn --quiet --batch-mode --file tests/opensearch/pom.xml dependency:copy-dependencies
	javac -cp '$(NODES)/lib/*' -d $(NODES)/classes tests/opensearch/Node.java
	touch $@

test: check fast

lock: $(STAMP)
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --extra dev --extra fast --extra export --extra opensearch --extra web --strip-extras --no-emit-options --no-header --allow-unsafe --all-build-deps --output-file requirements.lock pyproject.toml

bench-extract bench-judged bench-pdf bench-search bench-serve: $(STAMP)
	$(BIN)/python -m bench.$(subst -,_,$@)

clean:
	rm -rf .venv .demo build *.egg-info $(NODES)
