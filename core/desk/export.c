/* Everything leaves in open formats: see export.h. */
#include "desk/export.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "buf.h"
#include "clock.h"
#include "desk/csv.h"
#include "desk/verify.h"
#include "mem.h"
#include "ops.h"
#include "run/json.h"
#include "str.h"

#define PAGE		500
#define PATIENCE	(10 * MINUTE_US)
#define ROW_MAX		((size_t)8 << 20)
#define EVERYBODY	INT64_C(100000000)

/* The row being written; the same calls make its header, CSV or JSON. */
struct sheet {
	const struct export	*e;
	struct db		*db;
	struct err		*err;
	struct buf		 row;
	struct js		*js;
	bool			 heading;
	int64_t			 rows;
};

static bool
is_heading(struct sheet *s, const char *name)
{
	if (s->heading)
		csv_put_plain(&s->row, name);
	return s->heading;
}

static void
put_text(struct sheet *s, const char *name, const char *value)
{
	if (is_heading(s, name))
		return;
	if (s->e->json)
		js_put_text(s->js, name, value == NULL ? "" : value);
	else
		csv_put_text(&s->row, value == NULL ? "" : value);
}

static void
put_num(struct sheet *s, const char *name, int64_t n)
{
	char	text[24];

	if (is_heading(s, name))
		return;
	if (s->e->json) {
		js_put_num(s->js, name, n);
		return;
	}
	snprintf(text, sizeof text, "%" PRId64, n);
	csv_put_plain(&s->row, text);
}

static void
put_money(struct sheet *s, const char *name, money amount)
{
	char	text[MONEY_TEXT];

	if (is_heading(s, name))
		return;
	if (s->e->json)
		js_put_money(s->js, name, amount, s->e->currency->code);
	else
		csv_put_plain(&s->row, money_text(amount, s->e->currency,
		    MONEY_PLAIN, text));
}

static void
put_time(struct sheet *s, const char *name, int64_t us)
{
	char		text[32] = "";
	time_t		seconds = (time_t)(us / SECOND_US);
	struct tm	tm;

	if (is_heading(s, name))
		return;
	if (s->e->json) {
		js_put_time(s->js, name, us);
		return;
	}
	if (us != 0 && gmtime_r(&seconds, &tm) != NULL)
		strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm);
	csv_put_plain(&s->row, text);
}

static void
put_id(struct sheet *s, const char *name, const struct uuid *id)
{
	char	text[UUID_TEXT] = "";

	if (is_heading(s, name))
		return;
	if (s->e->json) {
		js_put_uuid(s->js, name, id);
		return;
	}
	if (!uuid_is_nil(id))
		uuid_text(id, text);
	csv_put_plain(&s->row, text);
}

static void
put_hash(struct sheet *s, const char *name, const struct rec_blob *b)
{
	char	text[65] = "";

	if (b->len <= 32 && b->len > 0)
		str_hex(b->bytes, b->len, text);
	put_text(s, name, text);
}

static void
begin_row(struct sheet *s)
{
	buf_reset(&s->row);
	if (s->e->json)
		s->js = js_object();
}

static int
end_row(struct sheet *s)
{
	if (s->e->json) {
		buf_addstr(&s->row, s->rows == 0 ? "\n" : ",\n");
		js_write(s->js, &s->row);
		js_free(s->js);
		s->js = NULL;
	} else {
		csv_put_end(&s->row);
	}
	s->rows += !s->heading;
	s->heading = false;
	if (buf_full(&s->row))
		return err_set(s->err, ERR_INTERNAL, "row %" PRId64
		    " is longer than anything", s->rows);
	if (fwrite(buf_str(&s->row), 1, s->row.len, s->e->to_file) ==
	    s->row.len)
		return 0;
	err_set(s->err, ERR_IO, "cannot write: %s", strerror(errno));
	return err_hint(s->err, "Make room where the file goes.");
}

static struct db_ans *
ask(struct sheet *s, struct db_req *req)
{
	struct db_ans	*ans;

	db_req_time(req, PATIENCE);
	ans = db_wait(s->db, req);
	if (db_check(ans, s->err) == 0)
		return ans;
	db_ans_free(ans);
	return NULL;
}

