# innopart: builds with PGXS; `make check` tests it, `make demo` shows it.

EXTENSION = innopart
EXTVERSION := $(shell sed -n "s/^default_version *= *'\(.*\)'/\1/p" innopart.control)
PG_CONFIG ?= pg_config

# --- what is built -----------------------------------------------------------
# Explicit, ordered lists: an order that a wildcard chose is an order nobody chose.

PURE = text_scan vocabulary moment phase calendar money option_right option_position option_rules
GLUE = module clock vocabulary_sql phase_sql calendar_sql money_sql option_right_sql option_right_gist \
	option_rollup enum_cache option_position_sql option_rules_sql

SQL_PARTS = 00-schema 10-vocabulary 15-clock 20-phase 21-phaserange 35-calendar \
	40-option_right 41-option_right-gist 50-option_position 55-option_state 60-registry
# what create_registry() makes once, and what upgrade_registry() may run again
REGISTRY_TABLES = 00-schema 10-organisation 20-partnership 30-phase 40-option 50-participation \
	60-lesson 65-facts 66-known
REGISTRY_RULES = 68-standing 70-ledger 71-option-verbs

MODULE_big = innopart
OBJS = $(addprefix src/,$(addsuffix .o,$(PURE) $(GLUE)))

INSTALL_SQL = $(EXTENSION)--$(EXTVERSION).sql
DATA_built = $(INSTALL_SQL)
DATA = $(wildcard sql/update/$(EXTENSION)--*--*.sql)
EXTRA_CLEAN = build

override with_llvm = no
PG_CFLAGS = -std=gnu11 -Wall -Wextra -Werror \
	-DINNOPART_VERSION='"$(EXTVERSION)"'
# PostgreSQL's own headers are not ours to warn about
PG_CPPFLAGS = -isystem $(shell $(PG_CONFIG) --includedir-server) -Isrc
SHLIB_LINK = -Wl,-z,relro,-z,now

PGXS := $(shell $(PG_CONFIG) --pgxs)
include $(PGXS)

$(OBJS): $(wildcard src/*.h) innopart.control Makefile

$(INSTALL_SQL): $(addprefix sql/extension/,$(addsuffix .sql,$(SQL_PARTS))) \
	$(addprefix sql/registry/,$(addsuffix .sql,$(REGISTRY_TABLES) $(REGISTRY_RULES))) tools/put-in Makefile
	cat $(filter sql/extension/%.sql,$^) | tools/put-in \
		@registry_tables@ "$(addprefix sql/registry/,$(addsuffix .sql,$(REGISTRY_TABLES)))" \
		@registry_rules@ "$(addprefix sql/registry/,$(addsuffix .sql,$(REGISTRY_RULES)))" > $@

# an installation that touches nothing outside build/
stage: all
	rm -rf build/stage && $(MAKE) install DESTDIR=$(CURDIR)/build/stage >/dev/null

.PHONY: stage
