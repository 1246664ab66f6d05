# innopart: builds with PGXS; `make check` tests it, `make demo` shows it.

EXTENSION = innopart
EXTVERSION := $(shell sed -n "s/^default_version *= *'\(.*\)'/\1/p" innopart.control)
export PG_CONFIG ?= pg_config

# --- what is built -----------------------------------------------------------
# Explicit, ordered lists: an order that a wildcard chose is an order nobody chose.

PURE = text_scan vocabulary moment phase orgnr calendar money option_right option_position \
	option_rules
GLUE = module clock vocabulary_sql phase_sql orgnr_sql calendar_sql money_sql \
	option_right_sql option_right_gist option_rollup enum_cache option_position_sql option_rules_sql \
	right_memory ledger_guard
# innopart-report, the client program: no server, libpq alone
REPORT = message escape options prompt session shape catalog words headings human output csv json \
	markdown svg html html_table html_page network picture picture_tiles \
	picture_actions picture_timeline picture_participation picture_learning picture_options \
	picture_market main

SQL_PARTS = 00-schema 10-vocabulary 15-clock 20-phase 21-phaserange 30-orgnr 35-calendar \
	40-option_right 41-option_right-gist 50-option_position 55-option_state 58-xid 59-ledger_guard 60-registry 62-generate
# what create_registry() makes once, and what upgrade_registry() may run again
REGISTRY_TABLES = 00-schema 10-organisation 20-partnership 25-notice 30-phase 40-option \
	50-participation 60-lesson 64-partitions 65-facts 66-known 66b-rollup 67-access 67b-ocds
REGISTRY_RULES = 67c-scope 68-standing 70-ledger 71-option-verbs 72-phase-rules 73-phase-verbs 74-verbs \
	74b-find-organisation 75a-notice-read 75b-notice-check 75c-notice-import 76-access 77-reclassify 77b-digest \
	78-findings 79-describe 79b-rollup 80-report-options 80b-report-volume 80c-report-prospect \
	81-report-progress 82-report-participation 83-report-learning 84-report-market 84b-report-notice \
	85-report-star 86-ocds-record 87-ocds-release 87b-report-ocds 88-ocds-import 89-row-security \
	89b-partitions 90-report-column

# --- what is tested ----------------------------------------------------------

# one a line, in the order of the parts
UNIT = \
	vocabulary \
	moment \
	phase \
	orgnr \
	calendar \
	money \
	option_right \
	option_position \
	option_rules \
	report_escape \
	report_words

REGRESS_TESTS = \
	vocabulary \
	clock \
	phase_io \
	phase_ops \
	phase_range \
	orgnr \
	catalog_audit \
	calendar \
	option_right_io \
	option_right_ops \
	option_right_index \
	option_right_rollup \
	option_position \
	option_position_aggregate \
	option_state \
	option_refusal \
	memory \
	ledger \
	ledger_model \
	phase_machines \
	compliance \
	access_audit \
	lesson_confidentiality \
	phase_rules \
	registry_facts \
	registry_lifecycle \
	registry_verbs \
	generate \
	notice_organisation \
	notice_ted \
	notice_eforms \
	notice_order \
	notice_variants \
	notice_hostile \
	notice_todo \
	report_options \
	report_options_history \
	report_progress \
	report_market \
	report_ocds \
	ocds_release \
	ocds_import \
	report_participation \
	report_rules \
	report_star

ISOLATION_TESTS = \
	concurrent_buyers \
	concurrent_steps \
	concurrent_lessons \
	concurrent_imports

# real clients, each with packages of its own: skipped where those are not installed
BI_TESTS = bi_jdbc bi_odbc bi_psycopg bi_r bi_sqlalchemy bi_cube
BI_PACKAGES = default-jre-headless libpostgresql-jdbc-java odbc-postgresql unixodbc python3-pyodbc \
	python3-psycopg python3-psycopg2 python3-sqlalchemy python3-pandas r-cran-rpostgresql
TAP_TESTS = \
	documents \
	packaging \
	upgrade \
	audit \
	registry_dump \
	replication \
	bench \
	rollups right_memory \
	plans \
	partitions \
	shards \
	citus \
	access_probes \
	hijack \
	digest \
	readme \
	reports_doc \
	reports_options_doc \
	ocds_schema \
	import_mutation \
	ocds_import \
	report_client \
	report_connect \
	report_data \
	report_page \
	report_pictures \
	report_golden \
	import_notices \
	notices_real \
	bi_rules \
	bi_psql \
	bi_star \
	$(BI_TESTS)

# -----------------------------------------------------------------------------

