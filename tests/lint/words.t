#!/bin/bash
# Calls, types and words that have no place here.
. "$(dirname "$0")/lint.sh"

c=$(sources 'tui/*.[ch]' 'core/*.[ch]' 'db/*.[ch]')

# Unbounded, locale-bound, blocking or through a shell.
calls='strcpy|strcat|sprintf|vsprintf|gets|strncpy|strncat|strtok|atoi|atol
atoll|atof|strtod|strtof|strtold|alloca|mktemp|tmpnam|tempnam|rand|srand
localtime|gmtime|asctime|ctime|system|popen|sleep|usleep|PQexec|PQexecParams
PQconnectdb|PQcancel|sqlite3_exec'
bare_code_of $c |
    grep -E "[^a-zA-Z0-9_]($(echo $calls | tr ' ' '|'))[ ]*\(" |
    grep -vE '^db/sqlite\.c:[0-9]+:.*sqlite3_exec' |
    clean "no banned call"

# Money is whole minor units; only pictures are measured in fractions.
bare_code_of $(sources 'db/*.[ch]' 'core/sell/*.[ch]' 'core/pay/*.[ch]' \
    'core/desk/*.[ch]' 'core/web/*.[ch]' 'core/run/*.[ch]' 'core/ctl/*.[ch]') |
    grep -E '[^a-zA-Z0-9_](float|double|json_real|sqlite3_column_double)[^a-zA-Z0-9_]' |
    clean "no floating point but in pictures"
grep -niE '\b(real|float|double precision|numeric|money)\b' \
    $(sources 'db/schema/*' 'db/sql/*') /dev/null |
    grep -iE '\b[a-z_]+[[:space:]]+(real|float|double precision|numeric|money)\b' |
    grep -vE ':[0-9]+:[[:space:]]*--' |
    clean "no floating point column"

# Unfinished work belongs in an issue.  (Pieced together, so that this file
# does not name them.)
all=$(sources . ':!*.png' ':!*.jpg')
grep -nwE "TO""DO|FIX""ME|XX""X|HA""CK" $all | grep -v '^tests/lint/words.t:' |
    clean "nothing left to do in the text"
grep -niE "\bfor no""w\b|tempora""rily disabled|not implemen""ted yet" $all |
    clean "nothing provisional"

# Paths and hosts of whoever wrote it.
grep -nE "(^|[^a-zA-Z0-9_.~$}-])/(wo""rk|Us""ers|ro""ot)/[a-z]" \
    $all | clean "no path of a developer's machine"
# In prose and code alike, an address is an example, a standard or ourselves;
# or a service's own that a connector must know.
grep -noE 'https?://[A-Za-z0-9.-]+' $all |
    grep -vE '://(127\.0\.0\.1|localhost|[a-z0-9.-]*example(\.(com|org|net))?|[a-z0-9.-]+\.(example|test|invalid)|(www\.)?w3\.org|schema\.org|json-schema\.org|spec\.openapis\.org|(www\.)?rfc-editor\.org|(www\.)?sitemaps\.org|purl\.org)$' |
    grep -v '^core/channel/squarespace\.c:.*://api\.squarespace\.com$' |
    grep -vE ':https?://[a-z0-9]*$|\.(com|org|net)\.$' |
    clean "no address of a third party"
done_testing
