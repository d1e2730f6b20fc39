# Vitrine.  `make help' lists the targets.
#
# Three floors, stairs go down only: tui -> core -> db.  Each floor is one
# archive and sees only the headers of the floors below it, so an include that
# points up does not compile.
#
# build/ is what runs; build/check is the same code with sanitizers and fault
# points, which every test runs against.

VERSION	= 0.1.0
PREFIX	?= /usr/local
DESTDIR	?=
MAKEFLAGS += --no-builtin-rules --no-print-directory
.SUFFIXES:
.DELETE_ON_ERROR:

CC	= gcc
CLANG	= clang
PKGS	= libpq sqlite3 libsodium libutf8proc libmicrohttpd jansson libcurl \
	  libconfuse cairo pangocairo gdk-pixbuf-2.0
PKGS_TUI = ncursesw
pkg_c	:= $(patsubst -I%,-isystem%,$(shell pkg-config --cflags $(PKGS) \
	  $(PKGS_TUI) 2>/dev/null))
# libcsv and zint ship no .pc file.
pkg_l	:= $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lcsv -lzint -lm
pkg_lt	:= $(shell pkg-config --libs $(PKGS_TUI) 2>/dev/null)

WARN	= -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes \
	  -Wmissing-prototypes -Wpointer-arith -Wcast-qual -Wswitch-enum \
	  -Wundef -Wvla -Wwrite-strings -Wformat=2 -Werror
CFLAGS	= -std=c17 -g $(WARN) -fstack-protector-strong -fPIE
CPPFLAGS = -D_GNU_SOURCE -DVITRINE_VERSION='"$(VERSION)"' $(pkg_c)
LDFLAGS	= -pie -Wl,-z,relro,-z,now,--as-needed

# How the builds differ: what runs, what is tested, what is fuzzed.
checked	= -O1 -fno-sanitize-recover=all -fno-omit-frame-pointer \
	  -DVITRINE_FAULTS
cc_build = $(CC)
mode_build = -O2 -D_FORTIFY_SOURCE=2 -Wno-format-truncation
cc_build/check = $(CC)
mode_build/check = $(checked) -fsanitize=address,undefined \
	  -Wno-format-truncation
link_build/check = -fsanitize=address,undefined
cc_build/fuzz = $(CLANG)
mode_build/fuzz = $(checked) -fsanitize=address,undefined,fuzzer-no-link
link_build/fuzz = -fsanitize=address,undefined,fuzzer

inc_db	= -Idb/base -Idb -Ibuild/gen/db
inc_core = -Idb/base -Idb -Icore -Ibuild/gen/core
inc_tui	= -Idb/base -Idb -Icore -Itui
inc_tests = $(inc_tui) -Ibuild/gen/db -Ibuild/gen/core -Itests -Itests/lib

