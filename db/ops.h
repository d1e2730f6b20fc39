/*
 * The named operations: everything the shop's database can be asked or told.
 *
 * Each makes a request for db_send() or db_wait(); none of them waits or
 * fails.  The comment names the records the answer holds.  Text and bytes are
 * copied into the request.  An empty uuid is stored as NULL.  SQL is in
 * db/sql; an operation that writes is one transaction, and db_req_join() makes
 * one transaction of several.
 */
#ifndef VITRINE_OPS_H
#define VITRINE_OPS_H

#include <stdbool.h>

#include "db.h"

/* ------------------------------------------------ pieces (ops_piece.c) */

/* PIECE...: every piece one of up to four spellings of a code stands for. */
struct db_req *op_piece_by_code(const char *const *codes, size_t count);
struct db_req *op_piece_by_id(const struct uuid *);		/* PIECE */
struct db_req *op_piece_by_sku(const char *sku);		/* PIECE */
/*
 * PIECE...: pieces with a word beginning with each word typed.  typed is what
 * the person typed; only: leave out what cannot be sold now.  Without a word
 * in it, pieces in order of sku.
 */
struct db_req *op_piece_find(const char *typed, int64_t limit, bool only);
/* PIECE...: by sku, after this one ("" from the first). */
struct db_req *op_piece_list(const char *after, int64_t limit, bool only);
/* PIECE..., CODE..., CERT...: such a page with what tells pieces apart. */
struct db_req *op_piece_list_signs(const char *after, int64_t limit);
struct db_req *op_piece_similar(const struct uuid *, int64_t limit);
struct db_req *op_piece_count(void);				/* NUM */

/* PIECE, CODE..., ATTR..., STONE..., CERT..., PHOTO... (without bytes). */
struct db_req *op_piece_whole(const struct uuid *);
struct db_req *op_piece_history(const struct uuid *, int64_t limit); /* EVENT */
struct db_req *op_piece_codes(const struct uuid *);		/* CODE... */
struct db_req *op_piece_attrs(const struct uuid *);		/* ATTR... */
struct db_req *op_piece_photos(const struct uuid *);		/* PHOTO... */
/* PHOTO: its bytes as others see them, whole or small. */
struct db_req *op_photo_bytes(const struct uuid *photo, bool small);
struct db_req *op_photo_thumb(const struct uuid *);		/* PHOTO */

/* The public catalogue: listed pieces, newest first; before NULL: from top. */
struct db_req *op_item_list(const struct uuid *before, int64_t limit);
struct db_req *op_item_find(const char *typed, int64_t limit);	/* PIECE... */
struct db_req *op_item_by_sku(const char *sku);			/* PIECE */

/*
 * CHANGE...: pieces changed after this entry of the feed, oldest first, each
 * with its state now.  Entries may become visible out of order: read again
 * from some hundred back and compare.
 */
struct db_req *op_change_since(int64_t id, int64_t limit);
struct db_req *op_change_last(void);				/* NUM */
struct db_req *op_change_prune(int64_t before_id);

/*
 * A new piece without stock (op_stock_move brings it), its sku as a code, and
 * its words for the search: title, sku, category and the extra words given.
 * Of the record: id, sku, title, story, category_id, category, kind, state,
 * price, floor_price, cost, store_id, location, ownership, consignor_id,
 * listed, source, source_ref, created_at.
 */
struct db_req *op_piece_add(const struct rec_piece *, const char *more_words);
/* The same fields but kind, state, created_at; changed_at instead. */
struct db_req *op_piece_edit(const struct rec_piece *, const char *more_words);
struct db_req *op_piece_code_add(const struct uuid *, const char *code,
	    const char *kind);
struct db_req *op_piece_codes_clear(const struct uuid *, const char *kind);
struct db_req *op_piece_attr_add(const struct rec_attr *);
struct db_req *op_piece_attrs_clear(const struct uuid *);
struct db_req *op_piece_stone_add(const struct rec_stone *);
struct db_req *op_piece_stones_clear(const struct uuid *);
struct db_req *op_piece_cert_add(const struct rec_cert *);
struct db_req *op_piece_certs_clear(const struct uuid *);
struct db_req *op_photo_add(const struct rec_photo *);
struct db_req *op_photos_clear(const struct uuid *);
/*
 * Stock received, adjusted or counted (delta), or a change of state (reason
 * "state", to_state).  Refused TAKEN while the piece is held, when it would
 * take it away.  entry: of the shop's book, and before it (core/sell/book.h).
 */
