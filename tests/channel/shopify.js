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
//  - a product is made or found by its handle; the search does not know it
//    until it is told to; photos go to a staged address, without the token, are
//    worked on for a look, and are READY or FAILED after that
//
// POST /_test/NAME is the test's own hand:
//	variant {sku, quantity}		order {skus, ...}: {id}
//	become {id, ...}	stock {sku}: {stock}	set {sku, quantity}
//	throttle {n}	unsubscribe {}	subscribed {}: {n}
//	expire {}	now; {on}: behind the next call of that document
//	deliver {id, topic, event, spoil}: {code}	found {id}	log {}
//	shown {sku}: as a customer finds it, how many	lose {n}	index {}
//	edit {sku, ...}
'use strict';
const http = require('http');
const crypto = require('crypto');
const photo = require('./photo.js');

const ID = 'client-id', SECRET = 'client-secret-of-the-app';
const variants = [], orders = [], log = [], subscriptions = [];
const keys = new Map(), tokens = new Set();
let ids = 820982911946154508n;	// beyond 2^53, like theirs
let throttle = 0, jobs = 0, lose = 0, expiring = '';
const staged = new Map();

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
		    quantity: 1, currentQuantity: 1, variant: { id: v.variant },
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
		gateway: 'shopify_payments',
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

const STORE = gid('Publication'), COUNTER = gid('Publication');
const userErrors = (...messages) => ({ userErrors: messages.map((message) =>
    ({ message, field: ['input'], code: 'INVALID' })) });
const ofProduct = (id) => variants.find((w) => w.product === id);

// The documents send input objects: what is not in the schema is refused there
// (schema.t); what the shop would refuse, here.
function makeProduct(v) {
	const { input, handle } = v, one = input.variants[0];
	const bad = [];
	if (input.handle !== handle) bad.push('handle');
	if (!input.title || [...input.title].length > 255) bad.push('title');
	// eslint-disable-next-line no-control-regex
	if (/[\x00-\x08\x0b-\x1f]/.test(input.title + input.descriptionHtml))
		bad.push('control characters');
	if (!/^\d+\.\d\d$/.test(one.price)) bad.push('price');
	if (one.inventoryQuantities[0].locationId !== PLACE)
		bad.push('location');
	if (input.productOptions[0].values[0].name !==
	    one.optionValues[0].name) bad.push('option values');
	if (bad.length > 0)
		return { productSet: { product: null, ...userErrors(...bad) } };
	let w = variants.find((x) => x.handle === handle);
	if (w === undefined) {
		log.push(`make ${one.sku}`);
		w = { variant: gid('ProductVariant'), product: gid('Product'),
		    item: gid('InventoryItem'), media: [], on: [], handle,
		    hidden: true, quantity: one.inventoryQuantities[0].quantity };
		variants.push(w);
	}
	Object.assign(w, { sku: one.sku, price: one.price, title: input.title,
	    html: input.descriptionHtml, status: input.status });
	return { productSet: { product: { id: w.product, variants: { nodes: [
	    { id: w.variant, inventoryItem: { id: w.item, inventoryLevels:
	    { nodes: [{ location: { id: PLACE } }] } } }] } },
	    userErrors: [] } };
}

function updateProduct(v) {
	const p = v.product, w = ofProduct(p.id);
	if (w === undefined)
		return { productUpdate: userErrors('Product does not exist') };
	if ('title' in p) w.title = p.title;
	if ('descriptionHtml' in p) w.html = p.descriptionHtml;
	if ('status' in p) w.status = p.status;
	log.push(`update ${w.sku} ${Object.keys(p).filter((k) => k !== 'id')
	    .join(' ')}${v.media ? 'media' : ''}`);
	for (const m of v.media || []) {
		const file = staged.get(m.originalSource);
		if (file === undefined || file.bytes === undefined)
			return { productUpdate: userErrors('no such upload') };
		w.media.push({ id: gid('MediaImage'), alt: m.alt, looks: 1, file });
	}
	return { productUpdate: { product: { id: p.id }, userErrors: [] } };
}

function media(m) {
	if (m.url) return { id: m.id, alt: m.alt, status: 'READY',
	    mediaErrors: [], image: { url: m.url } };
	if (m.looks-- > 0) return { id: m.id, alt: m.alt, image: null,
	    status: m.looks > 0 ? 'UPLOADED' : 'PROCESSING', mediaErrors: [] };
	const is = photo.read(m.file.bytes, { bytes: 20 << 20, side: 5000 });
	if (typeof is === 'string')
		return { id: m.id, alt: m.alt, status: 'FAILED', image: null,
		    mediaErrors: [{ message: is }] };
	log.push(`photo ${is.width}x${is.height}`);
	m.url = `https://cdn.example.com/s/files/${m.file.name}?v=1`;
	return media(m);
}

