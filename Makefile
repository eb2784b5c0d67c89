# Two commands set a fresh machine up: `make demo` and `make test`. They need Python 3.11, make and a package index.

PYTHON ?= python3.11
BIN = .venv/bin
# One more than cores: many tests wait for a limit, or for a process to end.
TESTERS ?= $(shell echo $$(($$(getconf _NPROCESSORS_ONLN) + 1)))
SAMPLES = assignments/cnn/samples

.PHONY: demo test check lint types verify fuzz env clean

demo: env
	$(BIN)/autograder data || $(BIN)/autograder data --fetch
	$(BIN)/autograder release cnn --out demo/kit
	$(BIN)/autograder grade cnn $(SAMPLES) --out demo/results

test: env
	OMP_WAIT_POLICY=PASSIVE $(BIN)/python -m pytest -n $(TESTERS) --dist loadfile --no-loadscope-reorder

check: lint types kit-cnn kit-mlp

lint: env
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: env
	$(BIN)/mypy

kit-%: env
	$(BIN)/autograder release $* --check

verify: env
	$(BIN)/autograder verify cnn --brief
	$(BIN)/autograder verify mlp --brief

fuzz: env
	$(BIN)/python tests/fuzz/decoder.py --runs 1000000

env: .venv/ready

.venv/ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'make: needs Python 3.11 or newer: make PYTHON=/path/to/python3'; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@

clean:
	rm -rf .venv demo build