struct db_req *op_stock_move(const struct rec_move *,
	    const struct uuid *entry);
struct db_req *op_stock_moves_of(const struct uuid *entry);	/* MOVE... */
struct db_req *op_piece_event(const struct uuid *piece, int64_t at,
	    const char *kind, const char *detail, const struct uuid *staff);

/* ------------------------------------------------- holds (ops_sale.c) */

/*
 * HOLD: claims qty for ttl microseconds.  Of the record: id, piece_id, qty,
 * channel_id, owner, register_id, staff_id, caller, origin, held_for (NULL is
 * ""), customer_id.  Refused TAKEN, NOT_FOR_SALE, UNKNOWN, or DUPLICATE when
 * this id was placed before (ask op_hold_get).
 */
struct db_req *op_hold_place(const struct rec_hold *, int64_t ttl);
struct db_req *op_hold_get(const struct uuid *);		/* HOLD */
/* HOLD: refused UNKNOWN when it has ended. */
struct db_req *op_hold_renew(const struct uuid *, int64_t at, int64_t ttl);
/* Ends it; one that ended already stays as it ended. */
struct db_req *op_hold_release(const struct uuid *, int64_t at);
struct db_req *op_hold_sweep(void);
/* HOLD...: what this owner holds as this channel, live. */
struct db_req *op_hold_of_order(const struct uuid *channel,
	    const char *owner);
struct db_req *op_hold_list(void);	/* HOLD...: all that live */
/* LOAD: how many live holds of the web these have, and all visitors. */
struct db_req *op_hold_load(const char *caller, const char *owner,
	    const char *origin);
/* HOLD...: those that are for a customer, the first to end first. */
struct db_req *op_hold_for_list(int64_t limit);
struct db_req *op_hold_active_count(void);			/* NUM */

/* --------------------------------------------------- sales (ops_sale.c) */

/*
 * A sale is op_journal_add, op_sale_add, an op_sale_line_add for each line in
 * the order of piece ids, the payments and perhaps an order, joined into one
 * request.  core/sell/sale.c does it; nobody else should.
 *
 * One function of the database that makes the same inserts was measured against
 * it: 1.42 million instructions of PostgreSQL's for a sale of one line instead
 * of 1.59, and the same one round trip.  It would have to be written apart from
 * SQLite's text and take lines and payments as arrays, which costs part of that
 * again; so it stays a request.
 */
/* Of the record: register_id, kind, ref_id, payload. */
struct db_req *op_journal_add(const struct rec_journal *);	/* SEAL */
/* An entry of the shop's book (core/sell/book.h). */
struct db_req *op_book_add(const char *kind, const struct uuid *ref,
	    const char *payload);
struct db_req *op_sale_add(const struct rec_sale *);		/* NAMED */
struct db_req *op_sale_line_add(const struct rec_line *);
struct db_req *op_payment_add(const struct rec_payment *);
struct db_req *op_order_add(const struct rec_order *);
/* A receipt that this register owes, with its sale; and what became of it:
   printed, shown or declined.  The first word counts. */
struct db_req *op_receipt_due(const struct uuid *reg, const struct uuid *sale);
struct db_req *op_receipt_done(const struct uuid *sale, const char *how);
/* SALE: the register's last, when nothing became of its receipt. */
struct db_req *op_receipt_open(const struct uuid *reg);

/* SALE, LINE..., PAYMENT..., APPROVAL... */
struct db_req *op_sale_get(const struct uuid *);
struct db_req *op_sale_by_number(const char *);			/* SALE */
struct db_req *op_sale_by_line(const struct uuid *line);	/* SALE */
/* SALE...: latest first; register NULL for all. */
struct db_req *op_sale_recent(const struct uuid *reg, int64_t limit);
struct db_req *op_sale_returns(const struct uuid *);		/* SALE... */
struct db_req *op_journal_get(const struct uuid *ref);		/* JOURNAL */
/*
 * TAKER: who has it; else whose hold ended in the last so many microseconds
 * (until is then not after now): whoever was refused by it is told a name.
 */
