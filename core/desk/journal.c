/* A register's journal, its chain and its text: see journal.h. */
#include "desk/journal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "str.h"

#define LINE_MAX_BYTES	512	/* no line but a payload's is longer */

/* --------------------------------------------------------------- the chain */

void
journal_begin(struct journal_chain *chain, const struct uuid *register_id)
{
	*chain = (struct journal_chain){ .register_id = *register_id };
}

/* One link: what vitrine_journal_hash() in the schema makes of it. */
static bool
link_hash(const uint8_t prev[SEAL_DIGEST], const struct rec_journal *j,
    uint8_t out[SEAL_DIGEST])
{
	struct buf	text = BUF_INIT(JOURNAL_PAYLOAD + LINE_MAX_BYTES);
	bool		fits;

	buf_add(&text, prev, SEAL_DIGEST);
	buf_add(&text, j->register_id.b, sizeof j->register_id.b);
	buf_add(&text, j->ref_id.b, sizeof j->ref_id.b);
	buf_printf(&text, "%" PRId64 " %" PRId64 " %s\n", j->seq, j->at,
	    j->kind);
	buf_addstr(&text, j->payload);
	fits = !buf_full(&text);
	if (fits)
		seal_sha256(buf_str(&text), text.len, out);
	buf_free(&text);
	return fits;
}

static bool
is_digest(const struct rec_blob *b, const uint8_t want[SEAL_DIGEST])
{
	return b->len == SEAL_DIGEST &&
	    memcmp(b->bytes, want, SEAL_DIGEST) == 0;
}

const char *
journal_follow(struct journal_chain *chain, const struct rec_journal *j)
{
	uint8_t	hash[SEAL_DIGEST];

	if (!uuid_eq(&j->register_id, &chain->register_id))
		return "is another register's";
	if (j->seq != chain->seq + 1)
		return "is missing";
	if (!is_digest(&j->prev_hash, chain->hash))
		return "does not follow the one before";
	if (!link_hash(chain->hash, j, hash) || !is_digest(&j->hash, hash))
		return "was changed after it was written";
	memcpy(chain->hash, hash, sizeof chain->hash);
	chain->seq = j->seq;
	return NULL;
}

/* ------------------------------------------------------------- writing it */

static void
put_hash(struct buf *out, const void *hash)
{
	char	hex[SEAL_HEX];

	str_hex(hash, SEAL_DIGEST, hex);
	buf_printf(out, " %s\n", hex);
}

static void
put_id(struct buf *out, const struct uuid *id)
{
	char	text[UUID_TEXT];

	uuid_text(id, text);
	buf_printf(out, " %s", text);
}

void
journal_put_head(struct buf *out)
{
	buf_addstr(out, "vitrine-journal 1\n");
}

void
journal_put_register(struct buf *out, const struct uuid *id, const char *code)
{
	buf_addstr(out, "register");
	put_id(out, id);
	buf_printf(out, " %s\n", code);
}

static void
put_entry_line(struct buf *out, const struct rec_journal *j, size_t bytes)
{
	buf_printf(out, "entry %" PRId64 " %" PRId64 " %s", j->seq, j->at,
	    j->kind);
	put_id(out, &j->ref_id);
	buf_printf(out, " %zu", bytes);
	put_hash(out, j->hash.bytes);
}

void
journal_put_entry(struct buf *out, const struct rec_journal *j)
{
	static const uint8_t	none[SEAL_DIGEST];
	struct rec_journal	whole = *j;

	if (j->hash.len != SEAL_DIGEST)
		whole.hash = (struct rec_blob){ none, SEAL_DIGEST };
	put_entry_line(out, &whole, strlen(j->payload));
	buf_printf(out, "%s\n", j->payload);
}

void
journal_put_end(struct buf *out, const struct journal_chain *chain)
{
	buf_printf(out, "end %" PRId64, chain->seq);
	put_hash(out, chain->hash);
}

