// A double of a Shopify shop: its Admin API 2026-10 for the documents we send,
// and strict where the real one is.  node shopify.js PORT
//
//  - client credentials; a token can be made to end at once
//  - answers are 200 with errors inside; a call too many is THROTTLED, with
//    what there is left
//  - a quantity is compared before it is set, all of a call or none; the same
//    idempotency key with another call is refused, and without one nothing is
//  - cancelling is a job, done at the second look; it restocks nothing
//  - webhooks are signed with the client secret; a subscription can be lost
//
// POST /_test/NAME is the test's own hand:
//	variant {sku, quantity}		order {skus, ...}: {id}
//	become {id, ...}	stock {sku}: {stock}	set {sku, quantity}
//	throttle {n}	expire {}	unsubscribe {}	subscribed {}: {n}
//	deliver {id, topic, event, spoil}: {code}	found {id}	log {}
'use strict';
const http = require('http');
const crypto = require('crypto');

const ID = 'client-id', SECRET = 'client-secret-of-the-app';
const variants = [], orders = [], log = [], subscriptions = [];
const keys = new Map(), tokens = new Set();
let ids = 820982911946154508n;	// beyond 2^53, like theirs
let throttle = 0, jobs = 0;

const gid = (what) => `gid://shopify/${what}/${++ids}`;
const PLACE = gid('Location');
const usd = (cents) => ({ shopMoney: { amount: (cents / 100).toFixed(2)
    .replace(/0$/, ''), currencyCode: 'USD' } });
const stamp = () => new Date().toISOString().replace(/\.\d+Z/, 'Z');

class GraphError extends Error {
	constructor(code, message) {
		super(message);
		this.code = code;
	}
}

function buy(o) {
	const now = stamp();
	const lines = o.skus.map((sku) => {
		const v = variants.find((w) => w.sku === sku);
		v.quantity -= 1;
		return { id: gid('LineItem'), sku, title: `Ring ${sku}`,
		    quantity: 1, variant: { id: v.variant },
		    product: { id: v.product },
		    discountedTotalSet: usd(o.cents || 120000),
		    taxLines: o.tax ? [{ priceSet: usd(o.tax) }] : [] };
	});
	const sum = lines.length * ((o.cents || 120000) + (o.tax || 0)) +
	    (o.shipping || 0);
	const order = { id: gid('Order'), name: `#${1000 + orders.length}`,
	    createdAt: now, updatedAt: now, cancelledAt: null,
	    test: o.test || false,
	    displayFinancialStatus: o.status || 'PAID',
	    email: 'sho@example.com', phone: null, taxesIncluded: false,
	    paymentGatewayNames: ['shopify_payments'],
	    totalPriceSet: usd(sum), totalRefundedSet: usd(0), cents: sum,
	    billingAddress: { name: 'Sho Pify' },
	    shippingAddress: { name: 'Sho Pify', address1: '1 Main',
		address2: null, city: 'Ottawa', provinceCode: 'ON',
		zip: 'K1A', countryCodeV2: 'CA' },
	    transactions: [{ id: gid('OrderTransaction'), status: 'SUCCESS',
		kind: o.status === 'AUTHORIZED' ? 'AUTHORIZATION' : 'SALE' }],
	    lineItems: { pageInfo: { hasNextPage: false }, nodes: lines },
	    shippingLines: { nodes: o.shipping ? [{ id: null,
		title: 'Courier', discountedPriceSet: usd(o.shipping),
		taxLines: [] }] : [] } };
	orders.push(order);
	return order;
}

function listOrders(v) {
	const m = /^updated_at:>='(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)'$/
	    .exec(v.query);
	if (m === null) throw new GraphError('BAD_QUERY', 'which query?');
	const all = orders.filter((o) => o.updatedAt >= m[1]);
	const from = v.after === null || v.after === undefined ? 0 :
	    Number(v.after.slice(1));
	const nodes = all.slice(from, from + 2);	// small pages
	return { orders: { pageInfo: { hasNextPage: from + 2 < all.length,
	    endCursor: `c${from + nodes.length}` }, nodes } };
}