struct db_req *op_piece_taker(const struct uuid *piece, int64_t lately);
#define TAKER_LATELY	INT64_C(60000000)
struct db_req *op_order_by_key(const char *idem_key);		/* ORDER */
struct db_req *op_order_by_ref(const struct uuid *channel, const char *ref);
/* ORDER: the one this hold was sold by. */
struct db_req *op_order_by_hold(const struct uuid *);
struct db_req *op_order_by_sale(const struct uuid *sale);	/* ORDER */

struct db_req *op_park(const struct rec_parked *);
/* reason: recalled, dropped.  DUPLICATE: somebody else was quicker. */
struct db_req *op_park_end(const struct uuid *, int64_t at,
	    const struct uuid *reg, const char *reason);
struct db_req *op_park_list(const struct uuid *store);		/* PARKED... */

/* ------------------------------------- shop and people (ops_people.c) */

struct db_req *op_shop_get(void);				/* SHOP */
struct db_req *op_shop_add(const struct rec_shop *);
struct db_req *op_shop_edit(const struct rec_shop *);
struct db_req *op_setting_list(void);				/* SETTING... */
struct db_req *op_setting_set(const char *key, const char *value);
struct db_req *op_setting_clear(const char *key);
struct db_req *op_store_list(void);				/* STORE... */
struct db_req *op_store_add(const struct rec_store *);
struct db_req *op_store_edit(const struct rec_store *);
struct db_req *op_rate_list(void);				/* RATE... */
struct db_req *op_rate_add(const struct rec_rate *);
struct db_req *op_rate_end(const struct uuid *, int64_t last_day);
struct db_req *op_category_list(void);				/* CATEGORY... */
struct db_req *op_category_add(const struct rec_category *);
struct db_req *op_staff_list(void);				/* STAFF... */
struct db_req *op_staff_by_name(const char *);			/* STAFF */
struct db_req *op_staff_add(const struct rec_staff *);
struct db_req *op_staff_role(const struct uuid *, const char *role);
struct db_req *op_staff_os_user(const struct uuid *, const char *os_user);
struct db_req *op_staff_pin(const struct uuid *, const char *pin_hash);
struct db_req *op_staff_disable(const struct uuid *, int64_t at);
struct db_req *op_pin_attempt(const struct uuid *staff,
	    const struct uuid *reg, int64_t at, bool ok);
struct db_req *op_register_list(void);				/* REGISTER... */
/* And the shop's book, which has a journal, too. */
struct db_req *op_register_journals(void);			/* REGISTER... */
struct db_req *op_register_add(const struct rec_register *);
struct db_req *op_register_retire(const struct uuid *, int64_t at);
struct db_req *op_channel_list(void);				/* CHANNEL... */
struct db_req *op_channel_add(const struct rec_channel *);
struct db_req *op_consignor_list(void);				/* CONSIGNOR... */
struct db_req *op_consignor_add(const struct rec_consignor *);
struct db_req *op_customer_get(const struct uuid *);		/* CUSTOMER */
struct db_req *op_customer_find(const char *typed, int64_t limit);
struct db_req *op_customer_add(const struct rec_customer *);
struct db_req *op_customer_edit(const struct rec_customer *);
struct db_req *op_apikey_list(void);				/* APIKEY... */
struct db_req *op_apikey_by_hash(const void *hash, size_t len);	/* APIKEY */
struct db_req *op_apikey_add(const struct rec_apikey *);
struct db_req *op_apikey_revoke(const struct uuid *, int64_t at);
/* ----------------------------- verify, doctor, export (ops_check.c) */