void
journal_put_whole(struct buf *out, int64_t registers)
{
	buf_printf(out, "whole %" PRId64 "\n", registers);
}

/* ------------------------------------------------------------- reading it */

static enum journal_item
wrong(struct journal_reader *r, size_t at, const char *why)
{
	r->at = at;
	r->why = why;
	return JOURNAL_WRONG;
}

void
journal_reader_free(struct journal_reader *r)
{
	buf_free(&r->payload);
}

/*
 * Whether line, len bytes with its line feed, is exactly what we would have
 * written; if not, *at_r is where they part.
 */
static bool
is_ours(struct buf *ours, const char *line, size_t len, size_t *at_r)
{
	const char	*want = buf_str(ours);
	size_t		 i;
	bool		 same = ours->len == len;

	for (i = 0; i < len && i < ours->len && line[i] == want[i];)
		i++;
	*at_r = i < len ? i : len - 1;
	same = same && i == len;
	buf_free(ours);
	return same;
}

/* How many bytes of an id's text there are before it is none. */
static size_t
id_prefix(const char *text)
{
	static const char	pattern[] =
	    "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
	size_t			i;

	for (i = 0; pattern[i] != '\0'; i++)
		if (pattern[i] == '-' ? text[i] != '-' : text[i] == '\0' ||
		    strchr("0123456789abcdef", text[i]) == NULL)
			break;
	return i;
}

static enum journal_item
read_register(struct journal_reader *r, const char *line, size_t len)
{
	struct buf	ours = BUF_INIT(LINE_MAX_BYTES);
	char		id[UUID_TEXT] = "", code[sizeof r->code] = "";
	struct uuid	uuid = { { 0 } };
	size_t		at;

	if (r->in_register)
		return wrong(r, 0, "a register begins before the last ended");
	if (sscanf(line, "register %36s %63[^\n]", id, code) == 2 &&
	    uuid_parse(id, &uuid))
		journal_put_register(&ours, &uuid, code);
	if (!is_ours(&ours, line, len, &at))
		return wrong(r, at > 0 ? at : strlen("register ") +
		    id_prefix(line + strlen("register ")),
		    "this is not how a register begins");
	journal_begin(&r->chain, &uuid);
	str_copy(r->code, sizeof r->code, code);
	r->in_register = true;
	r->registers++;
	return JOURNAL_REGISTER;
}

/* The line of an entry into r->entry; its hash into hash. */
static bool
read_entry_line(struct journal_reader *r, const char *line, size_t len,
    size_t *bytes_r, uint8_t hash[SEAL_DIGEST], size_t *at_r)
{
	struct buf		 ours = BUF_INIT(LINE_MAX_BYTES);
	struct rec_journal	*j = &r->entry;
	char			 ref[UUID_TEXT] = "", hex[SEAL_HEX] = "";

	*j = (struct rec_journal){ .register_id = r->chain.register_id };
	*bytes_r = 0;
	if (sscanf(line, "entry %18" SCNd64 " %18" SCNd64
	    " %23[a-z_] %36s %8zu %64s", &j->seq, &j->at, r->kind, ref,
	    bytes_r, hex) == 6 && uuid_parse(ref, &j->ref_id) &&
	    str_unhex(hex, hash, SEAL_DIGEST)) {
		j->kind = r->kind;
		j->hash = (struct rec_blob){ hash, SEAL_DIGEST };
		put_entry_line(&ours, j, *bytes_r);
	}
	return is_ours(&ours, line, len, at_r);
}

