// A double of a Squarespace site: its Commerce APIs 1.0 as documented, as far
// as a shop beside it needs them, and strict about it.  node sqsp.js PORT
//
// POST /_test/NAME is the test's own hand:
//	variant {sku, quantity, unlimited}	stock by sku
//	order {lines, ...}	somebody buys, pays at once: {id}
//	become {id, ...}	an order changes (fulfillmentStatus, refunded)
//	stock {sku}		{stock}
//	throttle {n}		so many answers are 429
//	scope {products}	whether the key may read products
//	hook {id, url, secret}	delivers order.create: {code}
//	shown {sku}		as a customer finds it, how many
//	edit {sku, images, ...}	somebody changes a product by hand
//	lose {n}		so many answers are lost after the work
//	log {}			what was asked of it
//
// Products: a name of at most 200 characters and 102,400 of HTML; pictures come
// as forms, below 20 MB and 60 megapixels, are named after their file, and are
// worked on for a look; one that cannot be read stays as a placeholder.
'use strict';
const http = require('http');
const crypto = require('crypto');
const photo = require('./photo.js');

const PAGE = 2;			// small, so that there are pages
const KEY = '0123456789abcdef0123456789abcdef';
const variants = [];		// {variantId, sku, quantity, isUnlimited}
const orders = [];
const seen = new Map();		// Idempotency-Key: the body it came with
const cursors = new Map();
const log = [];
const products = [];
const storePages = [{ id: 'page-1', title: 'Shop', isEnabled: true }];
let throttle = 0, lose = 0, mayList = true;
let ids = 0;

const id = (what) => `${what}-${(++ids).toString(16).padStart(24, '0')}`;
const usd = (cents) => ({ value: (cents / 100).toFixed(2), currency: 'USD' });

class Problem extends Error {
	constructor(status, type, message) {
		super(message);
		this.status = status;
		this.body = { type, subtype: null, message, details: null };
	}
}
const invalid = (message) => new Problem(400, 'INVALID_REQUEST_ERROR', message);

function page(query, make) {
	const cursor = query.get('cursor');
	let list, from = 0;
	if (cursor !== null) {
		if (!cursors.has(cursor)) throw invalid('Invalid cursor');
		[list, from] = cursors.get(cursor);
	} else list = make();
	const next = from + PAGE < list.length ? id('cursor') : null;
	if (next !== null) cursors.set(next, [list, from + PAGE]);
	return [list.slice(from, from + PAGE), { hasNextPage: next !== null,
	    nextPageCursor: next, nextPageUrl: null }];
}

function listOrders(query) {
	const after = query.get('modifiedAfter');
	const before = query.get('modifiedBefore');
	if ((after === null) !== (before === null))
		throw invalid('modifiedAfter and modifiedBefore go together');
	if (query.get('cursor') !== null && after !== null)
		throw invalid('cursor cannot be used with a date range');
	for (const t of [after, before])
		if (t !== null && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(t))
			throw invalid('dates are ISO 8601 UTC');
	// In no order anybody promised: the latest first.
	const [result, pagination] = page(query, () => orders.filter((o) =>
	    after === null || (o.modifiedOn >= after && o.modifiedOn < before))
	    .sort((a, b) => (a.modifiedOn < b.modifiedOn ? 1 : -1)));
	return { result, pagination };
}

function inventory(path, query) {
	if (path === '/1.0/commerce/inventory') {
		const [list, pagination] = page(query, () => variants.slice());
		return { inventory: list, pagination };
	}
	const wanted = path.split('/').pop().split(',');
	if (wanted.length > 50) throw invalid('at most 50 variants');
	return { inventory: variants.filter((v) =>
	    wanted.includes(v.variantId)) };
}

function adjust(request, body) {
	const key = request.headers['idempotency-key'];
	if (!/^[A-Za-z0-9_-]{1,64}$/.test(key || ''))
		throw invalid('Idempotency-Key is required');
	if (seen.has(key) && seen.get(key) !== body)
		throw new Problem(409, 'INVALID_REQUEST_ERROR',
		    'Idempotency-Key was used with another body');
	if (seen.has(key)) return;
	const ops = JSON.parse(body);
	const all = ops.setFiniteOperations || [];
	for (const op of all) {
		if (!variants.some((v) => v.variantId === op.variantId))
			throw new Problem(404, 'NOT_FOUND_ERROR',
			    `Variant ${op.variantId} was not found`);
		if (!Number.isInteger(op.quantity) || op.quantity < 0)
			throw invalid('quantity is not allowed');
	}
	for (const op of all) {
		const v = variants.find((w) => w.variantId === op.variantId);
		v.quantity = op.quantity;
		v.isUnlimited = false;
		log.push(`set ${v.sku} ${v.quantity}`);
	}
	seen.set(key, body);
}