/* What can be derived again from the facts. */
enum check {
	CHECK_ON_HAND,		/* a count against its moves */
	CHECK_HELD,		/* against the holds that are active */
	CHECK_STATE,		/* against the last move that names one */
	CHECK_SOLD_TWICE,	/* a unique piece sold and not returned, twice */
	CHECK_SOLD_AND_HERE,	/* sold and yet on hand */
	CHECK_LIVE,		/* a line's mark against its returns */
	CHECK_RETURNED,		/* how many came back against the returns */
	CHECK_LINE_MOVES,	/* a line against its move of stock */
	CHECK_LINE_SUM,		/* a line against its price and tax */
	CHECK_SALE_TOTAL,	/* a sale against its lines */
	CHECK_SALE_TAX,
	CHECK_SALE_PAID,	/* against its payments */
	CHECK_SALE_JOURNAL,	/* a sale against its entry */
	CHECK_JOURNAL_SALE,	/* an entry against its sale */
	CHECK_LINE_DAY,		/* a line's day and store, and a payment's, */
	CHECK_PAYMENT_DAY,	/* against the sale's */
	CHECK_SALE_NAME,	/* its number and time, which the database wrote */
	CHECK_SALE_DRAWER,	/* the drawer its register had open */
	CHECK_RETURN_LINE,	/* what a return's line has from the one sold */
	CHECK_COMMISSION,	/* a line's against its sale's rate */
	CHECK_LINE_PIECE,	/* what a line has from its piece */
	CHECK_LINE_HOLD,
	CHECK_LINE_BARE,	/* one without a piece, or without its move */
	CHECK_HOLD,		/* a hold's end against what ended it */
	CHECK_MOVE,		/* a move against the line that made it */
	CHECK_ROLLUP,		/* every figure of closed days, and its rows */
	CHECK_Z,		/* a Z against the sales it covers */
	CHECK_Z_ORDER,		/* numbers, days, grand totals */
	CHECK_Z_JOURNAL,	/* its entry, and the store it closed */
	CHECK_DRAWER,		/* what a drawer should have held */
	CHECK_DRAWER_COUNT,	/* and what was counted */
	CHECK_DRAWER_JOURNAL,	/* what was done to it against its entries */
	CHECK_APPROVAL,
	CHECK_REFUSAL,
	CHECK_COUNT
};

struct db_req *op_check(enum check);		/* FINDING...: none is good */
/* FINDING...: pieces, sales, lines, moves, entries; found is how many. */
struct db_req *op_check_counts(void);
struct db_req *op_journal_page(const struct uuid *reg, int64_t after,
	    int64_t limit);				/* JOURNAL... */
/* JOURNAL...: whose hash begins so. */
struct db_req *op_journal_by_hash(const void *, size_t len);
/* SALE...: by number, of these business days. */
struct db_req *op_sale_page(const char *after, int64_t from, int64_t to,
	    int64_t limit);
struct db_req *op_newest_fact(void);			/* NUM: its time */
/* SETTING...: what the engine says about itself. */
struct db_req *op_engine_facts(void);

/* NUM: the database's clock. */
struct db_req *op_ping(void);

/* -------------------------------------------- the owner's day (ops_day.c) */

/*
 * Opening, closing and every event of a drawer, and a Z, each go into one
 * request behind an op_journal_add of their register: its lock puts them in
 * order with the register's sales.
 */
/* Of the record: id, register_id, store_id, staff_id, business_day.  Refused
   DUPLICATE while the register has one open. */
struct db_req *op_drawer_open(const struct rec_drawer *);
/* phase: open (the float) or close (the blind count).  REGISTER: closed. */
struct db_req *op_drawer_count(const struct rec_denom *);
/* Of the record: id, drawer_id, kind, amount, reason, payee, staff_id. */
struct db_req *op_drawer_event(const struct rec_drawer_event *);
/*
 * DRAWER: closes it over what was counted.  Refused OTHER when count and
 * expectation differ and reason is empty, REGISTER when it is closed.
 */
struct db_req *op_drawer_close(const struct uuid *, const struct uuid *staff,
	    const char *reason);
/* DRAWER, DENOM..., DRAWER_EVENT... */
struct db_req *op_drawer_get(const struct uuid *);
struct db_req *op_drawer_of(const struct uuid *reg);	/* DRAWER, the open one */
/* DRAWER...: of these days, and those left open before. */
struct db_req *op_drawer_of_days(const struct uuid *store, int64_t from_day,
	    int64_t to_day);