/* ------------------------------------------------------------------- kinds */

static int
row_item(struct sheet *s, const struct rec_piece *p)
{
	begin_row(s);
	put_text(s, "sku", p->sku);
	put_text(s, "title", p->title);
	put_text(s, "category", p->category);
	put_text(s, "kind", p->kind);
	put_text(s, "state", p->state);
	put_text(s, "status", p->status);
	put_num(s, "on_hand", p->on_hand);
	put_num(s, "held", p->held);
	put_money(s, "price", p->price);
	put_money(s, "floor_price", p->floor_price);
	put_money(s, "cost", p->cost);
	put_text(s, "tax_class", p->tax_class);
	put_text(s, "location", p->location);
	put_text(s, "ownership", p->ownership);
	put_text(s, "consignor", p->consignor);
	put_num(s, "listed", p->listed);
	put_num(s, "photos", p->photos);
	put_text(s, "story", p->story);
	put_text(s, "source", p->source);
	put_text(s, "source_ref", p->source_ref);
	put_time(s, "created_at", p->created_at);
	put_time(s, "changed_at", p->changed_at);
	put_id(s, "id", &p->id);
	return end_row(s);
}

static int
all_items(struct sheet *s)
{
	char			 after[1024] = "";
	const struct rec_piece	*p;
	struct db_ans		*ans;
	size_t			 i, n;
	int			 ret = 0;

	do {
		ans = ask(s, op_piece_list(after, PAGE, false));
		if (ans == NULL)
			return -1;
		p = db_rows(ans, REC_PIECE, &n);
		for (i = 0; i < n && ret == 0; i++)
			ret = row_item(s, &p[i]);
		if (n > 0)
			str_copy(after, sizeof after, p[n - 1].sku);
		db_ans_free(ans);
	} while (n == PAGE && ret == 0);
	return ret;
}

static void
put_sale(struct sheet *s, const struct rec_sale *sale)
{
	put_text(s, "number", sale->number);
	put_text(s, "sale_kind", sale->kind);
	put_num(s, "business_day", sale->business_day);
	put_time(s, "made_at", sale->made_at);
	put_text(s, "store", sale->store);
	put_text(s, "channel", sale->channel);
	put_text(s, "order", sale->order_ref);
	put_text(s, "staff", sale->staff);
	put_text(s, "customer", sale->customer_name);
	put_text(s, "returns", sale->returns_number);
}

static int
row_line(struct sheet *s, const struct rec_sale *sale,
    const struct rec_line *l)
{
	begin_row(s);
	put_sale(s, sale);
	put_num(s, "position", l->position);
	put_text(s, "sku", l->sku);
	put_text(s, "title", l->title);
	put_num(s, "qty", l->qty);
	put_money(s, "list_price", l->list_price);
	put_money(s, "unit_price", l->unit_price);
	put_money(s, "discount", l->discount);
	put_text(s, "discount_reason", l->discount_reason);
	put_text(s, "tax_name", l->tax_name);
	put_num(s, "tax_ppm", l->tax_ppm);
	put_money(s, "net", l->net);
	put_money(s, "tax", l->tax);
	put_money(s, "total", l->total);
	put_money(s, "sale_total", sale->total);
	put_id(s, "sale_id", &sale->id);
	put_id(s, "line_id", &l->id);
	return end_row(s);
}

static int
row_payment(struct sheet *s, const struct rec_sale *sale,
    const struct rec_payment *p)
{
	begin_row(s);
	put_sale(s, sale);
	put_num(s, "position", p->position);
	put_text(s, "kind", p->kind);
	put_money(s, "amount", p->amount);
	put_text(s, "last4", p->last4);
	put_text(s, "approval", p->approval);
	put_text(s, "reference", p->reference);
	put_id(s, "sale_id", &sale->id);
	put_id(s, "id", &p->id);
	return end_row(s);
}