function checkText(p) {
	if ('name' in p && (p.name === '' || [...p.name].length > 200))
		throw invalid('name is not allowed');
	if ('description' in p && [...p.description].length > 102400)
		throw invalid('description is too long');
	// eslint-disable-next-line no-control-regex
	if (/[\x00-\x08\x0b-\x1f]/.test(`${p.name}${p.description}`))
		throw invalid('control characters');
}

function checkPrice(pricing) {
	const price = pricing.basePrice;
	if (price.currency !== 'USD' || !/^\d+\.\d\d$/.test(price.value) ||
	    Number(price.value) > 1000000)
		throw invalid('basePrice is not allowed');
}

function makeProduct(p) {
	if (p.type !== 'PHYSICAL' || !storePages.some((x) =>
	    x.id === p.storePageId) || !Array.isArray(p.variants) ||
	    p.variants.length !== 1)
		throw invalid('type, storePageId and variants are required');
	checkText(p);
	const v = p.variants[0];
	if (!v.sku || v.sku.length > 60) throw invalid('sku is not allowed');
	checkPrice(v.pricing);
	const made = { id: id('product'), type: p.type,
	    storePageId: p.storePageId, name: p.name,
	    description: p.description, isVisible: p.isVisible,
	    variants: [{ id: id('variant'), sku: v.sku, pricing: v.pricing }],
	    images: [] };
	variants.push({ variantId: made.variants[0].id, sku: v.sku,
	    descriptor: p.name, isUnlimited: v.stock.unlimited,
	    quantity: v.stock.quantity });
	products.push(made);
	log.push(`make ${v.sku}`);
	return made;
}

// The one file of a form that is named "file".
function fileOf(request, bytes) {
	const type = /^multipart\/form-data; boundary=(.*)$/.exec(
	    request.headers['content-type'] || '');
	const part = type && bytes.toString('latin1').split(`--${type[1]}`)[1];
	const m = part && /name="file"; filename="([^"]+)"/.exec(part);
	if (!m) throw invalid('file is required');
	return { name: m[1], bytes: Buffer.from(part.slice(
	    part.indexOf('\r\n\r\n') + 4, -2), 'latin1') };
}

function images(method, p, parts, request, bytes) {
	const image = p.images.find((x) => x.id === parts[5]);
	if (parts.length === 5) {
		const file = fileOf(request, bytes);
		if (!/\.(jpe?g|png|gif)$/.test(file.name) ||
		    file.bytes.length >= 20e6)
			throw invalid('file is not allowed');
		p.images.push({ id: id('image'), altText: file.name, url: null,
		    looks: 1, file });
		return { imageId: p.images[p.images.length - 1].id };
	}
	if (image === undefined)
		throw new Problem(404, 'INVALID_REQUEST_ERROR', 'no image');
	if (method === 'DELETE') {
		p.images = p.images.filter((x) => x !== image);
		return null;
	}
	if (parts[6] === 'status') {
		if (image.looks-- > 0) return { status: 'PROCESSING' };
		const is = photo.read(image.file.bytes,
		    { bytes: 20e6, side: 7000 });
		if (typeof is === 'string') return { status: 'ERROR' };
		if (image.url === null) log.push(`photo ${is.width}x${is.height}`);
		image.url = `https://cdn.example.com/${image.file.name}`;
		return { status: 'READY' };
	}
	image.altText = JSON.parse(bytes.toString()).altText;
	return image;
}

const stockOf = (v) => {
	const w = variants.find((x) => x.variantId === v.id);
	return { quantity: w.quantity, unlimited: w.isUnlimited };
};
const show = (p) => ({ ...p, type: 'PHYSICAL',
    variants: p.variants.map((v) => ({ ...v, stock: stockOf(v) })),
    images: p.images.map(({ file, looks, ...x }) => x) });