/*
 * Of the record: id, what, reason, amount, ref_id, detail, asked_id,
 * approved_id.  Refused NOT_ALLOWED when the role of who approved may not.
 */
struct db_req *op_approval_add(const struct rec_approval *,
	    const struct uuid *reg);
/* APPROVAL...: of a sale and its lines, or of an event of a drawer. */
struct db_req *op_approval_of(const struct uuid *);
struct db_req *op_approval_list(int64_t from, int64_t to);	/* APPROVAL... */
struct db_req *op_right_list(void);				/* RIGHT... */
struct db_req *op_right_set(const struct rec_right *);

/*
 * Writes a refused second sale down, behind the entry of the shop's book whose
 * id it has.  Of the record: all but its time and the names.
 */
struct db_req *op_refusal_add(const struct rec_refusal *);
struct db_req *op_refusal_get(const struct uuid *);		/* REFUSAL */
/*
 * CONFLICT...: pieces a manager says are here whose other sale still stands;
 * id is that sale's, remote_id the manager's.
 */
struct db_req *op_refusal_open(const struct uuid *store);
struct db_req *op_refusal_list(const struct uuid *store, int64_t from_day,
	    int64_t to_day);					/* REFUSAL... */

/* Z: what a Z would close now; reg NULL for the store, up to day. */
struct db_req *op_z_due(const struct uuid *store, const struct uuid *reg,
	    int64_t day);
/*
 * Z: of the record id, store_id, register_id, business_day, next_day, staff_id,
 * to_seq, sales, total, totals.  Refused RETURNED when the day is closed,
 * TOTALS when sales came in since op_z_due: add up again.
 */
struct db_req *op_z_add(const struct rec_z *);
struct db_req *op_z_get(const struct uuid *);			/* Z */
struct db_req *op_z_list(const struct uuid *store, int64_t limit);
/* NUM: Zs of the store that closed this day and went on with that, before. */
struct db_req *op_z_moved(const struct uuid *store, int64_t closed,
	    int64_t next, int64_t before);

/* --------------------------------------------- imports (ops_import.c) */

struct db_req *op_profile_list(void);		/* PROFILE..., ALIAS... */
/* Makes it anew, without aliases: op_alias_add them in the same request. */
struct db_req *op_profile_set(const struct rec_profile *);
struct db_req *op_alias_add(const struct rec_alias *);
struct db_req *op_profile_clear(const char *code);	/* with its aliases */
/* SEEN: the piece a row of a file stands for, if there is one. */
struct db_req *op_import_find(const char *source, const char *ref,
	    const char *sku);
/* Remembers what a row said; its piece may be of the same request. */
struct db_req *op_import_mark(const char *source, const char *ref,
	    const struct uuid *piece, int64_t hash, int64_t qty, int64_t at);

/* ---------------------------------------- the owner's figures (ops_report.c) */

/*
 * Which question, and what its FIGUREs are: a, b: figures.  "lines" counts lines, "tickets" sales and returns; cost is
 * of our own pieces, due what others' owners get.
 */
enum figure {
	/* channel, category: n lines, sold, returned, gross, refunds,
	   discount, tax, cost, due, commission, amount (total) */
	FIGURE_SALES,
	/* associate, "" for the web: n tickets, and of what he sold: sold,
	   returned, gross, refunds, discount, tax, amount, commission less
	   what came back, due (what came back of it) */
	FIGURE_STAFF,
	FIGURE_TENDER,		/* kind: n, amount */
	FIGURE_TIME,		/* quarter hour since 1970: n tickets, gross */
	/* name, ppm: n lines, tax, amount (taxed; gross, refunds apart) */
	FIGURE_TAX,
	FIGURE_DISCOUNT,	/* reason, approver: n lines, discount */
	FIGURE_CONSIGNOR,	/* name, code: sold, due, amount (net) */
	/* yyyymmdd: n tickets, the others as of FIGURE_SALES */
	FIGURE_DAY,
	FIGURE_AGE		/* -, category: sold unique pieces, amount the
				   days they were here, added up */
};
#define FIGURES	9		/* so many questions */

