# Everything a person types. Paths are relative on purpose: this folder's own may hold a space.
PYTHON ?= python3
VENV = .venv/bin/python

# Tests run in several processes (tests/conftest.py says how many), each with a database of its own.
PARALLEL ?= -q -n auto --dist loadscope

# The share of branches and lines that the tests of every day must run, in per cent. Counting takes
# them a third more time, so the crawls and the browsers go without.
COVERAGE ?= 90

# What a public newsroom would be told: Django's own checks must find nothing in it.
PRODUCTION = env -u DEBUG -u DATABASE_URL -u ALLOWED_HOSTS HOST=0.0.0.0 \
	NEWSROOM_URL=https://news.example NEWSROOM_PROXY_COUNT=1 \
	SECRET_KEY=only-for-this-check-0123456789-abcdefghijklmnopqrstuvwxyz

.PHONY: help run dev test test-all check bench bench-lighthouse bench-search bench-desk bench-typing \
	bench-phone torture-comments torture-desk torture-pages pictures screenshots words lock venv venv-dev

help:
	@echo "make run          start the newsroom, on a fresh machine too"
	@echo "make dev          the same with reload and debug pages"
	@echo "make test         the tests of every day"
	@echo "make test-all     all tests, and how much those of every day cover"
	@echo "make check        format, lint, migrations, Django's checks, all tests"
	@echo "make bench        what a page costs, beside a bare program and nginx"
	@echo "make bench-lighthouse  four pages as a simulated phone loads them (npm, Chromium)"
	@echo "make bench-search  what a search costs among a million articles (5 GB)"
	@echo "make bench-desk   how soon the desk opens among 100,000 stories"
	@echo "make bench-typing  how long a key takes to be on the screen in a long story"
	@echo "make bench-phone  from the desk to a live article by phone, on a bad network"
	@echo "make torture-comments  1,000 comments at once, then with processes killed"
	@echo "make torture-desk  three browsers write while they and the newsroom are killed"
	@echo "make torture-pages  2,000 changes: is any page of any process ever stale?"
	@echo "make pictures     draw the demo's pictures anew"
	@echo "make screenshots  take the pictures of the README"
	@echo "make words        bring the catalogues up to date (needs gettext)"
	@echo "make lock         resolve the dependencies anew (needs uv)"

run: venv
	@$(VENV) -m newsroom.launch

dev: venv
	@$(VENV) -m newsroom.launch --dev

test: venv-dev
	@$(VENV) -m pytest $(PARALLEL) -m "not crawl"

test-all: venv-dev
	@$(VENV) -m slipcover --json --out .coverage -m pytest $(PARALLEL) -m "not crawl"
	@$(VENV) -m slipcover --merge .coverage --out .coverage --fail-under $(COVERAGE)
	@$(VENV) -m pytest $(PARALLEL) -m crawl

check: venv-dev
	@$(VENV) -m ruff format --check .
	@$(VENV) -m ruff check .
	@find templates -name "*.html" -exec .venv/bin/djade --check --target-version 5.2 {} +
	@$(VENV) -m tests.database manage.py makemigrations --check --dry-run
	@$(PRODUCTION) $(VENV) -m tests.database manage.py check --deploy --fail-level WARNING
	@$(MAKE) test-all

torture-comments: venv-dev
	@$(VENV) -m tests.torture.comments $(TORTURE)

bench: venv
	@$(VENV) -m bench

torture-desk: venv-dev
	@$(VENV) -m tests.torture.desk $(TORTURE)

torture-pages: venv-dev
	@$(VENV) -m tests.torture.pages $(TORTURE)

pictures: venv-dev
	@$(VENV) -m comments.demo.draw

bench-lighthouse: venv
	@$(VENV) -m bench.lighthouse

bench-search: venv
	@$(VENV) -m bench.search $(ARTICLES)

bench-desk: venv
	@$(VENV) -m bench.desk $(STORIES)

bench-typing: venv-dev
	@$(VENV) -m tests.typing_speed

bench-phone: venv-dev
	@$(VENV) -m tests.phone_run

screenshots: venv-dev
	@$(VENV) -m tests.screenshots

words: venv
	@$(VENV) manage.py makemessages --all --no-wrap --no-obsolete --add-location file \
		--ignore var --ignore tests --ignore bench
	@$(VENV) manage.py compilemessages --ignore .venv --ignore var

lock:
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
		--no-header pyproject.toml -o requirements.txt
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
		--no-header -c requirements.txt --group pyproject.toml:dev -o requirements-dev.txt

venv:
	@$(PYTHON) -I newsroom/bootstrap.py run

venv-dev:
	@$(PYTHON) -I newsroom/bootstrap.py dev
