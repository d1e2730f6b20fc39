# Turns db/sql/*.sql and db/schema/{pg,sqlite}/NNNN_name.sql into two headers.
#
#	awk -f db/sqlgen.awk -v out=DIR FILE...
#
# A file of queries is a list of
#
#	-- name: piece_by_code
#	-- in: text			int text uuid blob; absent for none
#	-- out: piece			a record of record.def; absent for none
#	-- writes			when it changes something
#	SELECT ... $1 ...;
#	-- sqlite:			or "-- pg:": what follows is the text
#	SELECT ... $1 ...;		for that engine alone
#
# and becomes SQL_PIECE_BY_CODE, a const struct stmt_def *.  What several of them
# share is said once, before them,
#
#	-- part: figure_raw
#	text ...
#
# and "-- use: figure_raw" puts it into a statement or another part.  Any other line that starts
# with "--" is a comment.  A schema file is taken as it is.

function die(text) {
	printf "%s:%d: %s\n", FILENAME, FNR, text > "/dev/stderr"
	failed = 1
	exit 1
}

# Not gsub: what "\\\\" means in a replacement differs between awks.
function quoted(line,    n, parts, text, i) {
	n = split(line, parts, "\\")
	text = parts[1]
	for (i = 2; i <= n; i++)
		text = text "\\\\" parts[i]
	n = split(text, parts, "\"")
	text = parts[1]
	for (i = 2; i <= n; i++)
		text = text "\\\"" parts[i]
	return "\t\"" text "\\n\"\n"
}

# The highest $n in the text.
function highest(text,    n, max) {
	max = 0
	while (match(text, /\$[0-9]+/)) {
		n = substr(text, RSTART + 1, RLENGTH - 1) + 0
		if (n > max)
			max = n
		text = substr(text, RSTART + RLENGTH)
	}
	return max
}

# SQLite numbers $1, $2 as it meets them, and ?1, ?2 as they say.
function numbered(text,    out) {
	while (match(text, /\$[0-9]+/)) {
		out = out substr(text, 1, RSTART - 1) "?" \
		    substr(text, RSTART + 1, RLENGTH - 1)
		text = substr(text, RSTART + RLENGTH)
	}
	return out text
}

function check(text, engine) {
	if (text == "")
		die(name " has no text for " engine)
	if (length(letters) > 64)
		die(name " has more parameters than driver.h allows")
	if (highest(text) != length(letters))
		die(name " names " length(letters) " parameters but its " \
		    engine " text uses " highest(text))
}

function finish(    shared, pg, lite) {
	if (name == "")
		return
	shared = text["shared"]
	pg = text["pg"] == "" ? shared : text["pg"]
	lite = text["sqlite"] == "" ? shared : text["sqlite"]
	check(pg, "pg")
	check(lite, "sqlite")
	lite = numbered(lite)
	defs = defs sprintf("#define SQL_%s (&sql_table[%d])\n", \
	    toupper(name), count++)
	# Not sprintf: some awks' holds no more than 8 KB.
	table = table "\t{\n\t\"" name "\",\n" pg "\t,\n" lite \
	    "\t,\n\t\"" letters "\", REC_" toupper(record) ", " \
	    (writes ? "true" : "false") " },\n"
	name = ""
}

function new_word(new) {
	if (new !~ /^[a-z][a-z0-9_]*$/)
		die("a name is small letters, digits and _: " new)
	if (new in seen)
		die(new " is named twice")
	seen[new] = 1
}

function start_part(new) {
	finish()
	new_word(new)
	part = new
	parts_text[part] = ""
}

function use(which) {
	if (!(which in parts_text))
		die("no such part before this: " which)
	if (part != "")
		parts_text[part] = parts_text[part] parts_text[which]
	else
		text[engine] = text[engine] parts_text[which]
}

function start(new) {
	finish()
	new_word(new)
	part = ""
	name = new
	letters = ""
	record = "none"
	writes = 0
	engine = "shared"
	text["shared"] = text["pg"] = text["sqlite"] = ""
}

function types(list,    n, word, i) {
	n = split(list, word, " ")
	for (i = 1; i <= n; i++) {
		if (word[i] !~ /^(int|text|uuid|blob)$/)
			die("no such parameter type: " word[i])
		letters = letters substr(word[i], 1, 1)
	}
}

function schema_start(    n, parts, base) {
	n = split(FILENAME, parts, "/")
	base = parts[n]
	dialect = parts[n - 1]
	if (dialect !~ /^(pg|sqlite)$/ ||
	    base !~ /^[0-9][0-9][0-9][0-9]_[a-z0-9_]+\.sql$/)
		die("a schema file is schema/{pg,sqlite}/NNNN_name.sql")
	if (substr(base, 1, 4) + 0 != ++steps[dialect])
		die("the numbers of the schema files have a gap")
	schema[dialect] = schema[dialect] \
	    (steps[dialect] == 1 ? "" : "\t},\n") \
	    sprintf("\t{ %d, \"%s\",\n", steps[dialect], \
	    substr(base, 6, length(base) - 9))
}

BEGIN {
	count = 0
	# Without files awk would wait for its standard input.
	for (i = 1; i < ARGC; i++)
		if (ARGV[i] !~ /^[a-z]+=/)
			files++
		else
			out = substr(ARGV[i], 5)
	if (files == 0)
		exit
}

FNR == 1 {
	finish()
	part = ""
	in_schema = FILENAME ~ /schema\//
	if (in_schema)
		schema_start()
}

in_schema {
	schema[dialect] = schema[dialect] quoted($0)
	next
}

/^-- name:/	{ start($3); next }
/^-- part:/	{ start_part($3); next }
/^-- use:/	{ use($3); next }
/^-- in:/	{ sub(/^-- in:/, ""); types($0); next }
/^-- out:/	{ record = $3; next }
/^-- writes[ \t]*$/	{ writes = 1; next }
/^-- sqlite:/	{ engine = "sqlite"; next }
/^-- pg:/	{ engine = "pg"; next }
/^[ \t]*--/	{ next }
/^[ \t]*$/	{ next }
part != "" {
	parts_text[part] = parts_text[part] quoted($0)
	next
}
{
	if (name == "")
		die("a statement before any \"-- name:\"")
	sub(/;[ \t]*$/, "")
	text[engine] = text[engine] quoted($0)
}

END {
	if (failed)
		exit 1
	finish()
	if (failed)
		exit 1
	sql = out "/sql.h"
	print "/* Made by db/sqlgen.awk from db/sql. */" > sql
	print "#ifndef VITRINE_SQL_H\n#define VITRINE_SQL_H\n" > sql
	print "#include \"driver.h\"\n" > sql
	print "extern const struct stmt_def sql_table[];" > sql
	print "extern const size_t sql_count;\n" > sql
	printf "%s", defs > sql
	print "\n#endif" > sql
	close(sql)

	inc = out "/sql_table.h"
	print "/* Made by db/sqlgen.awk; only for db/sqltable.c. */" > inc
	print "const struct stmt_def sql_table[] = {" > inc
	printf "%s", table > inc
	print "\t{ NULL, NULL, NULL, NULL, REC_NONE, false }\n};" > inc
	printf "const size_t sql_count = %d;\n", count > inc
	for (d in steps)
		schema[d] = schema[d] "\t},\n"
	split("pg sqlite", dialects, " ")
	for (i = 1; i <= 2; i++) {
		d = dialects[i]
		printf "const struct schema_step schema_%s[] = {\n%s", \
		    d, schema[d] > inc
		print "\t{ 0, NULL, NULL }\n};" > inc
	}
	close(inc)
}