function catalogue(request, url, bytes) {
	const parts = url.pathname.split('/').slice(1), method = request.method;
	const given = () => JSON.parse(bytes.toString());
	if (parts.length === 3 && method === 'POST') return makeProduct(given());
	if (parts.length === 3) {
		if (!mayList)
			throw new Problem(403, 'AUTHORIZATION_ERROR',
			    'You are not authorized to do that.');
		log.push('list');
		const [list, pagination] = page(url.searchParams, () =>
		    products.slice());
		return { products: list.map(show), pagination };
	}
	const p = products.find((x) => x.id === parts[3]);
	if (p === undefined)
		throw new Problem(404, 'INVALID_REQUEST_ERROR', 'no product');
	if (parts.length === 4 && method === 'GET')
		return { products: [show(p)] };
	if (parts[4] === 'images')
		return images(method, p, parts, request, bytes);
	const body = given();
	if (parts[4] === 'variants') {
		const v = p.variants.find((x) => x.id === parts[5]);
		checkPrice(body.pricing);
		v.pricing = body.pricing;
		log.push(`price ${v.sku} ${v.pricing.basePrice.value}`);
		return v;
	}
	checkText({ ...p, ...body });
	Object.assign(p, body);
	log.push(`update ${p.variants[0].sku} ${Object.keys(body).join(' ')}`);
	return show(p);
}

function api(request, url, body, bytes) {
	if (request.headers.authorization !== `Bearer ${KEY}`)
		throw new Problem(401, 'AUTHORIZATION_ERROR', 'Invalid API key');
	if (!request.headers['user-agent'])
		throw invalid('User-Agent is required');
	if (throttle > 0) {
		throttle--;
		throw new Problem(429, 'RATE_LIMIT_ERROR', 'Too many requests');
	}
	if (url.pathname === '/1.0/commerce/store_pages')
		return { storePages, pagination: { hasNextPage: false } };
	if (url.pathname.startsWith('/1.0/commerce/products'))
		return catalogue(request, url, bytes);
	if (request.method === 'GET' && url.pathname === '/1.0/commerce/orders')
		return listOrders(url.searchParams);
	if (request.method === 'GET' &&
	    url.pathname.startsWith('/1.0/commerce/inventory'))
		return inventory(url.pathname, url.searchParams);
	if (request.method === 'POST' &&
	    url.pathname === '/1.0/commerce/inventory/adjustments') {
		adjust(request, body);
		return null;
	}
	throw new Problem(404, 'NOT_FOUND_ERROR', 'no such resource');
}

function buy(o) {
	const now = new Date().toISOString();
	const lineItems = o.lines.map((l) => {
		const v = variants.find((w) => w.sku === l.sku);
		v.quantity -= l.quantity || 1;
		return { id: id('line'), variantId: v.variantId, sku: v.sku,
		    productId: id('product'), productName: `Ring ${v.sku}`,
		    quantity: l.quantity || 1, unitPricePaid: usd(l.cents),
		    lineItemType: 'PHYSICAL_PRODUCT' };
	});
	const sub = o.lines.reduce((n, l) => n + l.cents * (l.quantity || 1), 0);
	const address = { firstName: 'Sam', lastName: 'Square',
	    address1: '1 Main Street', address2: null, city: 'New York',
	    state: 'NY', countryCode: 'US', postalCode: '10003', phone: '555' };
	const order = { id: id('order'), orderNumber: String(orders.length + 1),
	    createdOn: now, modifiedOn: now, channel: 'web',
	    testmode: o.testmode || false, customerEmail: 'sam@example.com',
	    billingAddress: address, shippingAddress: address,
	    fulfillmentStatus: 'PENDING', lineItems,
	    shippingLines: o.shipping ? [{ method: 'Courier',
		amount: usd(o.shipping) }] : [],
	    discountLines: [], subtotal: usd(sub),
	    discountTotal: usd(o.discount || 0), taxTotal: usd(o.tax || 0),
	    shippingTotal: usd(o.shipping || 0), refundedTotal: usd(0),
	    grandTotal: usd(sub + (o.shipping || 0) - (o.discount || 0) +
		(o.inclusive ? 0 : o.tax || 0)),
	    priceTaxInterpretation: o.inclusive ? 'INCLUSIVE' : 'EXCLUSIVE' };
	orders.push(order);
	return order;
}

