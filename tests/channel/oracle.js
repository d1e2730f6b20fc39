// Our signatures before judges that are not ours: node oracle.js SIGNS, with
// the libraries of oracle.t in NODE_PATH.
//
// Each delivery is judged twice, by us and by them: as it is signed, and with
// every byte of it changed in turn.
'use strict';
const crypto = require('crypto');
const { execFileSync } = require('child_process');
require('@shopify/shopify-api/adapters/node');
const { shopifyApi, ApiVersion } = require('@shopify/shopify-api');
const WooCommerce = require('@woocommerce/woocommerce-rest-api').default;

const signs = process.argv[2];
let n = 0, wrong = 0;
const say = (good, what, why) => {
	console.log(`${good ? 'ok' : 'not ok'} ${++n} - ${what}`);
	if (!good) {
		wrong++;
		console.log(`# ${why}`);
	}
};
const ours = (args, input) => execFileSync(signs, args, { input })
    .toString().trim().split('\n');

const SECRET = 'client-secret-of-the-app', HEX = '0ddba11c0ffee0ddba11';
const shopify = shopifyApi({ apiKey: 'client-id', apiSecretKey: SECRET,
	hostName: 'pos.example', isEmbeddedApp: false, scopes: [],
	apiVersion: ApiVersion.October26,
	logger: { level: 0, log: () => {} } });
const same = (a, b) => a.length === b.length &&
    crypto.timingSafeEqual(Buffer.from(a), Buffer.from(b));
const hmac = (key, body) => crypto.createHmac('sha256', key).update(body);
const validated = (d) => shopify.webhooks.validate({ rawBody: d.body,
	rawRequest: { method: 'POST', url: '/hooks/shopify/sh',
	    headers: d.headers } });

const services = [
	{ kind: 'shopify', settings: [`client_secret=${SECRET}`,
	    'shop=double.myshopify.com'],
	    sign: ['base64', SECRET], header: 'x-shopify-hmac-sha256',
	    more: { 'x-shopify-topic': 'orders/create',
		'x-shopify-api-version': '2026-10',
		'x-shopify-shop-domain': 'double.myshopify.com',
		'x-shopify-webhook-id': 'b54557e4-bdd9-4b37-8a5f-bf7d70bcd043',
		'x-shopify-event-id': '98880550-7158-44d4-b7cd-2c97c8a091b5' },
	    judge: async (d) => (await validated(d)).valid },
	{ kind: 'shopify', name: 'shopify, newer names',
	    settings: [`client_secret=${SECRET}`,
	    'shop=double.myshopify.com'],
	    sign: ['base64', SECRET], header: 'shopify-hmac-sha256',
	    more: { 'shopify-topic': 'orders/create',
		'shopify-api-version': '2026-10',
		'shopify-shop-domain': 'double.myshopify.com',
		'shopify-webhook-id': 'b54557e4-bdd9-4b37-8a5f-bf7d70bcd043',
		'shopify-event-id': '98880550-7158-44d4-b7cd-2c97c8a091b5' },
	    judge: async (d) => (await validated(d)).valid },
	{ kind: 'woocommerce', settings: [`hook_secret=${SECRET}`],
	    sign: ['base64', SECRET], header: 'x-wc-webhook-signature',
	    more: { 'x-wc-webhook-topic': 'order.updated' },
	    judge: async (d) => same(d.headers['x-wc-webhook-signature'],
		hmac(SECRET, d.body).digest('base64')) },
	{ kind: 'squarespace', settings: [`hook_secret=${HEX}`],
	    sign: ['hex', HEX], header: 'squarespace-signature', more: {},
	    judge: async (d) => same(d.headers['squarespace-signature'],
		hmac(Buffer.from(HEX, 'hex'), d.body).digest('hex')) },
];

// One byte another, all of them printable before and after.
const spoilt = (text, i) => text.slice(0, i) +
    String.fromCharCode(text.charCodeAt(i) ^ 1) + text.slice(i + 1);

async function deliveries(s) {
	const body = '{"id":"820982911946154508","number":"1187",' +
	    '"total":"2450.00","sku":"VIT-1"}';
	const sign = ours(s.sign, body)[0];
	const made = (b, m) => ({ body: b, headers: { ...s.more,
	    [s.header]: m } });
	const all = [made(body, sign)];
	for (let i = 0; i < body.length; i++)
		all.push(made(spoilt(body, i), sign));
	for (let i = 0; i < sign.length; i++)
		all.push(made(body, spoilt(sign, i)));
	all.push(made(body, ''), made(body, sign.slice(1)),
	    made(`${body} `, sign), made(body, ours([s.sign[0],
	    s.sign[1].replace('c', 'd')], body)[0]));
	const we = ours(['hook', s.kind, ...s.settings],
	    all.map((d) => JSON.stringify(d)).join('\n') + '\n');
	const they = [];
	for (const d of all)
		they.push(await s.judge(d) ? 'good' : 'bad');
	say(they[0] === 'good', `${s.name || s.kind}: they take what we sign`, sign);
	say(we[0] === 'good', `${s.name || s.kind}: so do we`, we[0]);
	const differ = all.findIndex((d, i) => we[i] !== they[i]);
	say(differ === -1, `${s.name || s.kind}: of ${all.length - 1} others ` +
	    'both say the same', `${JSON.stringify(all[differ])} ${we[differ]}`);
	say(!they.slice(1).includes('good'), `${s.name || s.kind}: and take none of ` +
	    'them', they.lastIndexOf('good'));
}

// Calls over http: what WooCommerce's own client would have signed them with.
function calls() {
	const base = 'http://shop.example', key = 'ck_1', secret = 'cs_1';
	const oauth = new WooCommerce({ url: base, consumerKey: key,
	    consumerSecret: secret, version: 'wc/v3' })._getOAuth();
	const of = (method, address) => {
		const [path, query] = address.split('?');
		const auth = {}, rest = [];
		for (const pair of query.split('&')) {
			const [k, v] = pair.split('=');
			if (k.startsWith('oauth_'))
				auth[k] = decodeURIComponent(v);
			else
				rest.push(pair);
		}
		const sent = auth.oauth_signature;
		delete auth.oauth_signature;
		const theirs = oauth.getSignature({ method, url: rest.length ?
		    `${path}?${rest.join('&')}` : path }, '', auth);
		return [sent, theirs];
	};
	for (const line of ours(['woo', base, key, secret])) {
		const [method, address] = line.split(' ');
		const what = address.replace(/^.*wc\/v3|\?.*$/g, '');
		const [sent, theirs] = of(method, address);
		say(sent === theirs, `woocommerce: ${what} is signed as its ` +
		    'client signs it', `${line} ${theirs}`);
		const at = address.search(/[?&]oauth_nonce=/) + 13;
		const [, other] = of(method, spoilt(address, at));
		say(sent !== other, `woocommerce: ${what} with a byte changed ` +
		    'is not', other);
	}
}

(async () => {
	for (const s of services)
		await deliveries(s);
	calls();
	console.log(`1..${n}`);
	process.exit(wrong === 0 ? 0 : 1);
})();
