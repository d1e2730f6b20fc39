/*
 * The database's figures, each beside its floor in the same interleaved loop:
 * a line "GOAL|what|seen|target|floor and value" for tests/bench/run.
 *
 * The floor is libpq or SQLite bare: a one-row durable UPDATE by its key, or
 * 8 kB written and synced.  The sale is the product's own request through db/.
 */
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libpq-fe.h>

#include "bare.h"
#include "clock.h"
#include "ops.h"
#include "rig.h"

#define CLIENTS	32
#define HALF_TRIP	2500		/* microseconds each way */

static int	quick;

static int
by_size(const void *a, const void *b)
{
	const int64_t	*x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static double
part(int64_t *v, size_t n, size_t percent)
{
	qsort(v, n, sizeof *v, by_size);
	return (double)v[n * percent / 100];
}

/* A wire of 5 ms there and back: a process for each connection. */

struct chunk {
	int64_t		 due;
	ssize_t		 len;
	char		 bytes[16384];
	struct chunk	*next;
};

struct way {
	int		 from, to;
	struct chunk	*head, **tail;
};

static bool
take_in(struct way *w)
{
	struct chunk	*c = calloc(1, sizeof *c);

	c->len = read(w->from, c->bytes, sizeof c->bytes);
	if (c->len <= 0) {
		free(c);
		return false;
	}
	c->due = clock_mono() + HALF_TRIP;
	*w->tail = c;
	w->tail = &c->next;
	return true;
}

static void
pass_on(struct way *w)
{
	struct chunk	*c;

	while ((c = w->head) != NULL && c->due <= clock_mono()) {
		if (write(w->to, c->bytes, (size_t)c->len) != c->len)
			_exit(0);
		if ((w->head = c->next) == NULL)
			w->tail = &w->head;
		free(c);
	}
}

static _Noreturn void
carry(int a, int b)
{
	struct way	 ways[2] = { { .from = a, .to = b },
			    { .from = b, .to = a } };
	struct pollfd	 fds[2] = { { .fd = a, .events = POLLIN },
			    { .fd = b, .events = POLLIN } };
	struct timespec	 ts;
	int64_t		 wait;
	int		 i;

	ways[0].tail = &ways[0].head;
	ways[1].tail = &ways[1].head;
	for (;;) {
		wait = SECOND_US;
		for (i = 0; i < 2; i++)
			if (ways[i].head != NULL &&
			    ways[i].head->due - clock_mono() < wait)
				wait = ways[i].head->due - clock_mono();
		if (wait < 0)
			wait = 0;
		ts = (struct timespec){ wait / SECOND_US,
		    wait % SECOND_US * 1000 };
		ppoll(fds, 2, &ts, NULL);
		for (i = 0; i < 2; i++) {
			if (fds[i].revents != 0 && !take_in(&ways[i]))
				_exit(0);
			pass_on(&ways[i]);
		}
	}
}

struct far {
	int		 fd;
	const char	*socket;
};

static int
far_server(void *arg)
{
	const struct far	*far = arg;
	struct sockaddr_un	 to = { .sun_family = AF_UNIX };
	int			 a, b, one = 1;

	signal(SIGCHLD, SIG_IGN);
	snprintf(to.sun_path, sizeof to.sun_path, "%s", far->socket);
	for (;;) {
		a = accept(far->fd, NULL, NULL);
		if (a == -1)
			continue;
		setsockopt(a, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
		b = socket(AF_UNIX, SOCK_STREAM, 0);
		if (connect(b, (struct sockaddr *)&to, sizeof to) == 0 &&
		    fork() == 0)
			carry(a, b);
		close(a);
		close(b);
	}
}

/* The same database, 5 ms away. */
static char *
far_url(const char *url)
{
	static struct far	 far;
	struct sockaddr_in	 at = { .sin_family = AF_INET };
	socklen_t		 len = sizeof at;
	char			 name[64], dir[200];

	if (sscanf(url, "postgresql:///%63[^?]?host=%199[^&]", name, dir) != 2)
		rig_die("cannot read %s", url);
	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	far.fd = socket(AF_INET, SOCK_STREAM, 0);
	far.socket = rig_printf("%s/.s.PGSQL.5432", dir);
	if (bind(far.fd, (struct sockaddr *)&at, len) == -1 ||
	    listen(far.fd, 128) == -1 ||
	    getsockname(far.fd, (struct sockaddr *)&at, &len) == -1)
		rig_die("no port");
	rig_fork(far_server, &far);
	return rig_printf("postgresql://postgres@127.0.0.1:%d/%s",
	    ntohs(at.sin_port), name);
}

/* The floors. */

static PGconn *
bare_pq(const char *url)
{
	PGconn	*c = PQconnectdb(url);

	if (PQstatus(c) != CONNECTION_OK)
		rig_die("%s", PQerrorMessage(c));
	PQclear(PQprepare(c, "up",
	    "UPDATE public.floor SET n = n + 1 WHERE id = $1::int", 1, NULL));
	PQclear(PQprepare(c, "one", "SELECT 1", 0, NULL));
	return c;
}

static void
floor_table(const char *url)
{
	PGconn	*c = PQconnectdb(url);

	PQclear(PQexec(c, "CREATE TABLE public.floor (id int PRIMARY KEY,"
	    " n bigint NOT NULL) WITH (fillfactor = 50)"));
	PQclear(PQexec(c, "INSERT INTO public.floor"
	    " SELECT i, 0 FROM generate_series(1, 10000) i"));
	/* Not the empty tables of the shop: that would settle their plans. */
	PQclear(PQexec(c, "ANALYZE public.floor"));
	PQfinish(c);
}

static void
floor_update(PGconn *c)
{
	char		 key[16];
	const char	*values[1] = { key };
	PGresult	*r;

	snprintf(key, sizeof key, "%ld", random() % 10000 + 1);
	r = PQexecPrepared(c, "up", 1, values, NULL, NULL, 0);
	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		rig_die("%s", PQerrorMessage(c));
	PQclear(r);
}

static void
floor_sync(int fd)
{
	static char	page[8192];

	if (pwrite(fd, page, sizeof page, random() % 64 * 8192) < 0 ||
	    fdatasync(fd) != 0)
		rig_die("cannot write");
}

/* The product. */

static void
product_sale(const struct bare *shop, struct db *db, const struct uuid *reg,
    const struct uuid *piece, const char *kind)
{
	struct uuid	sale = uuid_new(), line = uuid_new();

	bare_must(db, bare_sale(shop, reg, &sale, &line, piece, kind, 1,
	    420000, NULL, NULL));
}

static struct uuid *
pieces(struct bare *shop, size_t n)
{
	static int	 number;
	struct uuid	*ids = calloc(n, sizeof *ids);
	char		 sku[24];
	size_t		 i;

	for (i = 0; i < n; i++) {
		snprintf(sku, sizeof sku, "B-%d", ++number);
		ids[i] = bare_piece(shop, sku, "unique", 1, 420000);
	}
	return ids;
}

static void
one_register(struct bare *shop, const char *url, const char *goal,
    const char *what, double target, size_t n)
{
	struct err	 err;
	struct db	*db = db_open(url, &err);
	PGconn		*c = bare_pq(url);
	struct uuid	*ids = pieces(shop, n + 20);
	int64_t		*up = calloc(n, 8), *sale = calloc(n, 8);
	int64_t		*one = calloc(n, 8), t0, t1, t2, t3;
	double		 floor, seen;
	size_t		 i;

	for (i = 0; i < n + 20; i++) {
		t0 = clock_mono();
		floor_update(c);
		t1 = clock_mono();
		product_sale(shop, db, &shop->r1, &ids[i], "unique");
		t2 = clock_mono();
		PQclear(PQexecPrepared(c, "one", 0, NULL, NULL, NULL, 0));
		t3 = clock_mono();
		if (i < 20)
			continue;
		up[i - 20] = t1 - t0;
		sale[i - 20] = t2 - t1;
		one[i - 20] = t3 - t2;
	}
	floor = part(up, n, 50);
	seen = part(sale, n, 50);
	printf("%s|%s|%.2f|<= %.2f|UPDATE %.0f us, sale %.0f us (p95 %.0f), "
	    "SELECT 1 %.0f us\n", goal, what, seen / floor, target, floor,
	    seen, part(sale, n, 95), part(one, n, 50));
	fflush(stdout);
	db_close(db);
	PQfinish(c);
	free(ids);
}

/* Clients at once. */

enum load { LOAD_UPDATE, LOAD_SALE, LOAD_HOT };

struct crowd {
	struct rig_barrier	*go;
	struct bare		*shop;
	const char		*url;
	enum load		 load;
	int64_t			 time;
	struct uuid		*ids;
	size_t			 each;
	struct uuid		 registers[CLIENTS];
	struct uuid		 hot;
	int64_t			*done;		/* shared */
};

struct member {
	struct crowd	*crowd;
	int		 n;
};

static int
member(void *arg)
{
	struct member	*me = arg;
	struct crowd	*crowd = me->crowd;
	struct err	 err;
	struct db	*db = db_open(crowd->url, &err);
	PGconn		*c = bare_pq(crowd->url);
	int64_t		 end;
	size_t		 i = 0;

	srandom((unsigned)getpid());
	db_ans_free(db_wait(db, op_ping()));
	rig_barrier_wait(crowd->go);
	end = clock_mono() + crowd->time;
	for (; clock_mono() < end && i < crowd->each; i++)
		switch (crowd->load) {
		case LOAD_UPDATE:
			floor_update(c);
			break;
		case LOAD_SALE:
			product_sale(crowd->shop, db,
			    &crowd->registers[me->n], &crowd->ids[(size_t)me->n
			    * crowd->each + i], "unique");
			break;
		case LOAD_HOT:
			product_sale(crowd->shop, db,
			    &crowd->registers[me->n], &crowd->hot, "counted");
			break;
		}
	/* A second. */
	crowd->done[me->n] = (int64_t)i * SECOND_US /
	    (clock_mono() - end + crowd->time);
	_exit(0);
}

static double
crowd_run(struct crowd *crowd, enum load load, const char *url)
{
	struct member	members[CLIENTS];
	pid_t		pids[CLIENTS];
	double		sum = 0;
	int		i;

	crowd->load = load;
	crowd->url = url;
	crowd->go = rig_barrier_new(CLIENTS);
	for (i = 0; i < CLIENTS; i++) {
		members[i] = (struct member){ crowd, i };
		pids[i] = rig_fork(member, &members[i]);
	}
	for (i = 0; i < CLIENTS; i++) {
		rig_wait(pids[i], 60000);
		sum += (double)crowd->done[i];
	}
	return sum;
}

static void
crowds(struct bare *shop, const char *far)
{
	struct crowd	 crowd = { .shop = shop, .time = 2 * SECOND_US };
	struct rec_register reg;
	char		 code[8];
	double		 up = 0, sale = 0;
	int		 i, rounds = quick ? 1 : 2;

	crowd.done = rig_shared(CLIENTS * sizeof *crowd.done);
	for (i = 0; i < CLIENTS; i++) {
		snprintf(code, sizeof code, "C%d", i + 1);
		reg = (struct rec_register){ .id = uuid_new(),
		    .store_id = shop->store, .code = code, .name = "",
		    .kind = "counter", .created_at = 1 };
		crowd.registers[i] = reg.id;
		bare_must(shop->db, op_register_add(&reg));
	}
	crowd.hot = bare_piece(shop, "CLOTH", "counted", 100000000, 420000);
	for (i = 0; i < rounds; i++) {
		crowd.each = SIZE_MAX;
		up += crowd_run(&crowd, LOAD_UPDATE, shop->url) / rounds;
		crowd.each = 150;
		free(crowd.ids);
		crowd.ids = pieces(shop, CLIENTS * crowd.each);
		sale += crowd_run(&crowd, LOAD_SALE, shop->url) / rounds;
	}
	printf("G13|sales a second, 32 clients, of the UPDATEs|%.2f|>= 0.30|"
	    "UPDATE %.0f/s, sale %.0f/s\n", sale / up, up, sale);
	fflush(stdout);
	crowd.each = SIZE_MAX;
	printf("G4|one counted row, 32 clients, 5 ms away|%.0f/s|>= 600/s|"
	    "next door %.0f/s\n", crowd_run(&crowd, LOAD_HOT, far),
	    crowd_run(&crowd, LOAD_HOT, shop->url));
	fflush(stdout);
}

static void
embedded(size_t n)
{
	struct bare	*shop = bare_new("sqlite");
	struct uuid	*ids = pieces(shop, n + 20);
	int64_t		*raw = calloc(n, 8), *sale = calloc(n, 8), t0, t1, t2;
	char		*path = rig_path("raw");
	int		 fd = open(path, O_RDWR | O_CREAT, 0600);
	double		 floor, seen;
	size_t		 i;

	for (i = 0; i < 64; i++)
		floor_sync(fd);
	for (i = 0; i < n + 20; i++) {
		t0 = clock_mono();
		floor_sync(fd);
		t1 = clock_mono();
		product_sale(shop, shop->db, &shop->r1, &ids[i], "unique");
		t2 = clock_mono();
		if (i < 20)
			continue;
		raw[i - 20] = t1 - t0;
		sale[i - 20] = t2 - t1;
	}
	floor = part(raw, n, 50);
	seen = part(sale, n, 50);
	printf("G12|SQLite sale of raw pwrite + fdatasync|%.2f|<= 1.70|"
	    "fdatasync %.0f us, sale %.0f us (p95 %.0f)\n", seen / floor,
	    floor, seen, part(sale, n, 95));
	fflush(stdout);
	bare_free(shop);
}

/* Every key of some words, over the pieces of this shop. */
static void
find(const char *url, const char *name)
{
	static const char *const typed[] = { "signed estate brooch",
	    "art deco ring", "sapphire 18k", "victorian locket", "br 1041",
	    "rose gold bracelet", "emerald", "pearl" };
	struct err	 err;
	struct db	*db = db_open(url, &err);
	int64_t		 took[400], t0, pieces_n = 0;
	const struct rec_num *num;
	struct db_ans	*ans;
	char		 so_far[40];
	size_t		 i, k, n = 0, rows;
	int		 round;

	if (db == NULL)
		rig_die("%s", err.text);
	ans = db_wait(db, op_piece_count());
	num = db_rows(ans, REC_NUM, &rows);
	pieces_n = rows == 1 ? num->value : 0;
	db_ans_free(ans);
	for (round = 0; round < 3; round++)
		for (i = 0; i < sizeof typed / sizeof typed[0]; i++)
			for (k = 1; k <= strlen(typed[i]); k++) {
				snprintf(so_far, sizeof so_far, "%.*s",
				    (int)k, typed[i]);
				t0 = clock_mono();
				ans = db_wait(db, op_piece_find(so_far, 20,
				    false));
				if (round > 0 && n < 400)
					took[n++] = clock_mono() - t0;
				if (db_check(ans, &err) != 0)
					rig_die("%s", err.text);
				db_ans_free(ans);
			}
	qsort(took, n, sizeof *took, by_size);
	printf("G9|find as you type, %s, %lld pieces, p95 of a key|%.1f ms|"
	    "<= 16 ms|p50 %.2f ms, slowest %.1f ms\n", name,
	    (long long)pieces_n, part(took, n, 95) / 1000,
	    part(took, n, 50) / 1000, (double)took[n - 1] / 1000);
	fflush(stdout);
	db_close(db);
}

int
main(int argc, char **argv)
{
	struct bare	*shop;
	char		*far;

	quick = getenv("BENCH") != NULL && strcmp(getenv("BENCH"), "quick") == 0;
	if (argc == 4 && strcmp(argv[1], "find") == 0) {
		find(argv[2], argv[3]);
		return 0;
	}
	shop = bare_new("postgresql");
	floor_table(shop->url);
	far = far_url(shop->url);
	one_register(shop, shop->url, "G1", "sale commit of one-row UPDATE",
	    2.0, quick ? 300 : 1000);
	one_register(shop, far, "G2", "the same, 5 ms away", 1.10,
	    quick ? 50 : 150);
	crowds(shop, far);
	bare_free(shop);
	embedded(quick ? 300 : 1000);
	return 0;
}
