/*
 * order SHOP PORT KEY: orders through the listener on PORT beside the same sale
 * asked of the database directly, eight at once, in turns; a line as db.c's.
 */
#include <sys/socket.h>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bare.h"
#include "clock.h"
#include "ops.h"
#include "rig.h"
#include "sell/book.h"

#define CLIENTS	8
#define WARM	20
#define EACH	(WARM + 400)
#define SLICE	SECOND_US
#define ROUNDS	2
#define PRICE	420000

enum way { DIRECT, ORDER, WAYS };

struct crowd {
	struct bare		 shop;
	int			 port;
	const char		*key;
	struct uuid		 registers[CLIENTS];
	struct uuid		*ids;
	int			 first;		/* number of ids[0]'s sku */
	enum way		 way;
	struct rig_barrier	*ready;
	int64_t			*rate;		/* shared */
};

struct member {
	struct crowd	*crowd;
	int		 n;
};

/* Unique pieces U-<number>, a hundred a request. */
static void
pieces(struct crowd *crowd)
{
	static int		 number;
	struct rec_piece	 p = { .title = "Signed estate brooch",
	    .kind = "unique", .state = "stock", .price = PRICE,
	    .store_id = crowd->shop.store, .ownership = "own", .listed = 1,
	    .created_at = 1 };
	struct db_req		*req = NULL, *one;
	char			 sku[24];
	size_t			 i;

	if (crowd->ids == NULL)
		crowd->ids = calloc(CLIENTS * EACH, sizeof *crowd->ids);
	crowd->first = number;
	for (i = 0; i < CLIENTS * EACH; i++) {
		snprintf(sku, sizeof sku, "U-%d", number++);
		p.id = crowd->ids[i] = uuid_new();
		p.sku = sku;
		one = db_req_join(op_piece_add(&p, "brooch"),
		    book_move(&p.id, 1, 1, "receive", NULL, NULL, NULL));
		req = req == NULL ? one : db_req_join(req, one);
		if (i % 100 != 99 && i + 1 < CLIENTS * EACH)
			continue;
		db_req_time(req, 60 * SECOND_US);
		bare_must(crowd->shop.db, req);
		req = NULL;
	}
}

static int
dial(int port)
{
	struct sockaddr_in	at = { .sin_family = AF_INET,
	    .sin_port = htons((uint16_t)port) };
	int			fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	if (connect(fd, (struct sockaddr *)&at, sizeof at) != 0)
		rig_die("the listener is not there");
	return fd;
}

/* The head and as much of a body as it says. */
static void
read_answer(int fd)
{
	char	 text[16384], *body, *length;
	size_t	 len = 0;
	ssize_t	 n;

	for (;;) {
		n = read(fd, text + len, sizeof text - 1 - len);
		if (n <= 0)
			rig_die("the listener hung up");
		len += (size_t)n;
		text[len] = '\0';
		body = strstr(text, "\r\n\r\n");
		length = strcasestr(text, "content-length:");
		if (body != NULL && length != NULL && (size_t)(body + 4 - text)
		    + (size_t)atol(length + 15) <= len)
			break;
	}
	if (strncmp(text, "HTTP/1.1 201", 12) != 0)
		rig_die("the listener said: %.600s", text);
}

static void
order(const struct crowd *crowd, int fd, int number)
{
	char	body[512], head[512];
	int	len, head_len;

	len = snprintf(body, sizeof body, "{\"order\":\"O-%d\",\"lines\":[{"
	    "\"sku\":\"U-%d\",\"price\":{\"amount\":%d,\"currency\":\"USD\"}}]"
	    ",\"customer\":{\"name\":\"Zoe\",\"email\":\"z@example.org\"},"
	    "\"payment\":{\"method\":\"test\",\"reference\":\"t\","
	    "\"amount\":{\"amount\":%d,\"currency\":\"USD\"}}}", number, number,
	    PRICE, PRICE);
	head_len = snprintf(head, sizeof head, "POST /v1/orders HTTP/1.1\r\n"
	    "Host: 127.0.0.1\r\nAuthorization: Bearer %s\r\n"
	    "Idempotency-Key: o%d\r\nContent-Type: application/json\r\n"
	    "Content-Length: %d\r\n\r\n", crowd->key, number, len);
	if (write(fd, head, (size_t)head_len) != head_len ||
	    write(fd, body, (size_t)len) != len)
		rig_die("the listener hung up");
	read_answer(fd);
}

