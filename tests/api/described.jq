# What a description (openapi.json, given as $doc) does not say of the calls
# that were made.  Input: lines "METHOD<tab>PATH<tab>STATUS<tab>BODY", read raw
# (jq -Rr); output: one line for each thing that is not described.

def deref:
	if type == "object" and has("$ref") then
		(.["$ref"] | ltrimstr("#/") | split("/")) as $at
		| $doc[0] | getpath($at) | deref
	else . end;

# allOf as the one object it means.
def flat:
	deref
	| if has("allOf") then
		reduce (.allOf[] | flat) as $s
		    ({type: "object", required: [], properties: {}};
		    .required += ($s.required // [])
		    | .properties += ($s.properties // {}))
	else . end;

def type_of:
	if type == "number" then
		if . == floor then "integer" else "number" end
	else type end;

def wrong($v; $at):
	flat as $s
	| ($v | type_of) as $t
	| if $s.enum != null then
		select($s.enum | index([$v]) | not)
		| "\($at): \($v) is none of \($s.enum)"
	elif $s.type != null and ([$s.type] | flatten | index($t) | not) then
		"\($at): \($t) is not \($s.type)"
	elif $t == "object" and $s.properties != null then
		(($s.required // [])[] | select(in($v) | not)
		    | "\($at): no \(.)"),
		($v | keys[] | select(in($s.properties) | not)
		    | "\($at): \(.) is not described"),
		($v | keys[] | select(in($s.properties)) as $k
		    | $s.properties[$k] | wrong($v[$k]; "\($at).\($k)"))
	elif $t == "array" and $s.items != null then
		range($v | length) as $i
		| $s.items | wrong($v[$i]; "\($at)[\($i)]")
	else empty end;

def fits($path):
	(gsub("\\{[^}]*\\}"; "[^/]+") | "^\(.)$") as $re
	| $path | test($re);

split("\t") as [$method, $target, $status, $body]
| ($target | split("?")[0]) as $path
| select($method | IN("GET", "POST", "PATCH", "DELETE"))
| select($path | test("^/(v1|hooks|healthz|readyz|metrics|openapi)"))
| select($status != "405")
| "\($method) \($path) \($status)" as $call
| [$doc[0].paths | to_entries[] | select(.key | fits($path))][0] as $entry
| if $entry == null then "\($call): no such path"
else
	$entry.value[$method | ascii_downcase] as $op
	| if $op == null then "\($call): no such method"
	elif ($op.responses | has($status) | not) then
		"\($call): no such status"
	else
		($op.responses[$status] | deref | .content // {}
		    | to_entries[] | select(.key | test("json$"))
		    | .value.schema // empty)
		| . as $schema
		| ($body | try fromjson catch null) as $value
		| if $value == null then "\($call): the answer is no JSON"
		else $schema | wrong($value; $call) end
	end
end