mains	= tui/vitrine.c core/vitrined.c core/ctl/vitrinectl.c
src_db	= $(wildcard db/*.c db/base/*.c)
src_core = $(filter-out $(mains),$(wildcard core/*/*.c))
src_tui	= $(filter-out $(mains),$(wildcard tui/*.c))
src_test = $(wildcard tests/lib/*.c)
gen	= build/gen/db/.done build/gen/core/.done
programs = $(patsubst %.c,%,$(notdir $(mains)))

.PHONY: all
all: $(programs:%=build/%)

# $(call flavour,DIR): objects, archives and programs in DIR.  An archive hands
# out only what a main really uses, and --as-needed drops the libraries nobody
# used: the listener has no curses by itself.
Q	= $(if $(V),,@echo '$(1)' $@;)
compile	= $(call Q,cc)$(cc_$(2)) $(CPPFLAGS) $(1) $(CFLAGS) $(mode_$(2)) \
	  -MMD -MP -c -o $@ $<
link	= $(call Q,ld)$(cc_$(1)) $(LDFLAGS) $(link_$(1)) -o $@ $^
define flavour
$(1)/obj/db/%.o: db/%.c $(1)/.flags | build/gen/db/.done
	@mkdir -p $$(@D)
	$$(call compile,$(inc_db),$(1))
$(1)/obj/core/%.o: core/%.c $(1)/.flags | build/gen/core/.done
	@mkdir -p $$(@D)
	$$(call compile,$(inc_core),$(1))
$(1)/obj/tui/%.o: tui/%.c $(1)/.flags
	@mkdir -p $$(@D)
	$$(call compile,$(inc_tui),$(1))
$(1)/obj/tests/%.o: tests/%.c $(1)/.flags | $(gen)
	@mkdir -p $$(@D)
	$$(call compile,$(inc_tests),$(1))
$(1)/libdb.a: $(src_db:%.c=$(1)/obj/%.o)
$(1)/libcore.a: $(src_core:%.c=$(1)/obj/%.o)
$(1)/libtui.a: $(src_tui:%.c=$(1)/obj/%.o)
$(1)/libtest.a: $(src_test:%.c=$(1)/obj/%.o)
$(1)/lib%.a:
	@rm -f $$@
	@$(AR) rcs $$@ $$^
$(1)/vitrine: $(1)/obj/tui/vitrine.o $(1)/libtui.a $(1)/libcore.a $(1)/libdb.a
	$$(call link,$(1)) $(pkg_lt) $(pkg_l)
$(1)/vitrined: $(1)/obj/core/vitrined.o $(1)/libcore.a $(1)/libdb.a
	$$(call link,$(1)) $(pkg_l)
$(1)/vitrinectl: $(1)/obj/core/ctl/vitrinectl.o $(1)/libcore.a $(1)/libdb.a
	$$(call link,$(1)) $(pkg_l)
$(1)/tests/%: $(1)/obj/tests/%.o $(1)/libtest.a $(1)/libtui.a $(1)/libcore.a \
    $(1)/libdb.a
	@mkdir -p $$(@D)
	$$(call link,$(1)) $(pkg_lt) $(pkg_l) -lcmocka -lvterm
.PRECIOUS: $(1)/obj/tests/%.o
# Changes when the compiler or its flags do, and with it every object.
$(1)/.flags: FORCE
	@$$(shell mkdir -p $(1))$$(file >$$@.new,$$(cc_$(1)) $$(CPPFLAGS) \
	    $$(CFLAGS) $$(mode_$(1)))cmp -s $$@.new $$@ || cp $$@.new $$@
endef
$(foreach b,build build/check build/fuzz,$(eval $(call flavour,$(b))))
.PHONY: FORCE
FORCE:

# Generated headers: SQL and schema for db, pages and scripts for core.
sql	= $(sort $(wildcard db/sql/*.sql db/schema/*/*.sql))
pages	= $(sort $(wildcard core/web/storefront/*))
build/gen/db/.done: db/sqlgen.awk $(sql)
	@mkdir -p $(@D)
	$(call Q,awk)awk -f db/sqlgen.awk -v out=$(@D) $(sql)
	@touch $@
build/gen/db/%.h: build/gen/db/.done ;
build/gen/core/%.h: build/gen/core/.done ;
build/gen/core/.done: core/web/embed.awk $(pages)
	@mkdir -p $(@D)
	$(call Q,awk)awk -f core/web/embed.awk $(pages) > $(@D)/storefront.h
	@touch $@

# Tests.  tests/KIND/NAME.c is one program printing TAP (with cmocka or
# without), tests/KIND/NAME.t an executable script doing the same, and
# tests/tool/NAME.c a program scripts use; tests/lib is linked to all of them.
# tests/lib/rig.h and rig.sh say what a test may rely on.
KINDS	= unit db ctl year race crash screen api page import channel fuzz lint
c_tests	= $(patsubst %.c,build/check/%,$(wildcard tests/$(1)/*.c))
tests	= $(if $(filter fuzz,$(1)),,$(c_tests)) $(wildcard tests/$(1)/*.t)
needs	= $(filter build/%,$(tests)) $(needs_$(1)) $(rig)
rig	= $(patsubst %.c,build/check/%,$(wildcard tests/tool/*.c)) \
	  $(programs:%=build/check/%) $(programs:%=build/%)
fuzzers	= $(patsubst %.c,build/fuzz/%,$(wildcard tests/fuzz/*.c))
needs_year = build/tests/tool/year
needs_fuzz = $(fuzzers)
needs_lint = $(patsubst %,build/clang/%.ok,$(wildcard db/*.c db/*/*.c \
	  core/*.c core/*/*.c tui/*.c tests/*/*.c))

# One PostgreSQL server for the whole run; every test makes its own database.
PROVE	= CMOCKA_MESSAGE_OUTPUT=TAP build/check/tests/tool/pgtemp prove -e ''

.PHONY: check check-now
# In two steps, because what the first installs the second must see.
check:
	@.ci/deps check
	@$(MAKE) check-now
check-now: $(foreach k,$(KINDS),$(call needs,$(k)))
	@$(PROVE) $(foreach k,$(KINDS),$(sort $(call tests,$(k))))