/* One sale's lines, or its payments. */
static int
rows_of_sale(struct sheet *s, const struct rec_sale *sale)
{
	const struct rec_payment	*p;
	const struct rec_line		*l;
	struct db_ans			*ans = ask(s, op_sale_get(&sale->id));
	size_t				 i, n;
	int				 ret = 0;

	if (ans == NULL)
		return -1;
	if (s->e->kind == EXPORT_SALES) {
		l = db_rows(ans, REC_LINE, &n);
		for (i = 0; i < n && ret == 0; i++)
			ret = row_line(s, sale, &l[i]);
	} else {
		p = db_rows(ans, REC_PAYMENT, &n);
		for (i = 0; i < n && ret == 0; i++)
			ret = row_payment(s, sale, &p[i]);
	}
	db_ans_free(ans);
	return ret;
}

static int
all_sales(struct sheet *s)
{
	char			 after[256] = "";
	const struct rec_sale	*sale;
	struct db_ans		*ans;
	size_t			 i, n;
	int			 ret = 0;

	do {
		ans = ask(s, op_sale_page(after, s->e->from, s->e->to, PAGE));
		if (ans == NULL)
			return -1;
		sale = db_rows(ans, REC_SALE, &n);
		for (i = 0; i < n && ret == 0; i++)
			ret = rows_of_sale(s, &sale[i]);
		if (n > 0)
			str_copy(after, sizeof after, sale[n - 1].number);
		db_ans_free(ans);
	} while (n == PAGE && ret == 0);
	return ret;
}

static int
row_customer(struct sheet *s, const struct rec_customer *c)
{
	begin_row(s);
	put_text(s, "name", c->name);
	put_text(s, "email", c->email);
	put_text(s, "phone", c->phone);
	put_text(s, "address", c->address);
	put_text(s, "note", c->note);
	put_num(s, "tax_exempt", c->tax_exempt);
	put_text(s, "exempt_no", c->exempt_no);
	put_num(s, "exempt_until", c->exempt_until);
	put_time(s, "created_at", c->created_at);
	put_id(s, "id", &c->id);
	return end_row(s);
}

static int
all_customers(struct sheet *s)
{
	const struct rec_customer	*c;
	struct db_ans			*ans;
	size_t				 i, n;
	int				 ret = 0;

	ans = ask(s, op_customer_find("", EVERYBODY));
	if (ans == NULL)
		return -1;
	c = db_rows(ans, REC_CUSTOMER, &n);
	for (i = 0; i < n && ret == 0; i++)
		ret = row_customer(s, &c[i]);
	db_ans_free(ans);
	return ret;
}

static int
row_consignor(struct sheet *s, const struct rec_consignor *c)
{
	begin_row(s);
	put_text(s, "code", c->code);
	put_text(s, "name", c->name);
	put_text(s, "email", c->email);
	put_text(s, "phone", c->phone);
	put_num(s, "split_ppm", c->split_ppm);
	put_time(s, "created_at", c->created_at);
	put_id(s, "id", &c->id);
	return end_row(s);
}

static int
all_consignors(struct sheet *s)
{
	const struct rec_consignor	*c;
	struct db_ans			*ans = ask(s, op_consignor_list());
	size_t				 i, n;
	int				 ret = 0;

	if (ans == NULL)
		return -1;
	c = db_rows(ans, REC_CONSIGNOR, &n);
	for (i = 0; i < n && ret == 0; i++)
		ret = row_consignor(s, &c[i]);
	db_ans_free(ans);
	return ret;
}

static int
row_entry(struct sheet *s, const char *code, const struct rec_journal *j)
{
	begin_row(s);
	put_text(s, "register", code);
	put_num(s, "seq", j->seq);
	put_time(s, "at", j->at);
	put_text(s, "kind", j->kind);
	put_id(s, "ref_id", &j->ref_id);
	put_text(s, "payload", j->payload);
	put_hash(s, "prev_hash", &j->prev_hash);
	put_hash(s, "hash", &j->hash);
	put_id(s, "register_id", &j->register_id);
	return end_row(s);
}