/* The word in `what' of a FIGURE. */
const char *figure_word(enum figure);
/* FIGURE...: store NULL or nil for all; days yyyymmdd, both included. */
struct db_req *op_figure(enum figure, const struct uuid *store,
	    int64_t from_day, int64_t to_day);
/* The same, each store apart: c is its name. */
struct db_req *op_figure_stores(enum figure, const struct uuid *store,
	    int64_t from_day, int64_t to_day);
/*
 * FIGURE...: several questions at once, for little more than one.  closed: the
 * caller knows that all these days are (a day never opens again), which spares
 * the database to think about rows.
 */
struct db_req *op_figure_some(const enum figure *, size_t count,
	    const struct uuid *store, int64_t from_day, int64_t to_day,
	    bool closed);
/* FIGURE...: every question at once, for less than two of them. */
struct db_req *op_figure_all(const struct uuid *store, int64_t from_day,
	    int64_t to_day);
/*
 * FIGURE...: what is in stock, by category (a), own or consigned (b) and how
 * long it has been here (c: 0 up to 90 days, 1 180, 2 365, 3 730, 4 longer): n
 * rows, sold pieces, gross their price, cost theirs, due what consignors would
 * get for them, amount the days they have been here, added up.
 */
struct db_req *op_figure_stock(const struct uuid *store, int64_t now);
struct db_req *op_sold_list(const struct uuid *store, int64_t from_day,
	    int64_t to_day, int64_t limit);			/* SOLD... */
/* SALE...: exempt of tax, latest first. */
struct db_req *op_exempt_list(const struct uuid *store, int64_t from_day,
	    int64_t to_day, int64_t limit);
/* NUM: unique pieces sold on these days that have two sales which did not
   come back, whenever: 0. */
struct db_req *op_sold_twice(int64_t from_day, int64_t to_day);
/* How the database reads the law on reporting cash: core/sell/cashlaw.h. */
struct cash_limits {
	int64_t		 over, instrument_most, durable_over;
	const char	*collectibles;		/* "*" or ",CODE,CODE," */
};
/*
 * CASH...: by buyer and time.  Of one buyer everything up to to_day; without
 * one everything of the buyers who paid cash on these days, and sales to
 * nobody known that are over the limit.
 */
struct db_req *op_cash_received(const struct uuid *customer, int64_t from_day,
	    int64_t to_day, const struct cash_limits *);
/* The report that this sale called for was filed.  DUPLICATE: already. */
struct db_req *op_cash_report_add(const struct uuid *sale, int64_t filed_day,
	    const struct uuid *staff);
/* Adds a closed day up again: in the transaction of its Z, or later. */
struct db_req *op_rollup_make(const struct uuid *store, int64_t day);
/*
 * Adds up what a register sold on days that are open since it was last added
 * up, so that a report need not; it changes no figure, and may come at any time
 * and as often as anybody likes.  The register sells nothing meanwhile.
 */
struct db_req *op_roll(const struct uuid *store, const struct uuid *reg);
/* The same of all registers of a store, from the rows and from the start. */
struct db_req *op_roll_again(const struct uuid *store);
/* NUM...: closed days with sales or with a rollup. */
struct db_req *op_rollup_days(const struct uuid *store, int64_t from_day,
	    int64_t to_day);

/* ------------------------------------------- channels (ops_channel.c) */

struct db_req *op_link_list(void);				/* LINK... */
/* Of the record: id, name, outbox, active, tell_held, publish. */
struct db_req *op_channel_edit(const struct rec_link *);
struct db_req *op_value_list(const struct uuid *channel);	/* VALUE... */
struct db_req *op_value_set(const struct uuid *channel,
	    const struct rec_value *);
struct db_req *op_value_clear(const struct uuid *channel);	/* all of them */
/* Every channel somebody else runs has one; twice is fine. */
struct db_req *op_run_add(const struct uuid *channel);
/* A poll that began then has ended well: so have the deliveries before it. */
struct db_req *op_run_polled(const struct uuid *channel, const char *position,
	    int64_t began, int64_t now);
