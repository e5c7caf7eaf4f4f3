# Everything runs in .venv, which the first target that needs it makes from requirements.lock.
PYTHON   ?= python3
RENDERER ?= auto
CORES    ?= $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
TESTS    ?= tests
BIN      := .venv/bin
FAST     := not slow and not browser and not long and not quarto and not hour

.DEFAULT_GOAL := help
.PHONY: help report test test-long test-slow lint check coverage lab bench reproduce audit-deps clean

help: ## show this help
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18
	@echo '  RENDERER=auto|quarto|embedded  DRAFT=1  KEEP_GOING=1  PARTIAL=1  DEBUG=1  CORES=n  TESTS=tests/test_numerals.py'

report: .venv/ready ## build every report and publish them in _site/
	@$(BIN)/districtbrief report --renderer $(RENDERER) --cores $(CORES) $(if $(filter 1,$(DRAFT)),--draft) $(if $(filter 1,$(KEEP_GOING)),--keep-going) $(if $(filter 1,$(PARTIAL)),--partial) $(if $(filter 1,$(DEBUG)),--debug)

test: .venv/ready ## run the test suite
	@$(BIN)/python -m pytest -n $(CORES) -m "not long and not quarto and not hour" $(TESTS)

test-long: .venv/ready ## run the long tests: more of the same, through Quarto too, and the documents followed word for word
	@$(BIN)/python -m pytest -n $(CORES) -m "(long or quarto) and not hour" $(TESTS)

test-slow: .venv/ready ## disturb builds in every way, kill a hundred, look at every page in every light (about an hour)
	@$(BIN)/python -m pytest -m hour $(TESTS)

lint: .venv/ready ## check style and types
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

check: lint ## check style, types and the fast tests
	@$(BIN)/python -m pytest -n $(CORES) -m "$(FAST)" $(TESTS)

coverage: .venv/ready ## run the fast tests, and show which lines and branches they miss
	@$(BIN)/python -m pytest -n $(CORES) -m "$(FAST)" --cov --cov-report=term $(TESTS)

lab: .venv/lab ## open the notebooks in JupyterLab
	@$(BIN)/jupyter lab notebooks/brief.ipynb

bench: .venv/ready ## measure the pipeline, and write benchmarks/results.md (QUICK=1: in two minutes, writes nothing)
	@$(BIN)/python benchmarks/bench.py $(if $(filter 1,$(QUICK)),--quick)

reproduce: .venv/ready ## build twice, in circumstances that differ, and say whether every file is the same
	@$(BIN)/python -m districtbrief.reproduce --renderer $(if $(filter quarto,$(RENDERER)),quarto,embedded)

audit-deps: .venv/audit/ready ## ask whether a locked package is known to be vulnerable, where the network allows
	@.ci/audit-deps .venv/audit/bin/pip-audit

clean: ## remove everything that is generated, but not .venv
	rm -rf build _site .quarto .snakemake reports/zh reports/en

# Bytecode is compiled on all cores afterwards: pip does it on one, and each step of the pipeline starts Python anew.
.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12")'
	@echo 'making .venv from requirements.lock (about a minute, once)'
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q -j 0 .venv/lib >/dev/null || true
	@touch $@

.venv/lab: .venv/ready requirements-lab.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-lab.lock
	@touch $@

.venv/audit/ready: requirements-audit.lock
	@$(PYTHON) -m venv --clear .venv/audit
	@.venv/audit/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-audit.lock
	@touch $@