/* first is a copy of the entry's line with its NUL. */
static enum journal_item
read_entry(struct journal_reader *r, const char *first, const char *text,
    size_t len, size_t line, size_t *used_r)
{
	uint8_t		 hash[SEAL_DIGEST];
	const char	*why;
	size_t		 bytes, at;

	if (!r->in_register)
		return wrong(r, 0, "an entry of no register");
	if (!read_entry_line(r, first, line, &bytes, hash, &at))
		return wrong(r, at, "this is not how an entry begins");
	if (bytes > JOURNAL_PAYLOAD - 1)
		return wrong(r, 0, "no entry is as long as this");
	if (len < line + bytes + 1)
		return JOURNAL_MORE;
	if (text[line + bytes] != '\n')
		return wrong(r, line + bytes, "the entry does not end here");
	if (memchr(text + line, '\0', bytes) != NULL)
		return wrong(r, (size_t)((const char *)memchr(text + line,
		    '\0', bytes) - text), "a byte that no entry has");
	buf_reset(&r->payload);
	buf_add(&r->payload, text + line, bytes);
	r->entry.payload = buf_str(&r->payload);
	r->entry.prev_hash = (struct rec_blob){ r->chain.hash, SEAL_DIGEST };
	why = journal_follow(&r->chain, &r->entry);
	if (why != NULL)
		return wrong(r, 0, why);
	/* What is on the chain is the same bytes, and stays. */
	r->entry.hash.bytes = r->chain.hash;
	*used_r = line + bytes + 1;
	return JOURNAL_ENTRY;
}

static enum journal_item
read_end(struct journal_reader *r, const char *line, size_t len)
{
	struct buf	ours = BUF_INIT(LINE_MAX_BYTES);
	size_t		at;

	if (!r->in_register)
		return wrong(r, 0, "the end of no register");
	journal_put_end(&ours, &r->chain);
	if (!is_ours(&ours, line, len, &at))
		return wrong(r, at, "the register does not end here");
	r->in_register = false;
	return JOURNAL_END;
}

static enum journal_item
read_whole(struct journal_reader *r, const char *line, size_t len)
{
	struct buf	ours = BUF_INIT(LINE_MAX_BYTES);
	size_t		at;

	journal_put_whole(&ours, r->registers);
	if (!is_ours(&ours, line, len, &at) || r->in_register)
		return wrong(r, at, "the file does not end here");
	r->whole = true;
	return JOURNAL_WHOLE;
}

static enum journal_item
read_head(struct journal_reader *r, const char *line, size_t len)
{
	struct buf	ours = BUF_INIT(LINE_MAX_BYTES);
	size_t		at;

	journal_put_head(&ours);
	if (!is_ours(&ours, line, len, &at))
		return wrong(r, at, "this is no journal");
	r->begun = true;
	return JOURNAL_HEAD;
}

/* A line of no kind: wrong where it parts from the kind most like it. */
static enum journal_item
read_other(struct journal_reader *r, const char *line)
{
	static const char	*const kinds[] = { "entry ", "register ",
				    "end ", "whole " };
	size_t			 i, at, most = 0;

	for (i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		for (at = 0; line[at] != '\0' && line[at] == kinds[i][at];)
			at++;
		most = at > most ? at : most;
	}
	return wrong(r, most, "this is not a journal's");
}

enum journal_item
journal_read(struct journal_reader *r, const char *text, size_t len,
    size_t *used_r)
{
	char		 line[LINE_MAX_BYTES];
	const char	*end = memchr(text, '\n', len);
	size_t		 n;

	if (r->whole)
		return wrong(r, 0, "something follows the end");
	if (end == NULL && len < sizeof line)
		return JOURNAL_MORE;
	n = end == NULL ? len : (size_t)(end - text) + 1;
	if (n >= sizeof line)
		return wrong(r, 0, "a line as long as this is not ours");
	/* A copy with its NUL, for sscanf; a NUL within is found as ours has
	   none. */
	memcpy(line, text, n);
	line[n] = '\0';
	*used_r = n;
	if (!r->begun)
		return read_head(r, line, n);
	if (str_starts(line, "entry "))
		return read_entry(r, line, text, len, n, used_r);
	if (str_starts(line, "register "))
		return read_register(r, line, n);
	if (str_starts(line, "end "))
		return read_end(r, line, n);
	if (str_starts(line, "whole "))
		return read_whole(r, line, n);
	return read_other(r, line);
}