struct db_req *op_run_problem(const struct uuid *channel, const char *problem,
	    int64_t now);
/* Of the record: id, checked_at, live, ghosts, strays, differ. */
struct db_req *op_run_checked(const struct rec_link *);
struct db_req *op_run_pause(const struct uuid *channel, bool paused);
struct db_req *op_run_want(const struct uuid *channel);	/* poll soon */
struct db_req *op_map_list(const struct uuid *channel);		/* MAP... */
/* MAP: the piece called so there, else the one with this sku; refs may be
   "" yet. */
struct db_req *op_map_find(const struct uuid *channel, const char *product,
	    const char *variant, const char *sku);
/* Of the record: piece_id and the three refs. */
struct db_req *op_map_set(const struct uuid *channel, const struct rec_map *);
struct db_req *op_map_told(const struct uuid *channel,
	    const struct uuid *piece, int64_t qty, int64_t now);

/*
 * TELL..., NUM: the pieces a channel must be told of now, what is gone first,
 * and when the next is due (-1: none waits).  A piece's rows up to last_id are
 * told, or put off, together.
 */
struct db_req *op_outbox_due(const struct uuid *channel, int64_t now,
	    int64_t limit);
struct db_req *op_outbox_done(const struct uuid *channel,
	    const struct uuid *piece, int64_t last_id, int64_t now,
	    const char *remark);
struct db_req *op_outbox_later(const struct uuid *channel,
	    const struct uuid *piece, int64_t last_id, int64_t next_at,
	    const char *problem);
struct db_req *op_outbox_add(const struct uuid *channel,
	    const struct uuid *piece, const char *kind, int64_t now);
/* Tell it of everything listed again. */
struct db_req *op_outbox_sync(const struct uuid *channel, int64_t now);
/* That it shall be shown there, or not any more. */
struct db_req *op_listing_set(const struct uuid *channel,
	    const struct uuid *piece, bool shown);
/* It is there as it is here. */
struct db_req *op_listing_sent(const struct uuid *channel,
	    const struct uuid *piece, int64_t now);
struct db_req *op_listing_list(const struct uuid *channel);	/* LISTING... */
/* SHOW, PHOTO...: this piece. */
struct db_req *op_show_get(const struct uuid *channel,
	    const struct uuid *piece);
/* SHOW, NUM: the next piece to be sent, and when the first one is due. */
struct db_req *op_show_due(const struct uuid *channel, int64_t now);
struct db_req *op_show_done(const struct uuid *channel,
	    const struct uuid *piece, int64_t last_id, int64_t now,
	    const char *remark);
struct db_req *op_show_later(const struct uuid *channel,
	    const struct uuid *piece, int64_t last_id, int64_t next_at,
	    const char *problem);
/* DELAY...: of what each channel was told since then that it is gone. */
struct db_req *op_outbox_delay(int64_t since);
/* TOLD...: what the channel of that code has not been told yet. */
struct db_req *op_outbox_open(const char *code, int64_t limit);

/* The same dedup twice is one delivery: db_changed() is 0. */
struct db_req *op_delivery_add(const struct uuid *id,
	    const struct uuid *channel, const char *dedup, const char *topic,
	    const char *headers, const void *body, size_t len, int64_t now);
struct db_req *op_delivery_prune(int64_t done_before);

struct db_req *op_remote_by_ref(const struct uuid *channel, const char *ref);
struct db_req *op_remote_get(const struct uuid *);		/* REMOTE */
/* REMOTE..., NUM: orders to go on with, and when the next is due (-1). */
struct db_req *op_remote_due(const struct uuid *channel, int64_t now,
	    int64_t limit);
/* Written down once; state "seen". */
struct db_req *op_remote_add(const struct rec_remote *);
/* Of the record: id, status, digest, claim, total, customer, email,
   changed_at. */
struct db_req *op_remote_changed(const struct rec_remote *);
/* sale NULL leaves it; next_at -1: nothing more to do. */
struct db_req *op_remote_state(const struct uuid *, const char *state,
	    const struct uuid *sale, int64_t now, int64_t next_at,
	    const char *problem);