MODULE_big = innopart
OBJS = $(addprefix src/,$(addsuffix .o,$(PURE) $(GLUE)))

INSTALL_SQL = $(EXTENSION)--$(EXTVERSION).sql
DATA_built = $(INSTALL_SQL)
DATA = $(wildcard sql/update/$(EXTENSION)--*--*.sql)
SCRIPTS_built = build/report/innopart-report
SCRIPTS = bin/import-notices
# a demo that runs lives in build/demo: `make demo-stop` ends it
EXTRA_CLEAN = $(filter-out build/demo,$(wildcard build/*))

override with_llvm = no
STRICT = -std=gnu11 -Wall -Wextra -Werror
PG_CFLAGS = $(STRICT) -DINNOPART_VERSION='"$(EXTVERSION)"'
# PostgreSQL's own headers are not ours to warn about
PG_CPPFLAGS = -isystem $(shell $(PG_CONFIG) --includedir-server 2>/dev/null) -Isrc
SHLIB_LINK = -Wl,-z,relro,-z,now

# A machine without PostgreSQL's headers still has to get as far as installing them.  And PGXS has a
# target `check` that only says that it has none: where ours is asked for, PGXS stays out, and what
# stands beside it (`make clean check`) is a make of its own.
PGXS := $(wildcard $(shell $(PG_CONFIG) --pgxs 2>/dev/null))
PGXS_GOALS = all install installdirs uninstall clean distclean installcheck
ifneq ($(filter check,$(MAKECMDGOALS)),)
check:
	tools/install-dependencies chromium
	tools/count $(MAKE) -s check-installed
$(PGXS_GOALS):
	$(MAKE) $@
else ifeq ($(PGXS),)
$(PGXS_GOALS):
	@echo 'The headers of a PostgreSQL server are missing: tools/install-dependencies installs them.' >&2; exit 1
else
include $(PGXS)
$(OBJS): $(wildcard src/*.h) innopart.control Makefile
install: install-man
uninstall: uninstall-man
endif

$(INSTALL_SQL): $(addprefix sql/extension/,$(addsuffix .sql,$(SQL_PARTS))) \
	$(addprefix sql/registry/,$(addsuffix .sql,$(REGISTRY_TABLES) $(REGISTRY_RULES))) tools/put-in Makefile
	cat $(filter sql/extension/%.sql,$^) | tools/put-in \
		@registry_tables@ "$(addprefix sql/registry/,$(addsuffix .sql,$(REGISTRY_TABLES)))" \
		@registry_rules@ "$(addprefix sql/registry/,$(addsuffix .sql,$(REGISTRY_RULES)))" > $@

# --- innopart-report ---------------------------------------------------------

# Graphviz draws one of its pictures, and is left out where its headers are missing
REPORT_GRAPHVIZ := $(shell printf "\043include <graphviz/gvc.h>\n" | $(CC) -E - >/dev/null 2>&1 && echo yes)
REPORT_CPPFLAGS = -D_GNU_SOURCE -DINNOPART_VERSION='"$(EXTVERSION)"' -Isrc/report -Ibuild/report \
	-isystem $(shell $(PG_CONFIG) --includedir 2>/dev/null) $(if $(REPORT_GRAPHVIZ),-DHAVE_GRAPHVIZ)
REPORT_LIBS = -L$(shell $(PG_CONFIG) --libdir 2>/dev/null) -lpq -lm $(if $(REPORT_GRAPHVIZ),-lgvc -lcgraph)

build/report/innopart-report: $(addprefix build/report/,$(addsuffix .o,$(REPORT)))
	$(CC) -pie -Wl,-z,relro,-z,now -o $@ $^ $(REPORT_LIBS)
build/report/%.o: src/report/%.c $(wildcard src/report/*.h) src/report/words.list build/report/page_css.h build/report/page_js.h innopart.control Makefile
	$(CC) $(STRICT) -O2 -g -fPIE -fstack-protector-strong $(REPORT_CPPFLAGS) -c -o $@ $<
build/report/page_%.h: src/report/page.% tools/embed
	@mkdir -p $(@D)
	tools/embed page_$* < $< > $@

.PHONY: install-man uninstall-man
install-man:
	$(MKDIR_P) '$(DESTDIR)$(mandir)/man1'
	$(INSTALL_DATA) doc/innopart-report.1 '$(DESTDIR)$(mandir)/man1/'
uninstall-man:
	rm -f '$(DESTDIR)$(mandir)/man1/innopart-report.1'

# an installation that touches nothing outside build/
stage: all
	rm -rf build/stage && $(MAKE) -s install DESTDIR=$(CURDIR)/build/stage >/dev/null

# --- tests -------------------------------------------------------------------

comma := ,
empty :=
listed = $(subst $(empty) $(empty),$(comma),$(strip $(1)))

check-installed: stage $(addprefix build/unit/,$(UNIT))
	tools/with-cluster tools/run-tests unit=$(call listed,$(UNIT)) regress=$(call listed,$(REGRESS_TESTS)) \
		isolation=$(call listed,$(ISOLATION_TESTS)) tap=$(call listed,$(TAP_TESTS))

build/unit/%: test/unit/%.c $(wildcard test/unit/*.h) $(addprefix src/,$(addsuffix .c,$(PURE))) $(wildcard src/*.h)
	@mkdir -p $(@D)
	$(CC) $(STRICT) -O1 -g $(UNIT_CFLAGS) -Isrc -o $@ $(filter-out src/report/%,$(filter %.c,$^))
# which includes them: the client is no part of what every unit test is linked with
build/unit/report_escape: src/report/escape.c src/report/escape.h
build/unit/report_words: $(addprefix src/report/,words.c words.h words.list headings.c shape.c shape.h)

# one test of a kind: make check-regress TESTS=ledger
check-regress check-isolation check-tap check-unit: check-%: stage
	$(if $(filter unit,$*),$(MAKE) -s $(addprefix build/unit/,$(TESTS)))
	tools/count tools/with-cluster tools/run-tests --only $*=$(call listed,$(TESTS))

# the reports through real BI clients, whose packages this installs
check-bi: stage
	tools/install-dependencies $(BI_PACKAGES)
	@mkdir -p build/cube && cp bi/cube/package.json bi/cube/package-lock.json build/cube
	@command -v npm >/dev/null && (cd build/cube && npm ci --ignore-scripts --no-audit --no-fund --silent) || \
		echo "Cube is left out: it needs Node.js 20 with npm, which Debian 12 does not have"
	tools/count tools/with-cluster tools/run-tests --only tap=$(call listed,$(BI_TESTS))

lint:
	tools/install-dependencies clang clang-format shellcheck libgraphviz-dev
	tools/lint $(PURE) -- $(GLUE) -- $(REPORT)

check-sanitizers:
	tools/install-dependencies
	tools/check-sanitizers

coverage:
	tools/install-dependencies chromium libgraphviz-dev
	tools/coverage

# faults put in on purpose: whether the tests that should catch them do
check-planted:
	tools/install-dependencies clang valgrind
	tools/check-planted

check-valgrind:
	tools/install-dependencies valgrind
	tools/check-valgrind

# every PostgreSQL that Debian ships and we support, in a Debian of its own
check-versions:
	tools/check-versions $(VERSIONS)

# many buyers at once, and the same while the server is killed or its disk is full; first whether
# what judges them can fail
check-load-broken: stage
	tools/check-load broken
check-contention: check-load-broken
	tools/check-load contention
check-crash: check-load-broken
	tools/check-load crash
	@if [ "$$(id -u)" = 0 ]; then tools/check-load disk; else echo "the full disk is left out: it needs root, for a small file system of its own"; fi

SECONDS ?= 60
fuzz:
	tools/install-dependencies clang
	tools/fuzz alone $(SECONDS)
	tools/fuzz backend $(SECONDS)

# a hundred million inputs inside a backend, a quarter of them of each type: ten minutes
RUNS ?= 25000000
fuzz-backend:
	tools/install-dependencies clang
	RUNS=$(RUNS) tools/fuzz backend 0

bench:
	tools/install-dependencies
	$(MAKE) -s stage
	test/bench/reports $(SIZES)

bench-types:
	tools/install-dependencies
	$(MAKE) -s stage
	tools/with-cluster test/bench/types $(ROWS)

# --- release -----------------------------------------------------------------

# the archive that PGXN takes: what is committed, nothing else
dist:
	@mkdir -p build
	git archive --format=zip --prefix=$(EXTENSION)-$(EXTVERSION)/ -o build/$(EXTENSION)-$(EXTVERSION).zip HEAD

# --- demo --------------------------------------------------------------------

demo:
	tools/install-dependencies
	$(MAKE) -s stage
	tools/demo start

demo-stop:
	tools/demo stop

print-%:
	@echo $($*)

.DEFAULT_GOAL := all
.PHONY: stage check check-installed check-regress check-isolation check-tap check-unit lint \
	check-sanitizers check-valgrind check-versions check-load-broken check-contention check-crash check-bi check-planted coverage fuzz fuzz-backend bench bench-types dist demo demo-stop
