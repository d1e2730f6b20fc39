// A double of a WooCommerce shop (REST API v3), as far as a connector needs
// one, holding callers to its rules:
//
//	node woo.js PORT	serves on 127.0.0.1:PORT over plain http
//
//  - Basic is refused over http (401), as the real one does; OAuth 1.0a
//    one-legged is checked: HMAC-SHA256 over method, address and parameters,
//    a time within 15 minutes, and a nonce that was not seen before
//  - at most 100 a page and 100 in a batch; X-WP-Total and X-WP-TotalPages
//  - ids are numbers, beyond 2^53 when so set up; written digit for digit
//  - stock goes down when an order leaves pending for processing, completed or
//    on-hold, and comes back when it is cancelled; a refund with restock_items
//    false leaves it; setting stock to 0 does not stop an order already made
//  - a gateway that cannot refund answers 500
//  - a sku is there once (400 with the id of the one that has it); prices are
//    decimal texts; pictures are fetched from where they are said to be, must
//    be JPEG of at most 2 MB, and are known by ids from then on; one that
//    cannot be had refuses all of the product
//
// The test's own hand, without a key: POST /_test/NAME with JSON, below.
'use strict';
const http = require('http');
const crypto = require('crypto');
const photo = require('./photo.js');

const key = 'ck_0123456789abcdef0123456789abcdef01234567';
const secret = 'cs_89abcdef0123456789abcdef0123456789abcdef';
const state = {
	currency: 'USD', products: new Map(), orders: new Map(),
	nonces: new Set(), log: [], fail: [], delay: 0, clock: 0,
	next: 1n, refunds: 0, hooks: null, webhooks: [], calls: 0, lose: 0,
};

const now = () => Math.floor(Date.now() / 1000) + state.clock;
const gmt = (s) => new Date(s * 1000).toISOString().slice(0, 19);

// JSON with ids as numbers of any size: they are kept as BigInt.
const json = (v) => {
	if (typeof v === 'bigint')
		return v.toString();
	if (Array.isArray(v))
		return '[' + v.map(json).join(',') + ']';
	if (v && typeof v === 'object')
		return '{' + Object.entries(v).map(([k, x]) =>
		    JSON.stringify(k) + ':' + json(x)).join(',') + '}';
	return JSON.stringify(v === undefined ? null : v);
};
// Bodies name ids as bare numbers too: quoted before they lose digits.
const parse = (text) => JSON.parse(text.replace(
    /"(id|product_id|variation_id)"\s*:\s*(\d+)/g, '"$1":"$2"')
    .replace(/"ids"\s*:\s*\[[\d,\s]*\]/g, (list) =>
    list.replace(/\d+/g, '"$&"')));

const reply = (res, status, body, headers) => {
	res.writeHead(status, { 'Content-Type': 'application/json; charset=UTF-8',
	    ...headers });
	res.end(typeof body === 'string' ? body : json(body));
};
const trouble = (res, status, code, message) =>
	reply(res, status, { code, message, data: { status } });

