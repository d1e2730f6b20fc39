/*
 * The floor of the listener: what libmicrohttpd alone answers in a second,
 * with one header and no thought.  hello PORT
 */
#include <poll.h>
#include <stdlib.h>

#include <microhttpd.h>

static enum MHD_Result
answer(void *cls, struct MHD_Connection *conn, const char *url,
    const char *method, const char *version, const char *bytes, size_t *len,
    void **seen)
{
	static char		 ok[] = "ok\n";
	struct MHD_Response	*response;
	enum MHD_Result		 result;

	(void)cls;
	(void)url;
	(void)method;
	(void)version;
	(void)bytes;
	(void)len;
	if (*seen == NULL) {
		*seen = ok;
		return MHD_YES;
	}
	response = MHD_create_response_from_buffer(sizeof(ok) - 1, ok,
	    MHD_RESPMEM_PERSISTENT);
	MHD_add_response_header(response, "Content-Type", "text/plain");
	result = MHD_queue_response(conn, 200, response);
	MHD_destroy_response(response);
	return result;
}

int
main(int argc, char **argv)
{
	struct MHD_Daemon	*daemon;
	struct pollfd		 wait = { .events = POLLIN };
	MHD_UNSIGNED_LONG_LONG	 ms;

	if (argc != 2)
		return 64;
	daemon = MHD_start_daemon(MHD_USE_EPOLL, (uint16_t)atoi(argv[1]), NULL,
	    NULL, answer, NULL, MHD_OPTION_END);
	if (daemon == NULL)
		return 69;
	wait.fd = MHD_get_daemon_info(daemon,
	    MHD_DAEMON_INFO_EPOLL_FD)->listen_fd;
	for (;;) {
		poll(&wait, 1, MHD_get_timeout(daemon, &ms) == MHD_YES ?
		    (int)ms : -1);
		MHD_run(daemon);
	}
}
