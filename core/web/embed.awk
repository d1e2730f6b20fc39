# Turns text files into a C header: one string a file and a table of them.
#
#	awk -f embed.awk core/web/storefront/page.css ... > storefront.h
#
# Text only (a NUL would end the string).  Each line becomes one literal, so
# that no literal grows past what a compiler must accept.

function ident(path)
{
	sub(/.*\//, "", path)
	gsub(/[^A-Za-z0-9]/, "_", path)
	return path
}

BEGIN {
	print "/* Made by core/web/embed.awk; do not edit. */"
	print "#ifndef VITRINE_STOREFRONT_GEN_H"
	print "#define VITRINE_STOREFRONT_GEN_H"
	print ""
	print "#include <stddef.h>"
}

FNR == 1 {
	finish()
	path = FILENAME
	sub(/.*\//, "", path)
	name = "asset_" ident(FILENAME)
	names[++count] = name
	paths[count] = path
	print ""
	print "static const char " name "[] ="
	lines = 0
}

{
	line = doubled($0)
	gsub(/"/, "\\\"", line)
	gsub(/\t/, "\\t", line)
	gsub(/\r/, "\\r", line)
	gsub(/\?\?/, "?\\?", line)
	print "\t\"" line "\\n\""
	lines++
}

# What gsub does with backslashes in its replacement differs between awks.
function doubled(text,   parts, n, i, out)
{
	n = split(text, parts, "\\")
	out = parts[1]
	for (i = 2; i <= n; i++)
		out = out "\\\\" parts[i]
	return out
}

function finish()
{
	if (name != "")
		print "\t\"\";"
}

END {
	finish()
	print ""
	print "struct asset_file {"
	print "\tconst char\t*name;"
	print "\tconst char\t*text;"
	print "\tsize_t\t\t len;"
	print "};"
	print ""
	print "static const struct asset_file asset_files[] = {"
	for (i = 1; i <= count; i++)
		print "\t{ \"" paths[i] "\", " names[i] ", sizeof(" \
		    names[i] ") - 1 },"
	print "\t{ NULL, NULL, 0 },"
	print "};"
	print ""
	print "#endif"
}
