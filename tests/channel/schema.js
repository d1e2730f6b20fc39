// Every GraphQL document of the Shopify connector against Shopify's published
// schema: node schema.js SCHEMA.json.gz DOCS.def, graphql beside us in NODE_PATH.
'use strict';
const fs = require('fs');
const zlib = require('zlib');
const { buildClientSchema, parse, validate } = require('graphql');

const raw = JSON.parse(zlib.gunzipSync(fs.readFileSync(process.argv[2])));
const schema = buildClientSchema(raw.data || raw);
const text = fs.readFileSync(process.argv[3], 'utf8')
    .replace(/\/\*[^]*?\*\//g, '');
const literal = '"(?:[^"\\\\]|\\\\.)*"';
const doc = new RegExp(`DOC\\((\\w+),\\s*((?:${literal}\\s*)+)\\)`, 'g');
let n = 0, wrong = 0;
const say = (good, what, why) => {
	console.log(`${good ? 'ok' : 'not ok'} ${++n} - ${what}`);
	if (!good) {
		wrong++;
		console.log(`# ${why}`);
	}
};
const errors = (document) => validate(schema, parse(document))
    .map((e) => e.message).join('; ');

let last = '';
for (const m of text.matchAll(doc)) {
	last = [...m[2].matchAll(new RegExp(literal, 'g'))]
	    .map((x) => JSON.parse(x[0])).join('');
	const why = errors(last);
	say(why === '', `${m[1]} is what Shopify publishes`, why);
}
say(n > 5, 'documents were found', `only ${n}`);
say(errors(last.replace('userErrors', 'userErrorz')) !== '',
    'and one that is wrong is refused', 'the oracle takes everything');
console.log(`1..${n}`);
process.exit(wrong === 0 ? 0 : 1);
