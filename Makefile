# What a newcomer needs: `make run` and `make test`. All of it works on a fresh clone.
#
#   make run           environment, keys, databases, demo; serves http://127.0.0.1:8000 (PORT=… changes it)
#   make install       environment and what is locked, for a server; then .venv/bin/python manage.py setup
#   make test          every test: SQLite, Chromium, PostgreSQL (ARGS="-k sign" narrows it)
#   make check         format, lint, types, migrations, import contracts, templates, translations
#   make prove         the proofs at full size; figures into docs/proofs.md
#   make audit         our own rules, bandit and known holes, over all sources; make sbom: dist/sbom.cdx.json
#   make bench         one line per subject: ours, a peer, the limit
#   make lighthouse    scores, weight and HTML of a page of every kind (Chromium, Node, npm; ARGS="PetitionPage")
#   make pictures      the pictures of the guides anew, in Chromium over a throwaway demo
#   make setup-system  Debian packages for the browser, PostgreSQL and translation parts (needs root)
#   make lock          write requirements/*.txt anew; make messages: collect and compile translations

.DELETE_ON_ERROR:
.PHONY: run install test check prove audit sbom bench lighthouse pictures setup-system lock messages keys clean

PORT ?= 8000
ARGS ?=
VENV := .venv
AUDIT := .audit
PY := $(VENV)/bin/python
DATA := var
APPS := privacy outbox supporters campaigns petitions events mailings donations site
SOURCES := privacy outbox supporters campaigns petitions events mailings donations site tests benchmarks scripts manage.py
TEMPLATES := $(wildcard */templates site/pages/templates site/staff/templates templates tests/testapp/templates)
MIGRATIONS := $(wildcard */migrations/*.py site/pages/migrations/*.py site/staff/migrations/*.py)
DEMO := $(shell find site/pages/demo -type f -not -name '*.pyc' 2>/dev/null)

# Development: keys from var/keys, mail into var/mail, error pages with the lines of code.
DEV := DEBUG=1

run: $(DATA)/.demo
	@BASE_URL=http://127.0.0.1:$(PORT) sh scripts/say_where.sh $(DATA)
	@exec env $(DEV) BASE_URL=http://127.0.0.1:$(PORT) $(PY) manage.py serve 127.0.0.1:$(PORT)

# What a server needs; manage.py setup goes on from there.
install: $(VENV)/.run

# --- stamps: a step is repeated only when what it was made from is newer --------------------------

$(VENV)/.made: .python-version
	@python=$$(sh scripts/find_python.sh) && echo "Making $(VENV) with $$python" && "$$python" -m venv $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.made requirements/run.txt
	@echo "Installing requirements/run.txt"
	@sh scripts/install.sh $(PY) requirements/run.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	@echo "Installing requirements/dev.txt"
	@sh scripts/install.sh $(PY) requirements/dev.txt
	@touch $@

# Apart from the site's: an analyser and all that it brings along have no business beside keys.
$(AUDIT)/.made: .python-version requirements/audit.txt
	@python=$$(sh scripts/find_python.sh) && echo "Making $(AUDIT) with $$python" && "$$python" -m venv --clear $(AUDIT)
	@$(AUDIT)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/audit.txt
	@touch $@

keys:
	@$(PY) scripts/dev_keys.py $(DATA)/keys

$(DATA)/keys/staff_password: $(VENV)/.made scripts/dev_keys.py
	@$(PY) scripts/dev_keys.py $(DATA)/keys
	@touch -c $@

$(DATA)/.migrated: $(VENV)/.run $(DATA)/keys/staff_password $(MIGRATIONS)
	@echo "Making the databases"
	@$(DEV) $(PY) manage.py migrate countersign_privacy --verbosity 0 --database keystore
	@$(DEV) $(PY) manage.py migrate --verbosity 0
	@touch $@

$(DATA)/.demo: $(DATA)/.migrated $(DEMO)
	@echo "Loading the demo"
	@$(DEV) $(PY) manage.py demo
	@touch $@

# --- proofs --------------------------------------------------------------------------------------

test: $(VENV)/.dev
	@$(PY) scripts/run_tests.py $(ARGS)

prove: $(VENV)/.dev
	@printf '# Proofs\n\nWritten by `make prove`.\n\n| what was tried | database | figure |\n|---|---|---|\n' > docs/proofs.md
	@PROOF_SIZE=full PROOF_FIGURES="$(CURDIR)/docs/proofs.md" $(PY) scripts/run_tests.py -m proof $(ARGS)

audit: $(AUDIT)/.made
	@$(AUDIT)/bin/python scripts/audit.py

sbom: $(AUDIT)/.made
	@$(AUDIT)/bin/python scripts/sbom.py

bench: $(VENV)/.dev
	@PYTHONPATH=.:site $(PY) -m benchmarks $(ARGS)

lighthouse: $(VENV)/.dev
	@PYTHONPATH=.:site $(PY) -m benchmarks.pages $(ARGS)

pictures: $(VENV)/.dev
	@$(PY) scripts/pictures.py $(ARGS)

check: $(VENV)/.dev $(DATA)/keys/staff_password
	$(VENV)/bin/ruff format --check $(SOURCES)
	$(VENV)/bin/ruff check $(SOURCES)
	$(DEV) PYTHONPATH=.:site $(VENV)/bin/mypy
	$(DEV) $(PY) manage.py makemigrations --check --dry-run
	$(DEV) $(PY) manage.py check --fail-level WARNING
	PYTHONPATH=.:site $(VENV)/bin/lint-imports --no-cache
	find $(TEMPLATES) -name '*.html' -print0 | xargs -0 $(VENV)/bin/djhtml --check --tabwidth 2
	$(PY) scripts/check_messages.py $(APPS)

# --- upkeep --------------------------------------------------------------------------------------

setup-system:
	sh scripts/setup_system.sh

# The order matters: dev.txt must hold the very versions of run.txt.
LOCKED = --universal --python-version 3.12 \
	--generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet
LOCK = $(VENV)/bin/uv pip compile pyproject.toml requirements/build.in $(LOCKED)

lock:
	$(LOCK) --extra postgres --extra site --output-file requirements/run.txt
	$(LOCK) --extra postgres --extra site --extra test --extra check \
		--constraint requirements/run.txt --output-file requirements/dev.txt
	$(VENV)/bin/uv pip compile requirements/audit.in $(LOCKED) --output-file requirements/audit.txt

messages: $(VENV)/.dev $(DATA)/keys/staff_password
	$(DEV) $(PY) manage.py makemessages -l es --no-location --no-obsolete --ignore '$(VENV)' --ignore $(DATA) --ignore tests
	$(DEV) $(PY) manage.py compilemessages -l es --ignore '$(VENV)' --ignore $(DATA)

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache
