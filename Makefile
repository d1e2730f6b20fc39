# Vitrine.  `make help` lists the targets.
#
# Three floors, stairs go down only: tui -> core -> db.  Each floor is one
# archive and sees only the headers of the floors below it, so an include that
# points up does not compile.

VERSION	= 0.1.0
PREFIX	?= /usr/local
DESTDIR	?=
MAKEFLAGS += --no-builtin-rules

# build/ is what runs; build/check is the same code with sanitizers and fault
# points, which every test runs against.
V	?= release
ifeq ($(V),check)
B	= build/check
MODE	= -O1 -fsanitize=address,undefined -fno-sanitize-recover=all \
	  -fno-omit-frame-pointer -DVITRINE_FAULTS
else
B	= build
MODE	= -O2 -D_FORTIFY_SOURCE=2
endif

CC	= gcc
PKGS_DB	= libpq sqlite3 libsodium libutf8proc
PKGS_CORE = libmicrohttpd jansson libcurl libconfuse libcsv zint \
	  cairo gdk-pixbuf-2.0
PKGS_TUI = ncursesw chafa
# libcsv and zint ship no .pc file.
PC	= $(filter-out libcsv zint,$(1))
pkg_c	:= $(patsubst -I%,-isystem%,$(shell pkg-config --cflags $(call PC,$(PKGS_DB) $(PKGS_CORE) \
	  $(PKGS_TUI)) 2>/dev/null))
pkg_l	:= $(shell pkg-config --libs $(call PC,$(PKGS_DB) $(PKGS_CORE)) \
	  2>/dev/null) -lcsv -lzint -lm
pkg_lt	:= $(shell pkg-config --libs $(call PC,$(PKGS_TUI)) 2>/dev/null)

WARN	= -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes \
	  -Wmissing-prototypes -Wpointer-arith -Wcast-qual -Wswitch-enum \
	  -Wundef -Wvla -Wwrite-strings -Wformat=2 -Wno-format-truncation -Werror
HARDEN	= -fstack-protector-strong -fPIE
CFLAGS	= -std=c17 -g $(MODE) $(WARN) $(HARDEN)
CPPFLAGS = -D_GNU_SOURCE -DVITRINE_VERSION='"$(VERSION)"' $(pkg_c)
LDFLAGS	= -pie -Wl,-z,relro,-z,now,--as-needed $(filter -fsanitize%,$(MODE))

inc_db	= -Idb/base -Idb -Ibuild/gen/db
inc_core = -Idb/base -Idb -Icore -Ibuild/gen/core
inc_tui	= -Idb/base -Idb -Icore -Itui

src_db	= $(wildcard db/*.c db/base/*.c)
src_core = $(filter-out $(mains),$(wildcard core/*/*.c))
src_tui	= $(filter-out $(mains),$(wildcard tui/*.c))
mains	= tui/vitrine.c core/vitrined.c core/ctl/vitrinectl.c
objs	= $(patsubst %.c,$(B)/obj/%.o,$(1))

.PHONY: all
all: $(B)/vitrine $(B)/vitrined $(B)/vitrinectl

$(B)/libdb.a: $(call objs,$(src_db))
$(B)/libcore.a: $(call objs,$(src_core))
$(B)/libtui.a: $(call objs,$(src_tui))
$(B)/lib%.a:
	@rm -f $@
	$(AR) rcs $@ $^

# The archives hand out only what a main really uses, and --as-needed drops
# the libraries nobody used: the listener ends up without curses by itself.
$(B)/vitrine: $(B)/obj/tui/vitrine.o $(B)/libtui.a $(B)/libcore.a $(B)/libdb.a
	$(CC) $(LDFLAGS) -o $@ $^ $(pkg_lt) $(pkg_l)
$(B)/vitrined: $(B)/obj/core/vitrined.o $(B)/libcore.a $(B)/libdb.a
	$(CC) $(LDFLAGS) -o $@ $^ $(pkg_l)
$(B)/vitrinectl: $(B)/obj/core/ctl/vitrinectl.o $(B)/libcore.a $(B)/libdb.a
	$(CC) $(LDFLAGS) -o $@ $^ $(pkg_l)

$(B)/obj/db/%.o: db/%.c | build/gen/db/.done
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(inc_db) $(CFLAGS) -MMD -MP -c -o $@ $<
$(B)/obj/core/%.o: core/%.c | build/gen/core/.done
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(inc_core) $(CFLAGS) -MMD -MP -c -o $@ $<
$(B)/obj/tui/%.o: tui/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(inc_tui) $(CFLAGS) -MMD -MP -c -o $@ $<

# Generated headers: SQL and schema for db, pages and scripts for core.
build/gen/db/.done: db/sqlgen.awk $(wildcard db/sql/*.sql db/schema/*/*.sql)
	@mkdir -p $(@D)
	awk -f db/sqlgen.awk -v out=$(@D) $(sort $(filter %.sql,$^))
	@touch $@
build/gen/core/.done: core/web/embed.awk $(wildcard core/web/storefront/*)
	@mkdir -p $(@D)
	awk -f core/web/embed.awk $(sort $(filter core/web/storefront/%,$^)) \
	    > $(@D)/storefront.h
	@touch $@

# Tests.  tests/unit/NAME.c is one cmocka program printing TAP.
unit	= $(patsubst tests/unit/%.c,build/check/tests/unit/%, \
	  $(wildcard tests/unit/*.c))
build/check/tests/unit/%: tests/unit/%.c
	@mkdir -p $(@D)
	$(MAKE) V=check build/check/libtui.a build/check/libcore.a \
	    build/check/libdb.a
	$(MAKE) V=check link-unit OUT=$@ SRC=$<

.PHONY: link-unit
link-unit:
	$(CC) $(CPPFLAGS) $(inc_tui) -Ibuild/gen/core -Itests $(CFLAGS) \
	    $(LDFLAGS) -o $(OUT) $(SRC) $(B)/libtui.a $(B)/libcore.a \
	    $(B)/libdb.a $(pkg_lt) $(pkg_l) -lcmocka

.PHONY: unit
unit: $(unit)
	CMOCKA_MESSAGE_OUTPUT=TAP prove -e '' $(unit)

.PHONY: clean
clean:
	rm -rf build

-include $(shell find $(B)/obj -name '*.d' 2>/dev/null)