struct db_req *op_remote_later(const struct uuid *, int64_t next_at,
	    const char *problem);

/* Of the record: all up to opened_at but the names; once per order, kind and
   sku. */
struct db_req *op_conflict_add(const struct rec_conflict *);
struct db_req *op_conflict_done(const struct uuid *remote, const char *done,
	    const char *todo, int64_t now);
/* The same of the pieces it lost only. */
struct db_req *op_conflict_parted(const struct uuid *remote,
	    const char *done, const char *todo, int64_t now);
/* CONFLICT...: open ones, latest first; then, when asked, the closed. */
struct db_req *op_conflict_list(bool closed, int64_t limit);
struct db_req *op_conflict_get(const struct uuid *);		/* CONFLICT */
struct db_req *op_conflict_count(void);		/* NUM: open ones */
struct db_req *op_conflict_close(const struct uuid *,
	    const struct uuid *staff, const char *note, int64_t now);
/* A letter to be sent: kind refusal, order or receipt; ref is what about. */
struct db_req *op_mail_add(const struct uuid *id, const char *kind,
	    const char *recipient, const char *name, const struct uuid *ref,
	    int64_t now);
struct db_req *op_mail_due(int64_t now, int64_t limit);		/* MAIL... */
struct db_req *op_mail_list(int64_t limit);	/* MAIL...: waiting ones first */
struct db_req *op_mail_done(const struct uuid *, int64_t now);
/* next_at -1: nobody tries again by itself. */
struct db_req *op_mail_later(const struct uuid *, int64_t next_at,
	    const char *problem);
struct db_req *op_mail_retry(const struct uuid *);
struct db_req *op_conflict_of_remote(const struct uuid *);	/* CONFLICT... */

/* ------------------------------- behind the owner's figures (ops_desk.c) */

/* Which lines; a and b say which row of the figure. */
enum behind {
	BEHIND_ALL,
	BEHIND_CHANNEL,		/* name */
	BEHIND_CATEGORY,	/* name */
	BEHIND_STAFF,		/* name, "" for the web */
	BEHIND_TAX,		/* name, ppm as text */
	BEHIND_TAXED,
	BEHIND_DISCOUNT,	/* reason, approver */
	BEHIND_DISCOUNTS,
	BEHIND_RETURN,
	BEHIND_CONSIGNED	/* code, "" for all */
};

struct db_req *op_sold_behind(const struct uuid *store, int64_t from_day,
	    int64_t to_day, enum behind, const char *a, const char *b,
	    int64_t limit);				/* SOLD... */
/* PAID...: of this kind, "" for all; with cash goes its change. */
struct db_req *op_paid_behind(const struct uuid *store, int64_t from_day,
	    int64_t to_day, const char *kind, int64_t limit);
/* APPROVAL...: tickets thrown away in that time, whether somebody had to agree
   (approved_by) or not. */
struct db_req *op_void_list(const struct uuid *store, int64_t from, int64_t to);
/*
 * FIGURE...: how long pieces that went stayed listed, by channel (a; b the
 * problem), of those it was told of in that time and those it was not told of
 * yet: n all, sold told, returned not yet; amount the longest, gross the oldest
 * not told, both us.
 */
struct db_req *op_delisted(int64_t from, int64_t to);
/* FIGURE...: what waits: by channel (a) and b, "order" (n, amount) or "mail". */
struct db_req *op_unsettled(void);
struct db_req *op_delisted_behind(int64_t from, int64_t to,
	    const char *channel, int64_t limit);	/* TOLD... */
/* RECOUNT: up to limit pieces after this one (NULL or nil: the first). */
struct db_req *op_recount(const struct uuid *after, int64_t limit);
struct db_req *op_z_of_day(const struct uuid *store, int64_t day); /* Z or none */
/*
 * FIGURE, FIGURE..., FIGURE...: a register since its last Z: n, sold (sales),
 * returned (returns), gross, refunds, discount, tax, amount; by kind of payment
 * n, amount; by tax name and ppm n, tax, amount.
 */
struct db_req *op_till_figures(const struct uuid *reg);

#endif
