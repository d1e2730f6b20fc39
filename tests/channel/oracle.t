#!/bin/bash
# What we sign and what we take, before judges that are not ours: the libraries
# that Shopify and WooCommerce publish, from npm, and node's own for those who
# publish a rule and no library.  Skipped where npm is not, or its registry is
# not reached.
. "$(dirname "$0")/../lib/rig.sh"
command -v npm >/dev/null || skip_all "npm is not installed"

npm=build/npm/judges
if [ ! -d "$npm" ]; then
	rm -rf "$npm.new"
	mkdir -p "$npm.new"
	npm install --silent --no-audit --no-fund --ignore-scripts --no-save \
	    --fetch-retries 1 --prefix "$npm.new" @shopify/shopify-api@15.0.0 \
	    @woocommerce/woocommerce-rest-api@1.0.2 >/dev/null 2>&1 &&
	    mv "$npm.new" "$npm" || skip_all "the npm registry is not reached"
fi
NODE_PATH=$PWD/$npm/node_modules node tests/channel/oracle.js "$tools/signs"
