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
	  libconfuse cairo gdk-pixbuf-2.0
PKGS_TUI = ncursesw chafa
pkg_c	:= $(patsubst -I%,-isystem%,$(shell pkg-config --cflags $(PKGS) \
	  $(PKGS_TUI) 2>/dev/null))
# libcsv and zint ship no .pc file.
pkg_l	:= $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lcsv -lzint -lm
pkg_lt	:= $(shell pkg-config --libs $(PKGS_TUI) 2>/dev/null)

WARN	= -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes \
	  -Wmissing-prototypes -Wpointer-arith -Wcast-qual -Wswitch-enum \
	  -Wundef -Wvla -Wwrite-strings -Wformat=2 -Werror
GCCWARN	= -Wno-format-truncation
SAN	= -fsanitize=address,undefined
CFLAGS	= -std=c17 -g $(WARN) -fstack-protector-strong -fPIE
CPPFLAGS = -D_GNU_SOURCE -DVITRINE_VERSION='"$(VERSION)"' $(pkg_c)
LDFLAGS	= -pie -Wl,-z,relro,-z,now,--as-needed

# How each of the two builds differs.
mode_build	= -O2 -D_FORTIFY_SOURCE=2
mode_build/check = -O1 $(SAN) -fno-sanitize-recover=all \
		  -fno-omit-frame-pointer -DVITRINE_FAULTS
link_build/check = $(SAN)

inc_db	= -Idb/base -Idb -Ibuild/gen/db
inc_core = -Idb/base -Idb -Icore -Ibuild/gen/core
inc_tui	= -Idb/base -Idb -Icore -Itui
inc_tests = $(inc_tui) -Ibuild/gen/db -Ibuild/gen/core -Itests -Itests/lib

mains	= tui/vitrine.c core/vitrined.c core/ctl/vitrinectl.c
src_db	= $(wildcard db/*.c db/base/*.c)
src_core = $(filter-out $(mains),$(wildcard core/*/*.c))
src_tui	= $(filter-out $(mains),$(wildcard tui/*.c))
programs = $(patsubst %.c,%,$(notdir $(wildcard $(mains))))

.PHONY: all
all: $(programs:%=build/%)

# $(call flavour,build) and $(call flavour,build/check): objects, archives and
# programs.  An archive hands out only what a main really uses, and --as-needed
# drops the libraries nobody used: the listener has no curses by itself.
Q	= $(if $(V),,@echo '$(1)' $@;)
compile	= $(call Q,cc)$(CC) $(CPPFLAGS) $(1) $(CFLAGS) $(GCCWARN) \
	  $(mode_$(2)) -MMD -MP -c -o $@ $<
link	= $(call Q,ld)$(CC) $(LDFLAGS) $(link_$(1)) -o $@ $^
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
$(1)/libdb.a: $(src_db:%.c=$(1)/obj/%.o)
$(1)/libcore.a: $(src_core:%.c=$(1)/obj/%.o)
$(1)/libtui.a: $(src_tui:%.c=$(1)/obj/%.o)
$(1)/lib%.a:
	@rm -f $$@
	@$(AR) rcs $$@ $$^
$(1)/vitrine: $(1)/obj/tui/vitrine.o $(1)/libtui.a $(1)/libcore.a $(1)/libdb.a
	$$(call link,$(1)) $(pkg_lt) $(pkg_l)
$(1)/vitrined: $(1)/obj/core/vitrined.o $(1)/libcore.a $(1)/libdb.a
	$$(call link,$(1)) $(pkg_l)
$(1)/vitrinectl: $(1)/obj/core/ctl/vitrinectl.o $(1)/libcore.a $(1)/libdb.a
	$$(call link,$(1)) $(pkg_l)
# Changes when the compiler or its flags do, and with it every object.
$(1)/.flags: FORCE
	@$$(shell mkdir -p $(1))$$(file >$$@.new,$$(CC) $$(CPPFLAGS) \
	    $$(CFLAGS) $$(mode_$(1)))cmp -s $$@.new $$@ || cp $$@.new $$@
endef
$(eval $(call flavour,build))
$(eval $(call flavour,build/check))
.PHONY: FORCE
FORCE:

# Generated headers: SQL and schema for db, pages and scripts for core.
sql	= $(sort $(wildcard db/sql/*.sql db/schema/*/*.sql))
pages	= $(sort $(wildcard core/web/storefront/*))
build/gen/db/.done: $(wildcard db/sqlgen.awk) $(sql)
	@mkdir -p $(@D)
	$(if $<,awk -f db/sqlgen.awk -v out=$(@D) $(sql))
	@touch $@
build/gen/core/.done: $(wildcard core/web/embed.awk) $(pages)
	@mkdir -p $(@D)
	$(if $<,awk -f core/web/embed.awk $(pages) > $(@D)/storefront.h)
	@touch $@

# Tests.  tests/KIND/NAME.c is one program printing TAP (with cmocka or
# without), tests/KIND/NAME.t an executable script doing the same, and
# tests/tool/NAME.c a program scripts use; tests/lib is linked to all of them.
# tests/lib/rig.h and rig.sh say what a test may rely on.
KINDS	= unit db race crash screen api page import fuzz lint
floors	= build/check/libtui.a build/check/libcore.a build/check/libdb.a
tests	= $(patsubst %.c,build/check/%,$(wildcard tests/$(1)/*.c))
scripts	= $(wildcard tests/$(1)/*.t)
tools	= $(patsubst %.c,build/check/%,$(wildcard tests/tool/*.c))

build/check/obj/tests/%.o: tests/%.c build/check/.flags | build/gen/db/.done \
    build/gen/core/.done
	@mkdir -p $(@D)
	$(call compile,$(inc_tests),build/check)
build/check/libtest.a: $(patsubst %.c,build/check/obj/%.o,$(wildcard \
    tests/lib/*.c))
build/check/tests/%: build/check/obj/tests/%.o build/check/libtest.a $(floors)
	@mkdir -p $(@D)
	$(call link,build/check) $(pkg_lt) $(pkg_l) -lcmocka -lvterm
.PRECIOUS: build/check/obj/tests/%.o

# One PostgreSQL server for the whole run; every test makes its own database.
PROVE	= CMOCKA_MESSAGE_OUTPUT=TAP build/check/tests/tool/pgtemp prove -e ''
rig	= $(tools) $(programs:%=build/check/%) $(programs:%=build/%)

.PHONY: check $(KINDS)
check: $(foreach k,$(KINDS),$(call tests,$(k))) $(rig)
	@$(PROVE) $(sort $(foreach k,$(KINDS),$(call tests,$(k)) \
	    $(call scripts,$(k))))
define kind
$(1): $(call tests,$(1)) $(rig)
	@$(if $(call tests,$(1))$(call scripts,$(1)),$(PROVE) \
	    $(call tests,$(1)) $(call scripts,$(1)),echo no tests/$(1) yet)
endef
$(foreach k,$(KINDS),$(eval $(call kind,$(k))))

.PHONY: clean
clean:
	rm -rf build

-include $(shell find build -name '*.d' 2>/dev/null)
