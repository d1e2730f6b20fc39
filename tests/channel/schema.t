#!/bin/bash
# What we send to Shopify against the schema it publishes, from npm; skipped
# where npm is not, or its registry is not reached.
. "$(dirname "$0")/../lib/rig.sh"
command -v npm >/dev/null || skip_all "npm is not installed"

npm=build/npm data=package/dist/data/admin_2026-10.json.gz
fetch() {	# PACKAGE FOLDER
	[ -d "$npm/$2" ] && return
	mkdir -p "$npm/$2.new" && npm pack --silent "$1" \
	    --pack-destination "$npm/$2.new" >/dev/null 2>&1 &&
	    tar -xzf "$npm/$2.new"/*.tgz -C "$npm/$2.new" "${3:-package}" &&
	    rm "$npm/$2.new"/*.tgz && mv "$npm/$2.new" "$npm/$2"
}
rm -rf "$npm"/*.new
fetch @shopify/dev-mcp@1.16.0 shopify "$data" && fetch graphql@16.11.0 graphql ||
    skip_all "the npm registry is not reached"
mkdir -p "$tmp/node_modules"
ln -s "$PWD/$npm/graphql/package" "$tmp/node_modules/graphql"
NODE_PATH=$tmp/node_modules node tests/channel/schema.js \
    "$npm/shopify/$data" core/channel/shopify_docs.def
