# The daily commands. Everything is installed into .venv/, from the committed locks.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WAREHOUSE := sqlite:///jixiao.db
SEED ?= 1
N ?= 2
BENCH := .venv-bench
PUBLIC ?=
ONLY ?=
SET ?=
WRITE ?=
LOCK := --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-header --no-annotate

.DEFAULT_GOAL := help
.PHONY: help demo test check fmt lock fixtures bench-accuracy bench-renormalize bench-grids bench-match

help:  ## say what can be made
	@sed -n 's/^\([a-z-]*\):.*##/  make \1 —/p' $(MAKEFILE_LIST)

demo: $(VENV)/.installed  ## install, read fixtures/ into jixiao.db, ask it four questions
	@$(BIN)/jixiao ingest fixtures --warehouse $(WAREHOUSE) || \
		{ code=$$?; [ $$code -eq 3 ] || exit $$code; \
		  echo "(some fixtures are bad on purpose: they lie in quarantine, each with its reason)"; }
	@echo; echo "What did each body spend of its budget, and what score did it give itself?"
	@$(BIN)/jixiao query --warehouse $(WAREHOUSE) "SELECT f.organization_canonical AS body, \
		f.fiscal_year AS year, COUNT(*) AS forms, \
		SUM(b.annual_budget_yuan) AS budget_yuan, SUM(b.executed_yuan) AS executed_yuan, \
		ROUND(AVG(f.total_score), 2) AS score \
		FROM v_forms f JOIN v_funding b ON b.form_id = f.form_id AND b.kind = 'total' \
		WHERE f.form_type LIKE '%self_evaluation' \
		GROUP BY f.organization_canonical, f.form_type, f.fiscal_year \
		ORDER BY f.fiscal_year DESC, f.organization_canonical"
	@echo; echo "Which indicators lost the most points?"
	@$(BIN)/jixiao query --warehouse $(WAREHOUSE) "SELECT project_name, name_raw AS indicator, target_raw AS target, \
		actual_raw AS actual, weight, score FROM v_indicators WHERE score < weight \
		ORDER BY weight - score DESC, project_name, line_no LIMIT 5"
	@echo; echo "How many bodies of each prefecture have published a year? (unsure: their form prints no year)"
	@$(BIN)/jixiao query --warehouse $(WAREHOUSE) "SELECT province, prefecture, fiscal_year AS year, COUNT(*) AS bodies, \
		SUM(published) AS published, SUM(CASE WHEN published = 0 AND undated_forms > 0 THEN 1 ELSE 0 END) AS unsure \
		FROM v_coverage WHERE province IS NOT NULL AND fiscal_year BETWEEN 2022 AND 2024 \
		GROUP BY province, prefecture, fiscal_year ORDER BY province, prefecture, fiscal_year"
	@echo; echo "Where does the paper contradict itself?"
	@$(BIN)/jixiao query --warehouse $(WAREHOUSE) "SELECT rule, severity, COUNT(*) AS findings, \
		COUNT(DISTINCT form_id) AS forms FROM v_findings GROUP BY rule, severity ORDER BY findings DESC, rule LIMIT 8"

test: $(VENV)/.installed-dev  ## run the tests
	$(BIN)/python -m pytest

check: $(VENV)/.installed-dev  ## format, lint, types, import contracts
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

fmt: $(VENV)/.installed-dev  ## format, and mend what lint can mend
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

lock:  ## pin the dependencies anew, for every Python that is supported
	printf "hatchling\neditables\n" | uv pip compile pyproject.toml - $(LOCK) -o requirements.lock
	uv pip compile pyproject.toml --extra dev -c requirements.lock $(LOCK) -o requirements-dev.lock
	uv pip compile benchmarks/requirements.in --override benchmarks/overrides.txt -c requirements.lock $(LOCK) \
		-o benchmarks/requirements.txt

fixtures: $(VENV)/.installed-dev  ## draw the fixtures again; needs fonts and LibreOffice
	$(BIN)/python fixtures/make.py

bench-accuracy: $(VENV)/.installed-dev  ## measure on N fresh documents a family and medium, drawn from SEED
	$(BIN)/python benchmarks/accuracy.py --seed $(SEED) --count $(N)

bench-renormalize: $(VENV)/.installed-dev  ## time stored layouts beside documents: ingest and renormalize
	$(BIN)/python benchmarks/renormalize.py --seed $(SEED) $(if $(WRITE),--write)

bench-grids: $(VENV)/.installed-dev $(BENCH)/.installed  ## measure grids and speed beside the peers
	$(BENCH)/bin/python benchmarks/grids.py --product $(BIN)/python --seed $(SEED) --count $(N) \
		$(if $(PUBLIC),--public "$(PUBLIC)") $(if $(ONLY),--only $(ONLY)) $(if $(WRITE),--write)

bench-match: $(VENV)/.installed-dev  ## measure the matching of indicators' names; SET=FILE for labels of your own
	$(BIN)/python benchmarks/matching.py $(if $(SET),"$(SET)") --seed $(SEED)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "jixiao needs Python 3.11 or newer: make demo PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "$(PYTHON) cannot make a venv: apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	@touch $@

# The peers, apart from the product. One that cannot be had here is left out, and the benchmark says so.
$(BENCH)/.installed: benchmarks/requirements.txt
	$(PYTHON) -m venv $(BENCH)
	@install="$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps"; \
	$$install -r $< || while read -r line; do \
		echo "$$line" >$(BENCH)/one.txt; $$install -r $(BENCH)/one.txt || echo "not installed: $$line"; \
	done <$<
	@touch $@
