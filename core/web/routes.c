/* Every address the listener answers.  /openapi.json describes the API's. */
#include "web/api.h"
#include "web/app.h"
#include "web/feed.h"
#include "web/hooks.h"
#include "web/page.h"

#define KB	1024

const struct route app_routes[] = {
	{ METHOD_GET, "/healthz", api_healthz, SCOPE_NONE, false, 0 },
	{ METHOD_GET, "/readyz", api_readyz, SCOPE_NONE, false, 0 },
	{ METHOD_GET, "/metrics", api_metrics, SCOPE_LOCAL, false, 0 },
	{ METHOD_GET, "/openapi.json", api_openapi, SCOPE_NONE, true, 0 },

	{ METHOD_GET, "/v1/items", api_items, SCOPE_NONE, true, 0 },
	{ METHOD_GET, "/v1/items/{sku}", api_item, SCOPE_NONE, true, 0 },
	{ METHOD_GET, "/v1/items/{sku}/photos/{n}", api_photo, SCOPE_NONE,
	    true, 0 },
	{ METHOD_GET, "/photos/{name}", api_photo_named, SCOPE_NONE, true, 0 },
	{ METHOD_GET, "/v1/events", feed_serve, SCOPE_NONE, true, 0 },

	{ METHOD_POST, "/v1/holds", api_hold_place, SCOPE_HOLD, false,
	    4 * KB },
	{ METHOD_PATCH, "/v1/holds/{id}", api_hold_renew, SCOPE_HOLD, false,
	    4 * KB },
	{ METHOD_DELETE, "/v1/holds/{id}", api_hold_release, SCOPE_HOLD,
	    false, 0 },

	{ METHOD_POST, "/v1/orders", api_order_place, SCOPE_ORDER, false,
	    64 * KB },
	{ METHOD_GET, "/v1/orders/{id}", api_order_get, SCOPE_ORDER, false,
	    0 },
	{ METHOD_POST, "/v1/orders/{id}/cancel", api_order_cancel,
	    SCOPE_ORDER, false, 4 * KB },
	{ METHOD_POST, "/v1/orders/{id}/refund", api_order_refund,
	    SCOPE_ORDER, false, 16 * KB },

	{ METHOD_POST, "/hooks/{service}/{channel}", hooks_take, SCOPE_NONE,
	    false, HOOKS_BODY },
	{ METHOD_POST, "/hooks/woocommerce/{channel}/hold", hooks_hold,
	    SCOPE_NONE, false, 64 * KB },

	{ METHOD_GET, "/", page_front, SCOPE_NONE, false, 0 },
	{ METHOD_GET, "/p/{sku}", page_piece, SCOPE_NONE, false, 0 },
	{ METHOD_POST, "/p/{sku}/buy", page_buy, SCOPE_NONE, false, KB },
	{ METHOD_GET, "/checkout/{hold}", page_checkout, SCOPE_NONE, false,
	    0 },
	{ METHOD_POST, "/checkout/{hold}", page_pay, SCOPE_NONE, false,
	    16 * KB },
	{ METHOD_POST, "/checkout/{hold}/leave", page_leave, SCOPE_NONE,
	    false, KB },
	{ METHOD_GET, "/embed.js", page_embed, SCOPE_NONE, true, 0 },
	{ METHOD_GET, "/assets/{file}", page_asset, SCOPE_NONE, true, 0 },
	{ .path = NULL },
};