function deliver(o, done) {
	const body = JSON.stringify({ id: id('notification'),
	    websiteId: 'site', subscriptionId: 'subscription',
	    createdOn: '2020-04-22T22:18+00:00', topic: 'order.create',
	    data: { orderId: o.id } });
	const mac = crypto.createHmac('sha256', Buffer.from(o.secret, 'hex'))
	    .update(o.spoil ? `${body} ` : body).digest('hex');
	const request = http.request(o.url, { method: 'POST', headers: {
	    'Content-Type': 'application/json', 'User-Agent': 'Squarespace/1.0',
	    'Squarespace-Signature': mac } }, (answer) => {
		answer.resume();
		answer.on('end', () => done({ code: answer.statusCode }));
	});
	request.end(body);
}

function hand(name, o, done) {
	const order = orders.find((x) => x.id === o.id);
	switch (name) {
	case 'variant':
		variants.push({ variantId: id('variant'), sku: o.sku,
		    descriptor: o.sku, isUnlimited: o.unlimited || false,
		    quantity: o.quantity === undefined ? 1 : o.quantity });
		return done({});
	case 'product': {
		const p = { id: id('product'), name: `Ring ${o.sku}`,
		    description: '', isVisible: !o.hidden, images: [],
		    variants: [{ id: id('variant'), sku: o.sku, pricing: {
			basePrice: usd(o.cents || 120000),
			onSale: o.sale !== undefined,
			salePrice: usd(o.sale || 0) } }] };
		products.push(p);
		variants.push({ variantId: p.variants[0].id, sku: o.sku,
		    isUnlimited: o.unlimited || false, quantity:
		    o.quantity === undefined ? 1 : o.quantity });
		return done({});
	}
	case 'edit': {
		const p = products.find((x) => x.variants[0].sku === o.sku);
		p.images = o.images.map((url) => ({ id: id('image'), url,
		    altText: '' }));
		return done({});
	}
	case 'pages':
		storePages.push({ id: 'page-2', title: 'More', isEnabled: true });
		return done({});
	case 'lose':
		lose = o.n;
		return done({});
	case 'shown': {
		const all = products.filter((x) => x.variants[0].sku === o.sku);
		const p = all[0];
		return done({ count: all.length, ...(p && { name: p.name,
		    description: p.description, visible: p.isVisible,
		    price: p.variants[0].pricing.basePrice.value,
		    images: p.images.map((x) => x.url),
		    alts: p.images.map((x) => x.altText) }) });
	}
	case 'order':
		return done({ id: buy(o).id });
	case 'become':
		if (o.fulfillmentStatus)
			order.fulfillmentStatus = o.fulfillmentStatus;
		if (o.refunded) order.refundedTotal = order.grandTotal;
		order.modifiedOn = new Date().toISOString();
		return done({});
	case 'stock':
		return done({ stock: variants.find((v) =>
		    v.sku === o.sku).quantity });
	case 'scope':
		mayList = o.products;
		return done({});
	case 'throttle':
		throttle = o.n;
		return done({});
	case 'hook':
		return deliver(o, done);
	default:
		return done({ log });
	}
}

http.createServer((request, response) => {
	const parts = [];
	request.on('data', (part) => parts.push(part));
	request.on('end', () => {
		const url = new URL(request.url, 'http://127.0.0.1');
		const bytes = Buffer.concat(parts), body = bytes.toString();
		const send = (status, value) => {
			response.writeHead(status, { 'Content-Type':
			    'application/json',
			    ...(status === 429 && { 'Retry-After': '1' }) });
			response.end(value === null ? '' : JSON.stringify(value));
		};
		try {
			if (url.pathname.startsWith('/_test/'))
				return hand(url.pathname.slice(7),
				    JSON.parse(body || '{}'),
				    (value) => send(200, value));
			const value = api(request, url, body, bytes);
			if (lose > 0 && request.method === 'POST') {
				lose--;
				return request.socket.destroy();
			}
			return send(value === null ? 204 : 200, value);
		} catch (problem) {
			if (!(problem instanceof Problem)) {
				console.error(problem);
				return send(500, { message: 'broken double' });
			}
			return send(problem.status, problem.body);
		}
	});
}).listen(Number(process.argv[2]), '127.0.0.1');