# `make fuzz' is the long run; the few seconds of each that `make check' gives
# it are `make fuzz-short'.
define kind
.PHONY: $(subst fuzz,fuzz-short,$(1))
$(subst fuzz,fuzz-short,$(1)): $(call needs,$(1))
	@$(if $(strip $(call tests,$(1))),$(PROVE) $(sort $(call tests,$(1))),:)
endef
$(foreach k,$(KINDS),$(eval $(call kind,$(k))))

# The other compiler's opinion of every file.
build/clang/%.ok: % build/check/.flags | $(gen)
	@mkdir -p $(@D)
	$(call Q,clang)$(CLANG) $(CPPFLAGS) $(inc_tests) $(CFLAGS) $(checked) \
	    -MMD -MP -MF $@.d -MT $@ -fsyntax-only $<
	@touch $@

# The long run of every fuzzer, one after the other; what it finds it leaves
# in build/fuzz.
FUZZ_SECONDS ?= 3600
.PHONY: fuzz
fuzz: $(fuzzers)
	@for f in $(fuzzers); do \
	    tests/fuzz/run $$f $(FUZZ_SECONDS) || exit 1; done

.PHONY: bench
bench:
	@.ci/deps bench
	@$(MAKE) bench-now
bench-now: all $(patsubst %.c,build/%,$(wildcard tests/bench/*.c)) \
    build/check/tests/tool/pgtemp build/check/tests/tool/freeport
	@build/check/tests/tool/pgtemp tests/bench/run

.PHONY: shape
shape:
	@tests/lint/shape

# Lists of keys and commands come from the programs themselves.
.PHONY: man
man: all
	@man/refresh
	@for p in man/*.[1-9]; do mandoc -Tlint -Wwarning $$p || exit 1; done

.PHONY: deps
deps:
	@.ci/deps check

.PHONY: demo
demo:
	@.ci/deps demo
	@$(MAKE) all
	@core/ctl/demo.sh

# Where things go.
bindir	= $(DESTDIR)$(PREFIX)/bin
mandir	= $(DESTDIR)$(PREFIX)/share/man
docdir	= $(DESTDIR)$(PREFIX)/share/doc/vitrine
sharedir = $(DESTDIR)$(PREFIX)/share/vitrine
unitdir	= $(DESTDIR)$(PREFIX)/lib/systemd/system
pages_man = $(wildcard man/*.[1-9])
page_to	= $(mandir)/man$(subst .,,$(suffix $(1)))/$(notdir $(1))
docs	= README.md LICENSE core/web/nginx.conf core/web/Caddyfile

.PHONY: install uninstall
install: all
	install -d $(bindir) $(docdir) $(sharedir) $(unitdir) \
	    $(sort $(foreach p,$(pages_man),$(dir $(call page_to,$(p)))))
	install -m 755 $(programs:%=build/%) $(bindir)
	$(foreach p,$(pages_man),install -m 644 $(p) $(call page_to,$(p)) &&) :
	install -m 644 $(docs) $(docdir)
	install -m 644 core/channel/woocommerce-hold.php $(sharedir)
	sed 's:@PREFIX@:$(PREFIX):g' core/web/vitrined.service \
	    > $(unitdir)/vitrined.service
	chmod 644 $(unitdir)/vitrined.service
uninstall:
	rm -f $(programs:%=$(bindir)/%) $(unitdir)/vitrined.service \
	    $(foreach p,$(pages_man),$(call page_to,$(p)))
	rm -rf $(docdir) $(sharedir)

.PHONY: clean
clean:
	rm -rf build

.PHONY: help
help:
	@sed -n 's/^#: //p' Makefile
#: make             the three programs, in build/
#: make demo        a demo shop: installs what is missing, builds, opens it
#: make check       installs what is missing, builds, runs every test
#: make unit        tests of one kind; also db ctl year race crash screen
#:                  api page import channel lint, and fuzz-short (seconds
#:                  of each)
#: make fuzz        every fuzzer for FUZZ_SECONDS (3600)
#: make bench       speed, each figure beside its floor
#: make shape       the longest functions and files; a report
#: make man         brings the manuals' lists up to date and checks them
#: make deps        installs what `make check' needs (Debian 12)
#: make install     to PREFIX (/usr/local) below DESTDIR; also uninstall
#: make clean       takes build/ away
#: V=1 shows the commands.

-include $(shell find build -name '*.d' 2>/dev/null)