static void
once(const struct crowd *crowd, int n, struct db *db, int fd, size_t i)
{
	size_t		at = (size_t)n * EACH + i;
	struct uuid	sale, line;

	if (crowd->way == ORDER) {
		order(crowd, fd, crowd->first + (int)at);
		return;
	}
	sale = uuid_new();
	line = uuid_new();
	bare_must(db, bare_sale(&crowd->shop, &crowd->registers[n], &sale,
	    &line, &crowd->ids[at], "unique", 1, PRICE, NULL, NULL));
}

static int
member(void *arg)
{
	struct member	*me = arg;
	struct crowd	*crowd = me->crowd;
	struct err	 err;
	struct db	*db = db_open(crowd->shop.url, &err);
	int		 fd = dial(crowd->port);
	size_t		 i;
	int64_t		 begun;

	for (i = 0; i < WARM; i++)
		once(crowd, me->n, db, fd, i);
	rig_barrier_wait(crowd->ready);
	begun = clock_mono();
	for (; i < EACH && clock_mono() < begun + SLICE; i++)
		once(crowd, me->n, db, fd, i);
	crowd->rate[me->n] = (int64_t)(i - WARM) * SECOND_US /
	    (clock_mono() - begun);
	_exit(0);
}

static double
run(struct crowd *crowd, enum way way)
{
	struct member	members[CLIENTS];
	pid_t		pids[CLIENTS];
	double		sum = 0;
	int		i;

	pieces(crowd);
	crowd->way = way;
	crowd->ready = rig_barrier_new(CLIENTS);
	for (i = 0; i < CLIENTS; i++) {
		members[i] = (struct member){ crowd, i };
		pids[i] = rig_fork(member, &members[i]);
	}
	for (i = 0; i < CLIENTS; i++) {
		if (rig_wait(pids[i], 60000) != 0)
			rig_die("a client failed");
		sum += (double)crowd->rate[i];
	}
	return sum;
}

static void
furnish(struct crowd *crowd)
{
	struct db_ans			*ans;
	const struct rec_store		*store;
	const struct rec_channel	*channel;
	struct rec_register		 reg;
	char				 code[8];
	size_t				 n;
	int				 i;

	ans = db_wait(crowd->shop.db, db_req_join(op_store_list(),
	    op_channel_list()));
	store = db_rows(ans, REC_STORE, &n);
	if (n == 0)
		rig_die("a shop without a store");
	crowd->shop.store = store->id;
	channel = db_rows(ans, REC_CHANNEL, &n);
	for (; n > 0; n--, channel++)
		if (strcmp(channel->kind, "web") == 0)
			crowd->shop.showroom = channel->id;
	db_ans_free(ans);
	for (i = 0; i < CLIENTS; i++) {
		snprintf(code, sizeof code, "B%d", i + 1);
		reg = (struct rec_register){ .id = uuid_new(),
		    .store_id = crowd->shop.store, .code = code, .name = "",
		    .kind = "counter", .created_at = 1 };
		crowd->registers[i] = reg.id;
		bare_must(crowd->shop.db, op_register_add(&reg));
	}
}

int
main(int argc, char **argv)
{
	struct crowd	crowd;
	struct err	err;
	double		rate[WAYS] = { 0, 0 };
	int		i;

	if (argc != 4)
		rig_die("usage: order SHOP PORT KEY");
	memset(&crowd, 0, sizeof crowd);
	crowd.shop.url = argv[1];
	crowd.port = atoi(argv[2]);
	crowd.key = argv[3];
	crowd.rate = rig_shared(CLIENTS * sizeof *crowd.rate);
	if ((crowd.shop.db = db_open(argv[1], &err)) == NULL)
		rig_die("%s", err.text);
	furnish(&crowd);
	for (i = 0; i < ROUNDS; i++) {
		rate[DIRECT] += run(&crowd, DIRECT) / ROUNDS;
		rate[ORDER] += run(&crowd, ORDER) / ROUNDS;
	}
	printf("G11|orders of direct sales, 8 at once, %s|%.2f|>= 0.65|"
	    "direct %.0f/s, POST /v1/orders %.0f/s\n",
	    db_engine(crowd.shop.db), rate[ORDER] / rate[DIRECT],
	    rate[DIRECT], rate[ORDER]);
	db_close(crowd.shop.db);
	return 0;
}
