/* The connectors, for the table in channel.c: one file each. */
#ifndef VITRINE_SERVICES_H
#define VITRINE_SERVICES_H

#include "channel/channel.h"

extern const struct channel_ops channel_own;
extern const struct channel_ops channel_shopify;
extern const struct channel_ops channel_squarespace;
extern const struct channel_ops channel_woocommerce;

#endif