static int
entries_of(struct sheet *s, const struct rec_register *reg)
{
	const struct rec_journal	*j;
	struct db_ans			*ans;
	int64_t				 seq = 0;
	size_t				 i, n;
	int				 ret = 0;

	do {
		ans = ask(s, op_journal_page(&reg->id, seq, PAGE));
		if (ans == NULL)
			return -1;
		j = db_rows(ans, REC_JOURNAL, &n);
		for (i = 0; i < n && ret == 0; i++) {
			ret = row_entry(s, reg->code, &j[i]);
			seq = j[i].seq;
		}
		db_ans_free(ans);
	} while (n == PAGE && ret == 0);
	return ret;
}

static int
all_entries(struct sheet *s)
{
	const struct rec_register	*reg;
	struct db_ans			*ans = ask(s, op_register_journals());
	size_t				 i, n;
	int				 ret = 0;

	if (ans == NULL)
		return -1;
	reg = db_rows(ans, REC_REGISTER, &n);
	for (i = 0; i < n && ret == 0; i++)
		ret = entries_of(s, &reg[i]);
	db_ans_free(ans);
	return ret;
}

/* ---------------------------------------------------------------- together */

/* The names of a kind's columns: a row of nothing with heading set. */
static int
heading(struct sheet *s)
{
	const struct rec_sale	no_sale = { .number = "" };

	s->heading = true;
	switch (s->e->kind) {
	case EXPORT_ITEMS:
		return row_item(s, &(struct rec_piece){ .sku = "" });
	case EXPORT_SALES:
		return row_line(s, &no_sale, &(struct rec_line){ .sku = "" });
	case EXPORT_PAYMENTS:
		return row_payment(s, &no_sale,
		    &(struct rec_payment){ .kind = "" });
	case EXPORT_CUSTOMERS:
		return row_customer(s, &(struct rec_customer){ .name = "" });
	case EXPORT_CONSIGNORS:
		return row_consignor(s, &(struct rec_consignor){ .code = "" });
	case EXPORT_JOURNAL:
		return row_entry(s, "", &(struct rec_journal){ .kind = "" });
	}
	return -1;
}

static int
body(struct sheet *s)
{
	switch (s->e->kind) {
	case EXPORT_ITEMS:
		return all_items(s);
	case EXPORT_SALES:
	case EXPORT_PAYMENTS:
		return all_sales(s);
	case EXPORT_CUSTOMERS:
		return all_customers(s);
	case EXPORT_CONSIGNORS:
		return all_consignors(s);
	case EXPORT_JOURNAL:
		return all_entries(s);
	}
	return -1;
}

static int
run(struct db *db, const struct export *e, int64_t *rows_r, struct err *err)
{
	struct sheet	s = { .e = e, .db = db, .err = err };
	int		ret = 0;

	buf_init(&s.row, ROW_MAX);
	if (e->json)
		ret = fputc('[', e->to_file) == EOF ? -1 : 0;
	else
		ret = heading(&s);
	if (ret == 0)
		ret = body(&s);
	if (ret == 0 && e->json)
		fputs(s.rows == 0 ? "]\n" : "\n]\n", e->to_file);
	buf_free(&s.row);
	js_free(s.js);
	*rows_r = s.rows;
	return ret;
}

int
export_run(struct db *db, const struct export *e, int64_t *rows_r,
    struct err *err)
{
	int	ret = e->sealed ? verify_export(db, e->to_file, rows_r, err) :
		    run(db, e, rows_r, err);

	if (ret == 0 && fflush(e->to_file) == 0 && !ferror(e->to_file))
		return 0;
	if (err->kind == ERR_NONE) {
		err_set(err, ERR_IO, "cannot write: %s", strerror(errno));
		err_hint(err, "Make room where the file goes.");
	}
	return -1;
}

bool
export_kind_of(const char *word, enum export_kind *out_r)
{
	static const char *const	words[] = {
		[EXPORT_ITEMS] = "items",
		[EXPORT_SALES] = "sales",
		[EXPORT_PAYMENTS] = "payments",
		[EXPORT_CUSTOMERS] = "customers",
		[EXPORT_CONSIGNORS] = "consignors",
		[EXPORT_JOURNAL] = "journal",
	};
	size_t				i;

	for (i = 0; i < sizeof words / sizeof words[0]; i++)
		if (str_eq(word, words[i])) {
			*out_r = (enum export_kind)i;
			return true;
		}
	return false;
}