function shown(v) {
	const w = variants.find((x) => x.variant === v.id);
	return { productVariant: w === undefined ? null : { id: w.variant,
	    price: w.price || '1200.00', product: { id: w.product,
		title: w.title || `Ring ${w.sku}`, descriptionHtml: w.html || '',
		status: w.status || 'ACTIVE', variantsCount: { count: 1 },
		resourcePublicationsV2: { nodes: (w.on || [STORE]).map((id) =>
		    ({ publication: { id } })) },
		media: { nodes: (w.media || []).map(media) } } },
	    publications: { nodes: [
		{ id: COUNTER, channels: { nodes: [{ name: 'Point of Sale' }] } },
		{ id: STORE, channels: { nodes: [{ name: 'Online Store' }] } }] } };
}

function stage(v) {
	const one = v.input[0];
	if (one.mimeType !== 'image/jpeg' || one.resource !== 'IMAGE' ||
	    Number(one.fileSize) > 20 << 20)
		return { stagedUploadsCreate: { stagedTargets: null,
		    ...userErrors('file is not allowed') } };
	const key = crypto.randomUUID();
	const url = `http://127.0.0.1:${process.argv[2]}/_staged/`;
	staged.set(url + key, { name: one.filename, size: Number(one.fileSize) });
	return { stagedUploadsCreate: { stagedTargets: [{ url,
	    resourceUrl: url + key, parameters: [{ name: 'key', value: key },
	    { name: 'policy', value: 'signed' }] }], userErrors: [] } };
}

// multipart/form-data: the parameters, then the file, and no token of ours.
function upload(request, bytes, answer) {
	const type = /boundary=(.*)$/.exec(request.headers['content-type'] || '');
	const parts = bytes.toString('latin1').split(`--${type && type[1]}`)
	    .slice(1, -1).map((part) => {
		const at = part.indexOf('\r\n\r\n');
		return { name: /name="([^"]*)"/.exec(part.slice(0, at))[1],
		    file: /filename="([^"]*)"/.exec(part.slice(0, at)),
		    value: part.slice(at + 4, -2) };
	});
	const value = (n) => (parts.find((p) => p.name === n) || {}).value;
	const file = parts[parts.length - 1];
	const to = staged.get(`http://127.0.0.1:${process.argv[2]}/_staged/` +
	    value('key'));
	if (to === undefined || value('policy') !== 'signed' || !file.file ||
	    request.headers['x-shopify-access-token'] ||
	    file.value.length !== to.size)
		return answer(403, {});
	to.bytes = Buffer.from(file.value, 'latin1');
	return answer(201, {});
}

function show(name, v) {
	const w = ofProduct(v.product || v.id);
	switch (name) {
	case 'Shown':
		return shown(v);
	case 'Make':
		return makeProduct(v);
	case 'Update':
		return updateProduct(v);
	case 'Stage':
		return stage(v);
	case 'Price':
		if (!/^\d+\.\d\d$/.test(v.variants[0].price))
			return { productVariantsBulkUpdate: userErrors('price') };
		w.price = v.variants[0].price;
		log.push(`price ${w.sku} ${w.price}`);
		return { productVariantsBulkUpdate: { userErrors: [] } };
	case 'Remove':
		for (const x of variants)
			x.media = (x.media || []).filter((m) =>
			    !v.ids.includes(m.id));
		return { fileDelete: { deletedFileIds: v.ids, userErrors: [] } };
	default:
		w.on.push(v.input[0].publicationId);
		return { publishablePublish: { userErrors: [] } };
	}
}


// What is left of it: a line that was refunded or left the order is not.
const current = (o) => o.cents - o.lineItems.nodes.reduce((sum, l) => sum +
    (l.quantity - l.currentQuantity) * cents(l), 0);
const cents = (l) => [l.discountedTotalSet, ...l.taxLines.map((t) =>
    t.priceSet)].reduce((n, s) => n + Math.round(Number(s.shopMoney.amount) *
    100), 0);

