#!/bin/bash
# A site of one's own is told what goes, signed, whatever it answers at first.
. "$(dirname "$0")/../lib/rig.sh"
. tests/ctl/lib.sh
. tests/channel/lib.sh
need_pg

cat >"$tmp/site.js" <<'EOS'
// Answers 500 at first, then takes what is signed with the secret.
const crypto = require('crypto');
const stock = {};
let first = true, wrong = 0;
require('http').createServer((req, res) => {
	const chunks = [];
	req.on('data', (c) => chunks.push(c));
	req.on('end', () => {
		const body = Buffer.concat(chunks);
		if (req.url === '/stock')
			return res.end(JSON.stringify({ ...stock, wrong }));
		const good = req.headers['x-vitrine-signature'] === crypto
		    .createHmac('sha256', process.argv[3]).update(body)
		    .digest('hex');
		if (!good)
			wrong++;
		if (first || !good) {
			first = false;
			res.statusCode = 500;
			return res.end();
		}
		for (const p of JSON.parse(body).pieces)
			stock[p.sku] = p.available;
		res.end();
	});
}).listen(Number(process.argv[2]), '127.0.0.1');
EOS

there() {	# SKU N
	curl -s "$site/stock" | grep -q "\"$1\":$2[,}]"
}
told() {
	port= web_shop=
	v init --name "Aurelia & Co" --owner Ana --zone America/New_York
	v --as Ana item add --sku RG-1 --title Ring --price 100.00 --listed
	v --as Ana item add --sku RG-2 --title Ring --price 100.00 --listed
	site_port=$(free_port) site=http://127.0.0.1:$site_port
	start "$tmp/site.log" node "$tmp/site.js" "$site_port" \
	    0123456789abcdef0123
	until_true 10 curl -s "$site/stock"
	vin notify_secret=short --as Ana channel set web \
	    --set notify_url="$site/told" --secrets-stdin --no-test
	like "$engine: a secret that is short is refused" "$rc" '^[1-9]'
	vin notify_secret=0123456789abcdef0123 --as Ana channel set web \
	    --set notify_url="$site/told" --secrets-stdin --no-test
	is "$engine: the site is connected" "$rc" 0
	[ "$rc" = 0 ] || note "$err"
	start_vitrined
	v --as Ana channel sync web
	ok "$engine: told of everything" until_true 30 there RG-1 1
	v --as Ana sell RG-1 --tender cash:100.00
	ok "$engine: gone" until_true 20 there RG-1 0
	ok "$engine: the other is not" there RG-2 1
	ok "$engine: signed every time" there wrong 0
	stop_vitrined
	web_logout
}
on_each_engine told
done_testing