function setQuantities(v, body) {
	const fail = (code, message, field) => ({ inventorySetQuantities:
	    { userErrors: [{ code, message, field: field || ['input'] }] } });
	if (keys.has(v.key) && keys.get(v.key) !== body)
		return fail('IDEMPOTENCY_KEY_PARAMETER_MISMATCH', 'other input');
	keys.set(v.key, body);
	const all = v.input.quantities.map((q) => [q, variants.find((w) =>
	    w.item === q.inventoryItemId && q.locationId === PLACE)]);
	for (let i = 0; i < all.length; i++) {
		const [q, w] = all[i];
		const at = ['input', 'quantities', String(i)];
		if (!('changeFromQuantity' in q))
			return fail('COMPARE_QUANTITY_REQUIRED', 'compare', at);
		if (w === undefined)
			return fail('INVALID_INVENTORY_ITEM', 'no item', at);
		if (q.changeFromQuantity !== null &&
		    q.changeFromQuantity !== w.quantity)
			return fail('CHANGE_FROM_QUANTITY_STALE',
			    'changed meanwhile', at);
	}
	for (const [q, w] of all) {
		w.quantity = q.quantity;
		log.push(`set ${w.sku} ${w.quantity}`);
	}
	return { inventorySetQuantities: { userErrors: [] } };
}

function looked(order) {
	if (order !== undefined && order.cancelling > 0 &&
	    --order.cancelling === 0) {
		order.cancelledAt = order.updatedAt = stamp();
		order.totalRefundedSet = usd(order.displayFinancialStatus ===
		    'PAID' ? order.cents : 0);
		order.displayFinancialStatus =
		    order.displayFinancialStatus === 'PAID' ? 'REFUNDED' :
		    'VOIDED';
	}
	return { order: order === undefined ? null : order };
}

function run(name, v, body) {
	const order = orders.find((o) => o.id === v.id);
	switch (name) {
	case 'Test':
		return { shop: { name: 'Double', currencyCode: 'USD' },
		    locations: { nodes: [{ id: PLACE, name: 'Shop',
			isActive: true }] } };
	case 'Orders':
		return listOrders(v);
	case 'Order':
		return looked(order);
	case 'Cancel':
		if (order.cancelledAt !== null || order.cancelling)
			return { orderCancel: { job: null,
			    orderCancelUserErrors: [{ code: 'INVALID',
				field: null, message: 'already cancelled' }] } };
		if (v.note.length > 255)
			throw new GraphError('BAD', 'note is too long');
		order.cancelling = 2;
		log.push(`cancel ${order.name}`);
		return { orderCancel: { job: { id: `job${++jobs}`, done: false },
		    orderCancelUserErrors: [] } };
	case 'Capture': {
		const o = orders.find((x) => x.id === v.input.id);
		const ok = o.transactions[0].id === v.input.parentTransactionId &&
		    Math.round(Number(v.input.amount) * 100) === o.cents;
		if (!ok) return { orderCapture: { transaction: null, userErrors:
		    [{ field: null, message: 'not that amount' }] } };
		o.displayFinancialStatus = 'PAID';
		o.updatedAt = stamp();
		log.push(`capture ${o.name}`);
		return { orderCapture: { transaction: { id: 't',
		    status: 'SUCCESS' }, userErrors: [] } };
	}
	case 'Find':
		return { productVariants: { nodes: variants.filter((w) =>
		    v.query.includes(`sku:'${w.sku.replace(/'/g, "\\'")}'`))
		    .map((w) => ({
			id: w.variant, sku: w.sku, product: { id: w.product },
			inventoryItem: { id: w.item, inventoryLevels: { nodes:
			    [{ location: { id: PLACE } }] } } })) } };
	case 'Look': {
		const w = variants.find((x) => x.item === v.id);
		return { inventoryItem: { id: w.item, inventoryLevel: {
		    quantities: [{ name: 'available', quantity: w.quantity }] } } };
	}
	case 'Set':
		return setQuantities(v, body);
	case 'Hooks':
		return { webhookSubscriptions: { nodes: subscriptions } };
	case 'Subscribe':
		subscriptions.push({ id: gid('WebhookSubscription'),
		    topic: v.topic, uri: v.uri });
		return { webhookSubscriptionCreate: { userErrors: [] } };
	default:
		throw new GraphError('BAD', `no document ${name}`);
	}
}

