# For the lints: files by floor, C without comments, violations as TAP.
. "$(dirname "$0")/../lib/rig.sh"
shopt -s lastpipe	# clean counts in this shell

# Sources under version control or about to be, matching the patterns.
sources() {
	git -c safe.directory='*' ls-files -co --exclude-standard -- "$@" | sort
}
# FILE:LINE:code of each file, comments removed.
code_of() {
	[ $# -gt 0 ] || return 0
	awk '
	FNR == 1 { inside = 0 }
	{
		line = $0
		code = ""
		while (line != "") {
			if (inside) {
				at = index(line, "*/")
				if (at == 0)
					break
				line = substr(line, at + 2)
				inside = 0
			} else if (match(line, /^[^"\x27\/]+/)) {
				code = code substr(line, 1, RLENGTH)
				line = substr(line, RLENGTH + 1)
			} else if (match(line, /^"([^"\\]|\\.)*"/) ||
			    match(line, /^\x27([^\x27\\]|\\.)*\x27/)) {
				code = code substr(line, 1, RLENGTH)
				line = substr(line, RLENGTH + 1)
			} else if (substr(line, 1, 2) == "//") {
				break
			} else if (substr(line, 1, 2) == "/*") {
				inside = 1
				line = substr(line, 3)
			} else {
				code = code substr(line, 1, 1)
				line = substr(line, 2)
			}
		}
		if (code ~ /[^ \t]/)
			print FILENAME ":" FNR ":" code
	}' "$@"
}
# The same without what stands between quotes.
bare_code_of() {
	code_of "$@" | sed -E 's/"([^"\\]|\\.)*"/""/g'
}
# clean TEXT: passes when standard input is empty, else shows it.
clean() {
	local found
	found=$(cat)
	if [ -z "$found" ]; then
		result 0 "$1"
	else
		result 1 "$1"
		note "$found"
	fi
}