// ------------------------------------------------------------------- OAuth
const esc = (s) => encodeURIComponent(s).replace(/[!'()*]/g,
    (c) => '%' + c.charCodeAt(0).toString(16).toUpperCase());

const allowed = (req, res, url) => {
	if (req.headers.authorization)
		return trouble(res, 401, 'woocommerce_rest_cannot_view',
		    'Sorry, you cannot list resources.'), false;
	const q = [...url.searchParams].filter(([k]) => k !== 'oauth_signature');
	const get = (k) => url.searchParams.get(k) || '';
	if (get('oauth_consumer_key') !== key)
		return trouble(res, 401, 'woocommerce_rest_authentication_error',
		    'Consumer key is invalid.'), false;
	q.sort((a, b) => a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0);
	const base = [req.method, 'http://' + req.headers.host + url.pathname,
	    q.map(([k, v]) => esc(k) + '=' + esc(v)).join('&')].map(esc).join('&');
	const want = crypto.createHmac('sha256', secret + '&').update(base)
	    .digest('base64');
	if (get('oauth_signature_method') !== 'HMAC-SHA256' ||
	    get('oauth_signature') !== want)
		return trouble(res, 401, 'woocommerce_rest_authentication_error',
		    'Invalid signature - provided signature does not match.'), false;
	if (Math.abs(Number(get('oauth_timestamp')) - now()) > 900)
		return trouble(res, 401, 'woocommerce_rest_authentication_error',
		    'Invalid timestamp.'), false;
	if (state.nonces.has(get('oauth_nonce')))
		return trouble(res, 401, 'woocommerce_rest_authentication_error',
		    'Invalid nonce - nonce has already been used.'), false;
	state.nonces.add(get('oauth_nonce'));
	return true;
};

// ---------------------------------------------------------------- products
const product = (p) => ({ id: p.id, name: p.name, sku: p.sku,
	type: p.parent_id ? 'variation' : 'simple', status: p.status,
	price: p.price, regular_price: p.price, manage_stock: p.manage_stock,
	stock_quantity: p.manage_stock ? p.stock : null,
	stock_status: p.stock > 0 ? 'instock' : 'outofstock',
	backorders: p.backorders, parent_id: p.parent_id || 0,
	description: p.description || '', images: p.images || [] });

class Refused extends Error {
	constructor(code, message, data) {
		super(message);
		this.code = code;
		this.data = { status: 400, ...data };
	}
}

const fetchPhoto = (src) => new Promise((done, fail) => {
	const refuse = (why) => fail(new Refused(
	    'woocommerce_product_image_upload_error', `${src}: ${why}`));
	if (!/\.(jpe?g|png|gif)$/.test(src))
		return refuse('Invalid image type.');
	http.get(src, (res) => {
		const parts = [];
		res.on('data', (c) => parts.push(c));
		res.on('end', () => {
			const bytes = Buffer.concat(parts);
			const is = res.statusCode !== 200 ? 'not found' :
			    photo.read(bytes, { bytes: 2 << 20, side: 2560 });
			if (typeof is === 'string')
				return refuse(is);
			state.log.push(`photo ${is.width}x${is.height}`);
			done(`${state.url}/wp-content/uploads/2026/11/` +
			    src.replace(/.*\//, ''));
		});
	}).on('error', (e) => refuse(e.message));
});

const setImages = async (p, list) => {
	const images = [];
	for (const one of list) {
		const had = (p.images || []).find((x) =>
		    String(x.id) === String(one.id));
		if (one.id !== undefined && had === undefined)
			throw new Refused('woocommerce_product_invalid_image_id',
			    `#${one.id} is an invalid image ID.`);
		images.push(had ? { ...had, alt: one.alt || had.alt } :
		    { id: 9007199254740993n + state.next++,
		    src: await fetchPhoto(one.src), name: '',
		    alt: one.alt || '' });
	}
	p.images = images;
};

const checkProduct = (body) => {
	const bad = (name) => new Refused('rest_invalid_param',
	    `Invalid parameter(s): ${name}`);
	if ('regular_price' in body &&
	    !/^\d+(\.\d+)?$/.test(body.regular_price))
		throw bad('regular_price');
	if ('status' in body && !['draft', 'pending', 'private', 'publish',
	    'future'].includes(body.status))
		throw bad('status');
	for (const k of ['name', 'description'])
		// eslint-disable-next-line no-control-regex
		if (k in body && (typeof body[k] !== 'string' ||
		    /[\x00-\x08\x0b-\x1f]/.test(body[k])))
			throw bad(k);
};

const makeProduct = async (body) => {
	const had = [...state.products.values()].find((p) =>
	    p.sku === body.sku && p.status !== 'trash');
	checkProduct(body);
	if (had)
		throw new Refused('product_invalid_sku',
		    'Invalid or duplicated SKU.', { resource_id: had.id });
	const p = { id: 9007199254740993n + state.next++, sku: body.sku,
	    price: '', stock: null, manage_stock: false, backorders: 'no',
	    parent_id: null, images: [] };
	state.log.push(`make ${p.sku}`);
	write(p, body);
	state.products.set(String(p.id), p);
	return product(p);
};

const write = (p, body) => {
	for (const k of ['manage_stock', 'status', 'name', 'backorders',
	    'description'])
		if (k in body)
			p[k] = body[k];
	if ('regular_price' in body)
		p.price = body.regular_price;
	if ('stock_quantity' in body)
		p.stock = body.stock_quantity;
	if ('stock_quantity' in body)
		state.log.push(`stock ${p.sku} ${p.stock}`);
	else
		state.log.push(`write ${p.sku} ${Object.keys(body).join(' ')}`);
	return product(p);
};

const page = (res, url, all) => {
	const per = Number(url.searchParams.get('per_page') || 10);
	const n = Number(url.searchParams.get('page') || 1);
	if (per < 1 || per > 100)
		return trouble(res, 400, 'rest_invalid_param',
		    'Invalid parameter(s): per_page');
	reply(res, 200, all.slice((n - 1) * per, n * per), {
	    'X-WP-Total': String(all.length),
	    'X-WP-TotalPages': String(Math.ceil(all.length / per)) });
};

const products = async (req, res, url, parts, body) => {
	const find = (id) => state.products.get(String(id));
	if (parts[1] === 'batch') {
		if ((body.update || []).length > 100)
			return trouble(res, 413,
			    'woocommerce_rest_request_entity_too_large',
			    'Unable to accept more than 100 items for this request.');
		return reply(res, 200, { update: body.update.map((b) => find(b.id) &&
		    !find(b.id).parent_id ? write(find(b.id), b) :
		    { id: BigInt(b.id), error: {
		    code: 'woocommerce_rest_product_invalid_id',
		    message: 'Invalid ID.', data: { status: 400 } } }) });
	}
	if (parts.length === 1 && req.method === 'POST')
		return reply(res, 201, await makeProduct(body));
	if (parts.length === 1) {
		const skus = (url.searchParams.get('sku') || '').split(',')
		    .filter(Boolean);
		const ids = (url.searchParams.get('include') || '').split(',')
		    .filter(Boolean);
		const all = [...state.products.values()];
		// What has variations stands there once, and is sold by them.
		const parents = skus.length || ids.length ? [] : all.filter((p) =>
		    p.parent_id).map((p) => ({ id: p.parent_id, sku: '',
		    name: p.name, type: 'variable', status: p.status,
		    price: p.price, manage_stock: false, stock_quantity: null,
		    stock_status: 'instock', backorders: 'no', parent_id: 0 }));
		if (!skus.length && !ids.length)
			state.log.push(`list ${url.searchParams.get('page') || 1} ` +
			    `of ${url.searchParams.get('per_page') || 10}`);
		return page(res, url, all.filter((p) =>
		    p.status === 'trash' ? false :
		    skus.length ? skus.includes(p.sku) : ids.length ?
		    ids.includes(String(p.id)) && !p.parent_id : !p.parent_id)
		    .map(product).concat(parents));
	}
	if (parts.length === 3 && parts[2] === 'variations')
		return page(res, url, [...state.products.values()].filter((p) =>
		    String(p.parent_id) === parts[1]).map(product));
	const p = find(parts[3] || parts[1]);
	if (!p || (parts[3] ? String(p.parent_id) !== parts[1] : false))
		return trouble(res, 404, 'woocommerce_rest_product_invalid_id',
		    'Invalid ID.');
	if (req.method === 'GET')
		return reply(res, 200, product(p));
	checkProduct(body);
	if (body.images)
		await setImages(p, body.images);
	reply(res, 200, write(p, body));
};

// ------------------------------------------------------------------ orders
const order = (o) => {
	const { reduced, ...rest } = o;
	return { ...rest, date_created_gmt: gmt(o.created),
	    date_modified_gmt: gmt(o.modified),
	    date_paid_gmt: o.paid ? gmt(o.created) : null };
};
const sells = (s) => ['processing', 'completed', 'on-hold'].includes(s);

const become = (o, status) => {
	if (sells(status) && !o.reduced) {
		o.reduced = true;
		for (const l of o.line_items)
			l.p.stock -= l.quantity;
	} else if (['cancelled', 'pending'].includes(status) && o.reduced) {
		o.reduced = false;
		for (const l of o.line_items)
			l.p.stock += l.quantity;
	}
	o.status = status;
	o.modified = now();
	state.log.push(`order ${o.number} ${status}`);
};

const shown = (o) => order({ ...o, line_items: o.line_items.map(
    ({ p, ...l }) => l) });

const refund = (res, o, body) => {
	if (o.status === 'refunded' || Number(body.amount) > Number(o.total))
		return trouble(res, 400,
		    'woocommerce_rest_invalid_order_refund_amount',
		    'Invalid refund amount.');
	if (body.api_refund && o.payment_method === 'cannot')
		return trouble(res, 500,
		    'woocommerce_rest_cannot_create_order_refund',
		    'The payment gateway for this order does not support automatic refunds.');
	// Stock comes back for the lines that are named, unless it is told not to.
	for (const r of body.line_items || []) {
		const l = o.line_items.find((x) => String(x.id) === String(r.id));
		if (!l || r.quantity > l.quantity ||
		    Number(r.refund_total) > Number(l.total))
			return trouble(res, 400,
			    'woocommerce_rest_invalid_order_refund_amount',
			    'Invalid refund amount.');
		if (body.api_restock !== false)
			l.p.stock += r.quantity;
		state.log.push(`refund line ${l.sku} ${r.refund_total} ` +
		    r.refund_tax.map((t) => `${t.id}:${t.refund_total}`).join());
	}
	o.refunds.push({ id: ++state.refunds, reason: body.reason,
	    total: '-' + body.amount });
	o.status = Number(body.amount) === Number(o.total) ? 'refunded' : o.status;
	o.modified = now();
	state.log.push(`refund ${o.number} ${body.amount}`);
	reply(res, 201, { id: state.refunds, amount: body.amount });
};

const orders = (req, res, url, parts, body) => {
	if (parts.length === 1) {
		const after = url.searchParams.get('modified_after') || '';
		return page(res, url, [...state.orders.values()]
		    .filter((o) => gmt(o.modified) > after)
		    .sort((a, b) => a.modified - b.modified ||
		    (a.id < b.id ? -1 : 1)).map(shown));
	}
	const o = state.orders.get(parts[1]);
	if (!o)
		return trouble(res, 404, 'woocommerce_rest_shop_order_invalid_id',
		    'Invalid ID.');
	if (parts[2] === 'refunds')
		return refund(res, o, body);
	if (parts[2] === 'notes') {
		state.log.push(`note ${o.number} ${body.note}`);
		o.modified = now();
		return reply(res, 201, { id: 1, note: body.note });
	}
	if (req.method === 'PUT' && body.status)
		become(o, body.status);
	reply(res, 200, shown(o));
};

// ---------------------------------------------------------------- webhooks
const webhooks = (req, res, url, parts, body) => {
	if (req.method === 'GET')
		return page(res, url, state.webhooks);
	const w = parts[1] ? state.webhooks.find((x) => String(x.id) === parts[1]) :
	    { id: state.webhooks.length + 1 };
	if (!parts[1])
		state.webhooks.push(w);
	for (const k of ['name', 'topic', 'status', 'delivery_url'])
		if (k in body)
			w[k] = body[k];
	if (body.secret)
		state.hooks = { url: w.delivery_url, secret: body.secret };
	state.log.push(`webhook ${w.topic} ${w.status}`);
	reply(res, parts[1] ? 200 : 201, w);
};

const firsts = new Map();	// what was told of an order at first
const deliver = (o, topic, how) => new Promise((done) => {
	const now_ = Buffer.from(json(shown(o)));
	if (!firsts.has(o.id))
		firsts.set(o.id, now_);
	const body = how === 'first' ? firsts.get(o.id) : now_;
	const sign = crypto.createHmac('sha256', state.hooks.secret).update(body)
	    .digest('base64');
	const to = new URL(state.hooks.url);
	const req = http.request({ host: to.hostname, port: to.port,
	    path: to.pathname, method: 'POST', headers: {
	    'User-Agent': 'WooCommerce/11.0.1 Hookshot (WordPress/7.1)',
	    'Content-Type': 'application/json', 'X-WC-Webhook-Topic': topic,
	    'X-WC-Webhook-Resource': 'order', 'X-WC-Webhook-Signature':
	    how === 'wrong' ? 'AAAA' + sign.slice(4) : sign,
	    // Not unique: of the webhook and the second alone.
	    'X-WC-Webhook-Delivery-ID': crypto.createHash('md5').update('1' +
	    now()).digest('hex'), 'Content-Length': body.length } },
	    (res) => { res.resume(); res.on('end', () => done(res.statusCode)); });
	req.on('error', () => done(0));
	req.end(body);
});

// --------------------------------------------------------- the test's hand
const tests = {
	// {sku, price, stock, status, variation, big}
	product: async (b) => {
		const id = b.big ? 9007199254740993n + state.next++ : state.next++;
		const p = { id, sku: b.sku, name: b.name || b.sku,
		    price: b.price || '10.00', stock: b.stock === undefined ? 1 :
		    b.stock, manage_stock: true, status: b.status || 'publish',
		    backorders: b.backorders || 'no', parent_id: null };
		if (b.variation) {
			p.parent_id = state.next++;
		}
		state.products.set(String(id), p);
		return { id };
	},
	// {skus, stock}: many at once
	products: async (b) => {
		for (const sku of b.skus)
			await tests.product({ ...b, sku });
		return {};
	},
	// {skus, status, paid, method, number, shipping, tax, coupon, count}
	checkout: async (b) => {
		const made = [];
		for (let n = 0; n < (b.count || 1); n++) {
			const id = b.big ? 9007199254740993n + state.next++ :
			    state.next++;
			const lines = b.skus.map((sku, i) => {
				const p = [...state.products.values()].find((x) =>
				    x.sku === sku) || { id: 1n, name: sku, sku,
				    price: '10.00', stock: 1 };
				const q = (b.qty || 1);
				return { p, id: b.big ? id * 100n + BigInt(i) :
				    BigInt(i) + 1n, name: p.name,
				    product_id: p.parent_id || p.id,
				    variation_id: p.parent_id ? p.id : 0,
				    quantity: q, sku: p.sku,
				    total: (Number(p.price) * q).toFixed(2),
				    total_tax: (Number(p.price) * q *
				    (b.tax || 0)).toFixed(2), taxes: b.tax ? [{
				    id: 7, total: (Number(p.price) * q *
				    b.tax).toFixed(2), subtotal: '' }] : [] };
			});
			const sum = (k) => lines.reduce((s, l) => s +
			    Number(l[k]), 0);
			const shipping = b.shipping || 0;
			const o = { id, number: b.number || String(id),
			    status: 'pending', currency: b.currency ||
			    state.currency, created: now(), modified: now(),
			    total: (sum('total') + sum('total_tax') + shipping -
			    (b.coupon || 0)).toFixed(2), payment_method:
			    b.method || 'stripe', payment_method_title:
			    b.method || 'Card', transaction_id: 'pi_' + id,
			    billing: { first_name: b.first || 'Wendy', last_name:
			    'Webb', email: 'wendy@example.com', phone: '' },
			    shipping: { first_name: 'Wendy', last_name: 'Webb',
			    address_1: '1 Main St', city: 'Ghent', country: 'US' },
			    line_items: lines, shipping_lines: shipping ? [{
			    id: 1, method_title: 'Insured post', total:
			    shipping.toFixed(2), total_tax: '0.00' }] : [],
			    fee_lines: [], refunds: [], paid: false };
			state.orders.set(String(id), o);
			if ((b.status || 'processing') !== 'pending') {
				o.paid = b.paid !== false;
				become(o, b.status || 'processing');
			}
			made.push(id);
		}
		return { id: made[0], ids: made };
	},
	// {id or ids, status}: somebody in the back office
	become: async (b) => {
		for (const id of b.ids || [b.id]) {
			const o = state.orders.get(String(id));
			o.paid = o.paid || sells(b.status);
			become(o, b.status);
		}
		return {};
	},
	// {fail: [500, 429 ...]}: the next calls are answered so; delay in ms;
	// clock: seconds off; lose: so many answers are lost after the work
	set: async (b) => {
		Object.assign(state, b);
		return {};
	},
	// {id or ids, how, times}: shuffled; how: wrong signed, or as it was
	// told first
	deliver: async (b) => {
		const codes = [], all = [];
		for (let i = 0; i < (b.times || 1); i++)
			all.push(...(b.ids || [b.id]));
		for (let i = all.length - 1; i > 0; i--) {
			const j = Math.floor(Math.random() * (i + 1));
			[all[i], all[j]] = [all[j], all[i]];
		}
		while (all.length)
			codes.push(...await Promise.all(all.splice(0, 20)
			    .map((id) => deliver(state.orders.get(String(id)),
			    'order.updated', b.how))));
		return { code: codes[0], good: codes.filter((c) => c === 200)
		    .length, all: codes.length };
	},
	stock: async (b) => ({ stock: [...state.products.values()].find((p) =>
	    p.sku === b.sku).stock }),
	// {sku}: as a customer finds it; how many there are of that number
	shown: async (b) => {
		const all = [...state.products.values()].filter((p) =>
		    p.sku === b.sku && p.status !== 'trash');
		return { count: all.length, ...(all[0] && product(all[0])) };
	},
	// {sku, ...}: somebody in the back office changes it; images as texts
	edit: async (b) => {
		const p = [...state.products.values()].find((x) =>
		    x.sku === b.sku);
		Object.assign(p, b, b.images && { images: b.images.map((src) =>
		    ({ id: state.next++, src, name: '', alt: '' })) });
		return {};
	},
	order: async (b) => shown(state.orders.get(String(b.id))),
	log: async () => ({ log: state.log, calls: state.calls }),
};

const server = http.createServer((req, res) => {
	const chunks = [];
	req.on('data', (c) => chunks.push(c));
	req.on('end', async () => {
		const url = new URL(req.url, 'http://' + req.headers.host);
		const text = Buffer.concat(chunks).toString();
		const body = text ? parse(text) : {};
		if (url.pathname.startsWith('/_test/')) {
			try {
				return reply(res, 200,
				    await tests[url.pathname.slice(7)](body));
			} catch (e) {
				return reply(res, 500, { message: String(e.stack) });
			}
		}
		state.calls++;
		if (state.delay)
			await new Promise((r) => setTimeout(r, state.delay));
		if (state.fail.length) {
			const status = state.fail.shift();
			return reply(res, status, '<html>unwell</html>',
			    { 'Retry-After': '1' });
		}
		if (!url.pathname.startsWith('/wp-json/wc/v3/'))
			return trouble(res, 404, 'rest_no_route', 'No route was found');
		if (!allowed(req, res, url))
			return;
		if (state.lose && req.method !== 'GET') {
			state.lose--;
			res.writeHead = () => {};
			res.end = () => req.socket.destroy();
		}
		const parts = url.pathname.slice(15).split('/');
		if (parts[0] === 'settings')
			return reply(res, 200, { id: parts[2], value: state.currency });
		if (parts[0] === 'products')
			return products(req, res, url, parts, body).catch((e) =>
			    e instanceof Refused ? reply(res, 400, { code: e.code,
			    message: e.message, data: e.data }) :
			    reply(res, 500, { message: String(e.stack) }));
		if (parts[0] === 'webhooks')
			return webhooks(req, res, url, parts, body);
		if (parts[0] === 'orders')
			return orders(req, res, url, parts, body);
		trouble(res, 404, 'rest_no_route', 'No route was found');
	});
});
state.url = `http://127.0.0.1:${process.argv[2]}`;
server.keepAliveTimeout = 60000;
server.listen(Number(process.argv[2]), '127.0.0.1');