function graphql(request, body, send) {
	if (!tokens.has(request.headers['x-shopify-access-token']))
		return send(401, { errors: '[API] Invalid API key or access ' +
		    'token' });
	const { query, variables } = JSON.parse(body);
	const name = /^(query|mutation) (\w+)/.exec(query)[2];
	const left = throttle > 0 ? 10 : 1500;
	const cost = { requestedQueryCost: 100, actualQueryCost: 20,
	    throttleStatus: { maximumAvailable: 2000,
		currentlyAvailable: left, restoreRate: 100 } };
	if (throttle > 0) {
		throttle--;
		return send(200, { errors: [{ message: 'Throttled',
		    extensions: { code: 'THROTTLED' } }],
		    extensions: { cost } });
	}
	try {
		return send(200, { data: run(name, variables || {}, body),
		    extensions: { cost } });
	} catch (problem) {
		if (!(problem instanceof GraphError)) throw problem;
		return send(200, { errors: [{ message: problem.message,
		    extensions: { code: problem.code } }] });
	}
}

function deliver(o, done) {
	const body = JSON.stringify({ admin_graphql_api_id: o.id });
	const mac = crypto.createHmac('sha256', SECRET)
	    .update(o.spoil ? `${body} ` : body).digest('base64');
	const p = o.bare ? '' : 'X-';
	const request = http.request(o.url, { method: 'POST', headers: {
	    'Content-Type': 'application/json',
	    [`${p}Shopify-Topic`]: o.topic || 'orders/create',
	    [`${p}Shopify-Hmac-Sha256`]: mac,
	    [`${p}Shopify-Shop-Domain`]: 'double.myshopify.com',
	    [`${p}Shopify-Event-Id`]: o.event,
	    [`${p}Shopify-Webhook-Id`]: crypto.randomUUID() } }, (answer) => {
		answer.resume();
		answer.on('end', () => done({ code: answer.statusCode }));
	});
	request.end(body);
}

function hand(name, o, done) {
	const v = variants.find((w) => w.sku === o.sku);
	const order = orders.find((x) => x.id === o.id);
	switch (name) {
	case 'variant':
		variants.push({ sku: o.sku, quantity: o.quantity === undefined ?
		    1 : o.quantity, variant: gid('ProductVariant'),
		    product: gid('Product'), item: gid('InventoryItem') });
		return done({});
	case 'order':
		return done({ id: buy(o).id });
	case 'stock':
		return done({ stock: v.quantity });
	case 'set':
		v.quantity = o.quantity;
		return done({});
	case 'found':
		return done({ status: order.displayFinancialStatus,
		    cancelled: order.cancelledAt !== null });
	case 'throttle':
		throttle = o.n;
		return done({});
	case 'expire':
		tokens.clear();
		return done({});
	case 'unsubscribe':
		subscriptions.length = 0;
		return done({});
	case 'subscribed':
		return done({ n: subscriptions.length });
	case 'deliver':
		return deliver(o, done);
	default:
		return done({ log });
	}
}

http.createServer((request, response) => {
	const parts = [];
	request.on('data', (part) => parts.push(part));
	request.on('end', () => {
		const path = request.url, body = Buffer.concat(parts).toString();
		const send = (status, value) => {
			response.writeHead(status, { 'Content-Type':
			    'application/json' });
			response.end(JSON.stringify(value));
		};
		if (path.startsWith('/_test/'))
			return hand(path.slice(7), JSON.parse(body || '{}'),
			    (value) => send(200, value));
		if (path === '/admin/oauth/access_token') {
			const form = new URLSearchParams(body);
			if (form.get('grant_type') !== 'client_credentials' ||
			    form.get('client_id') !== ID ||
			    form.get('client_secret') !== SECRET)
				return send(400, { error: 'invalid_client' });
			const token = `shpat_${crypto.randomUUID()}`;
			tokens.add(token);
			log.push('token');
			return send(200, { access_token: token, scope: '',
			    expires_in: 86399 });
		}
		if (path === '/admin/api/2026-10/graphql.json')
			return graphql(request, body, send);
		return send(404, {});
	});
}).listen(Number(process.argv[2]), '127.0.0.1');
