# Chromium through its WebDriver, with curl and jq.
#
#	browser WIDTH HEIGHT	a fresh browser of a phone of that size
#	visit URL
#	js SCRIPT		prints what the script returns
#	until_js SECONDS TEXT SCRIPT	passes when it becomes true in time
#	press SELECTOR		a click as a person does it
#	type_in SELECTOR TEXT
#	picture FILE

driver=
browser() {
	local port
	if [ -z "$driver" ]; then
		port=$(free_port)
		driver=http://127.0.0.1:$port
		start "$tmp/driver.log" chromedriver --port="$port"
		until_true 20 curl -sf "$driver/status" ||
		    { echo "Bail out! no chromedriver"; exit 255; }
	fi
	browsers=$((${browsers:-0} + 1))
	session=$(curl -s --max-time 60 "$driver/session" -d "$(cat <<-END
	{"capabilities":{"alwaysMatch":{
	"goog:loggingPrefs":{"browser":"ALL"},
	"goog:chromeOptions":{"binary":"$(command -v chromium)",
	"mobileEmulation":{"deviceMetrics":{"width":$1,"height":$2,
	"pixelRatio":1,"touch":false,"mobile":true}},
	"args":["--headless","--no-sandbox","--disable-gpu","--disable-quic",
	"--no-first-run","--disable-background-networking",
	"--disable-component-update","--disable-sync","--disable-dev-shm-usage",
	"--user-data-dir=$tmp/browser$browsers"]}}}}
	END
	)" | jq -r .value.sessionId)
	[ "$session" != null ] || { cat "$tmp/driver.log"; exit 255; }
}
wd() {	# path, body
	curl -s --max-time 30 "$driver/session/$session/$1" ${2:+-d "$2"}
}
visit() { wd url "$(jq -n --arg u "$1" '{url: $u}')" >/dev/null; }
js() {
	wd execute/sync "$(jq -n --arg s "$1" '{script: $s, args: []}')" |
	    jq -r .value
}
js_is_true() { [ "$(js "return $1")" = true ]; }
until_js() { ok "$2" until_true "$1" js_is_true "$3"; }
element() {
	wd element "$(jq -n --arg s "$1" \
	    '{using: "css selector", value: $s}')" | jq -r '.value | to_entries[0].value'
}
press() { wd "element/$(element "$1")/click" '{}' >/dev/null; }
type_in() {
	wd "element/$(element "$1")/value" \
	    "$(jq -n --arg t "$2" '{text: $t}')" >/dev/null
}
picture() { wd screenshot | jq -r .value | base64 -d >"$1"; }
end_browser() { curl -s -X DELETE "$driver/session/$session" >/dev/null; }
