# The KEYS section of vitrine(1) from tui/command.def: awk -f man/keys.awk
# tui/command.def.  tests/lint/man.t compares it with the page.
/^\/\*.*\*\/$/ {
	sub(/^\/\* */, "")
	sub(/ *\*\/$/, "")
	if (open)
		print ".El"
	print ".Ss " $0
	print ".Bl -tag -width Ds -compact"
	open = 1
}
/^CMD\(/ {
	line = $0
	while (line !~ /\)$/ && (getline more) > 0)
		line = line more
	split(line, part, "\"")
	keys = part[4]
	gsub(/ /, " , ", keys)
	sub(/\?/, "\\\\\\&?", keys)
	sub(/\*/, "\\\\\\&*", keys)
	print ".It Cm " keys " Pq Ic " part[2]
	print toupper(substr(part[8], 1, 1)) substr(part[8], 2) "."
}
END {
	if (open)
		print ".El"
}