function refund(input, key) {
	const o = orders.find((x) => x.id === input.orderId);
	const fail = (message) => ({ refundCreate: { refund: null,
	    userErrors: [{ field: null, message }] } });
	const lines = input.refundLineItems.map((r) => [r,
	    o.lineItems.nodes.find((l) => l.id === r.lineItemId)]);
	const worth = lines.reduce((n, [, l]) => n + cents(l), 0);
	const money = (input.transactions || []).reduce((n, t) => n +
	    Math.round(Number(t.amount) * 100), 0);
	if (!key || keys.has(key)) return fail('no key of its own');
	keys.set(key, input);
	if (lines.some(([r, l]) => !l || r.quantity > l.currentQuantity))
		return fail('Quantity cannot refund more items than were purchased');
	if ((input.transactions || []).some((t) => t.kind !== 'REFUND' ||
	    t.parentId !== o.transactions[0].id || t.gateway !==
	    'shopify_payments' || t.orderId !== o.id))
		return fail('no such transaction');
	if (money !== (o.displayFinancialStatus === 'PAID' ? worth : 0))
		return fail('not that amount');
	for (const [r, l] of lines) {
		l.currentQuantity -= r.quantity;
		if (r.restockType !== 'NO_RESTOCK')
			variants.find((w) => w.sku === l.sku).quantity += r.quantity;
	}
	if (money > 0) {
		o.totalRefundedSet = usd(money);
		o.displayFinancialStatus = 'PARTIALLY_REFUNDED';
	}
	o.updatedAt = stamp();
	log.push(`refund ${o.name} ${money}`);
	return { refundCreate: { refund: { id: gid('Refund') },
	    userErrors: [] } };
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
	case 'Lines':
		return { order: order || null };
	case 'Refund':
		return refund(v.input, v.key);
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
		    Math.round(Number(v.input.amount) * 100) === current(o);
		if (!ok) return { orderCapture: { transaction: null, userErrors:
		    [{ field: null, message: 'not that amount' }] } };
		o.displayFinancialStatus = 'PAID';
		o.updatedAt = stamp();
		log.push(`capture ${o.name} ${v.input.amount}`);
		return { orderCapture: { transaction: { id: 't',
		    status: 'SUCCESS' }, userErrors: [] } };
	}
	case 'Find':
		return { productVariants: { nodes: variants.filter((w) =>
		    !w.hidden && v.query.includes(`sku:'${w.sku.replace(/'/g, "\\'")}'`))
		    .map((w) => ({
			id: w.variant, sku: w.sku, product: { id: w.product },
			inventoryItem: { id: w.item, inventoryLevels: { nodes:
			    [{ location: { id: PLACE } }] } } })) } };
	case 'List': {
		if (v.after !== undefined && !/^v\d+$/.test(v.after))
			throw new GraphError('BAD', 'which cursor?');
		const from = v.after === undefined ? 0 : Number(v.after.slice(1));
		const some = variants.slice(from, from + 2);	// small pages
		log.push(`list ${from}`);
		return { productVariants: { pageInfo: {
		    hasNextPage: from + 2 < variants.length,
		    endCursor: `v${from + some.length}` },
		    nodes: some.map((w) => ({ id: w.variant, sku: w.sku,
			barcode: w.barcode || null, price: w.price || '1200.00',
			inventoryPolicy: w.policy || 'DENY',
			inventoryQuantity: w.quantity, product: {
			    id: w.product, title: w.title || `Ring ${w.sku}`,
			    status: w.status || 'ACTIVE',
			    publishedAt: w.hidden ? null : stamp() },
			inventoryItem: { tracked: true } })) } };
	}
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
	case 'Shown':
	case 'Make':
	case 'Update':
	case 'Price':
	case 'Stage':
	case 'Remove':
	case 'Publish':
		return show(name, v);
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
	if (name === expiring) {
		expiring = '';
		tokens.clear();
		log.push(`expired behind ${name}`);
	}
	try {
		const data = run(name, variables || {}, body);
		if (lose > 0 && /^mutation/.test(query)) {
			lose--;
			return request.socket.destroy();
		}
		return send(200, { data, extensions: { cost } });
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
		variants.push({ ...o, quantity: o.quantity === undefined ?
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
	case 'lose':
		lose = o.n;
		return done({});
	case 'index':
		for (const w of variants) w.hidden = false;
		return done({});
	case 'edit':
		Object.assign(v, o, o.media && { media: o.media.map((url) =>
		    ({ id: gid('MediaImage'), alt: '', url })) });
		return done({});
	case 'shown': {
		const all = variants.filter((w) => w.sku === o.sku);
		const w = all[0] || {};
		return done({ count: all.length, title: w.title, html: w.html,
		    price: w.price, status: w.status, quantity: w.quantity,
		    product: w.product, store: (w.on || []).includes(STORE),
		    photos: (w.media || []).map((m) => m.url || ''),
		    alts: (w.media || []).map((m) => m.alt) });
	}
	case 'expire':
		if (o.on)
			expiring = o.on;
		else
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
		const path = request.url, bytes = Buffer.concat(parts);
		const body = bytes.toString();
		const send = (status, value) => {
			response.writeHead(status, { 'Content-Type':
			    'application/json' });
			response.end(JSON.stringify(value));
		};
		if (path.startsWith('/_test/'))
			return hand(path.slice(7), JSON.parse(body || '{}'),
			    (value) => send(200, value));
		if (path === '/_staged/')
			return upload(request, bytes, send);
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
