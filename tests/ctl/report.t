#!/bin/bash
# The owner's figures over a made-up quarter with the clock's change in it: each
# against SQL of its own written here, the same on both engines, the same on
# paper as in JSON; a closed day that says something else than its rows is
# found and mended; and cash that must be reported.
. "$(dirname "$0")/../lib/rig.sh"
. "$(dirname "$0")/lib.sh"
need_pg
export LSAN_OPTIONS=suppressions=tests/lib/leaks.supp:print_suppressions=0

from=2026-01-01 to=2026-04-30
report() {	# KIND JQ: lines "a|b|c", sorted
	v --as Maria --json report "$1" --from $from --to $to
	[ "$rc" = 0 ] || note "$err"
	printf '%s\n' "$out" | jq -r "$2 | map(tostring) | join(\"|\")" |
	    LC_ALL=C sort
}
sql() {	# one text for both engines: lines "a|b|c", sorted
	if [ "$engine" = sqlite ]; then
		sqlite3 -batch "${shop#sqlite:}" "$1"
	else
		psql -XAtq -v ON_ERROR_STOP=1 -d "$shop" \
		    -c "SET search_path = vitrine" -c "$1"
	fi | LC_ALL=C sort
}

figures_are_right() {
	is "$engine: by channel and category" "$(report range \
	    '.tables.categories.rows[] | [.channel, .category, .sold,
	    .returned, .net.amount]')" "$(sql "
	    SELECT c.name, coalesce(k.name, '(none)'),
		sum(CASE WHEN l.qty > 0 THEN l.qty ELSE 0 END),
		sum(CASE WHEN l.qty < 0 THEN -l.qty ELSE 0 END), sum(l.net)
	    FROM sale_line l JOIN sale s ON s.id = l.sale_id
	    JOIN channel c ON c.id = s.channel_id
	    LEFT JOIN category k ON k.id = l.category_id GROUP BY 1, 2")"
	is "$engine: associates, less what came back of theirs" "$(report staff \
	    '.tables.associates.rows[] | [.associate, .net.amount,
	    .taken_back.amount, .commission.amount]')" "$(sql "
	    SELECT coalesce(g.name, '(web)'), sum(l.net),
		sum(CASE WHEN l.qty < 0 THEN l.commission ELSE 0 END),
		sum(l.commission)
	    FROM sale_line l JOIN sale s ON s.id = l.sale_id
	    LEFT JOIN sale_line o ON o.id = l.returns_line_id
	    LEFT JOIN sale w ON w.id = o.sale_id
	    LEFT JOIN staff g ON g.id = coalesce(w.staff_id,
		CASE WHEN o.id IS NULL THEN s.staff_id END) GROUP BY 1")"
	is "$engine: tenders" "$(report tender '.tables | (.tenders.rows[],
	    .liabilities.rows[]?) | [.payments, .amount.amount]')" "$(sql "
	    SELECT sum(CASE WHEN kind = 'change' THEN 0 ELSE 1 END), sum(amount)
	    FROM payment
	    GROUP BY CASE WHEN kind = 'change' THEN 'cash' ELSE kind END")"
	is "$engine: tax by place and rate" "$(report tax \
	    '.tables.tax.rows[] | [.jurisdiction, .taxed.amount,
	    .tax.amount]')" "$(sql "
	    SELECT t.name, sum(l.net), sum(l.tax) FROM sale_line l
	    JOIN store t ON t.id = l.store_id
	    GROUP BY t.name, l.tax_name, l.tax_ppm")"
	is "$engine: exempt sales and their certificates" "$(report tax \
	    '.tables.exempt.rows[] | [.number, .certificate, .net.amount]')" \
	    "$(sql "SELECT number, exempt_no, total - tax FROM sale
	    WHERE exempt = 1")"
	is "$engine: day by day" "$(report range '.tables.days.rows[] |
	    [(.day | gsub("-"; "")), .sales, .total.amount]')" "$(sql "
	    SELECT business_day, count(*), sum(total) FROM sale
	    GROUP BY business_day")"
	is "$engine: months" "$(report range '.tables.months.rows[] |
	    [.month, .total.amount]')" "$(sql "
	    SELECT substr(CAST(business_day AS text), 1, 4) || '-' ||
		substr(CAST(business_day AS text), 5, 2), sum(total)
	    FROM sale GROUP BY 1")"
	is "$engine: what is in stock, whose" "$(report inventory '.tables |
	    [([.own, .consigned][] | .totals[0] | .pieces)]')" "$(sql "
	    SELECT sum(CASE WHEN ownership = 'own' THEN on_hand ELSE 0 END),
		sum(CASE WHEN ownership = 'own' THEN 0 ELSE on_hand END)
	    FROM piece")"
	heat=$(report hours '.tables.heat.rows[] | [.weekday, .hour, .sales,
	    .net.amount]')
}

# Weekday and hour by the engine's own time zones, summer and winter.
hours_are_the_walls() {
	is "$engine: hours, on either side of the clock's change" "$heat" \
	    "$(sql "SELECT trim(to_char(t.at, 'Day')),
		CAST(extract(hour FROM t.at) AS int), count(*), sum(t.net)
	    FROM (SELECT to_timestamp(made_at / 1000000)
		AT TIME ZONE 'America/New_York' AS at, total - tax AS net
		FROM sale) t GROUP BY 1, 2")"
}

files_are_right() {
	local kind
	[ $engine = sqlite ] || return	# they are made of the same tables
	for kind in x range sales tax tender staff consignors inventory aging \
	    categories hours form8300; do
		v --as Maria report $kind --day 2026-01-08 --format csv
		[ "$rc" = 0 ] || break
		v --as Maria report $kind --day 2026-01-08 --format text \
		    --width 132 --ascii
		[ "$rc" = 0 ] || break
	done
	is "$engine: every report, as text and CSV" "$kind $rc" "form8300 0"
	v --as Maria report range --from $from --to $to --format csv --bom
	is "$engine: CSV begins with its mark" \
	    "$(printf %s "$out" | head -c 3 | od -An -tx1)" " ef bb bf"
	ok "$engine: and has no thousands separator" sh -c \
	    '! grep -Eq "\"-?[0-9]+,[0-9]" "$1"' - "$tmp/.out"
	v --as Maria report sales --from $from --to $to --format csv
	ok "$engine: no cell is a formula" sh -c \
	    '! grep -Eq "(^|,)\"?[=+@-][^0-9,]" "$1"' - "$tmp/.out"
}

# The same figures on paper.
paper_is_right() {
	local pdf=$tmp/$engine.pdf
	v --as Maria --json report range --from $from --to $to
	printf '%s\n' "$out" | jq -r '.tables[] | .rows[], .totals[] | .[] |
	    select(type == "object") | .amount' | sort -u >"$tmp/amounts"
	"$bin/vitrinectl" --shop "$shop" --as Maria report range --from $from \
	    --to $to --format pdf --paper a4 >"$pdf" 2>"$tmp/.err"
	is "$engine: a PDF" "$?" 0
	pdftotext -layout "$pdf" "$tmp/pdf.txt"
	tr -s ' \f' '\n' <"$tmp/pdf.txt" | grep -E '^-?[0-9,]+\.[0-9]{2}$' |
	    tr -d ',.' | sed -E 's/^(-?)0+([0-9])/\1\2/' | sort -u \
	    >"$tmp/printed"
	is "$engine: every amount of the JSON is on paper, and no other" \
	    "$(comm -3 "$tmp/amounts" "$tmp/printed" | tr -d '\n')" ""
	like "$engine: on A4" "$(pdfinfo "$pdf")" 'Page size:.*A4'
	pages=$(pdfinfo "$pdf" | sed -n 's/^Pages: *//p')
	ok "$engine: of some pages" test "$pages" -gt 1
	is "$engine: numbered" "$(grep -Eo '[0-9]+ ?/ ?[0-9]+ *$' "$tmp/pdf.txt" |
	    tail -n 1 | tr -d ' ')" "$pages/$pages"
	ok "$engine: with the table's head on each page of it" test \
	    "$(grep -c '^ *Day  .*Total' "$tmp/pdf.txt")" -gt 1
	"$bin/vitrinectl" --shop "$shop" --as Maria report z --day \
	    2026-01-08 --format pdf --paper letter >"$pdf"
	like "$engine: on Letter" "$(pdfinfo "$pdf")" 'Page size:.*letter'
	like "$engine: a Z's page says which" "$(pdftotext -layout "$pdf" -)" \
	    'Z [0-9]+ of Main Street, journal [0-9a-f]{64}'
	v_is "a day without a Z has none" 66 --as Maria report z \
	    --day 2025-01-01
}

# Each on its day, whether somebody had to agree or not.
voids_are_shown() {
	local day n=0
	for day in $(for at in $(sql "SELECT at / 1000000 FROM journal
	    WHERE kind = 'void'"); do
		TZ=America/New_York date -d "@$at" +%F
	done | sort -u); do
		v --as Maria --json report day --day "$day"
		n=$((n + $(printf '%s' "$out" | jq '.tables.voids.rows | length')))
	done
	ok "$engine: some tickets were thrown away" test $n -gt 0
	is "$engine: and each is in its day's figures" "$n" \
	    "$(sql "SELECT count(*) FROM journal WHERE kind = 'void'")"
}

# A rollup that lies in any figure is found, and made right again.
lies_are_found() {
	local i=0 column
	v_is "the books" 0 --as Maria verify
	for column in n sold returned gross refunds discount tax cost due \
	    commission amount; do
		sql "UPDATE rollup SET $column = $column + 1
		    WHERE what = 'day' AND business_day = (SELECT min(q.d) FROM
			(SELECT DISTINCT business_day AS d FROM rollup
			WHERE what = 'day' ORDER BY 1 DESC LIMIT $((i += 1))) q)"
	done
	sql "DELETE FROM rollup WHERE what = 'tender' AND business_day =
	    20260108"
	v --as Maria --json verify
	is "$engine: rollups that lie" "$rc" 65
	is "$engine: each figure of them" "$(printf '%s\n' "$out" |
	    grep -o '"what":"rollup"' | wc -l)" \
	    "$((11 + $(sql "SELECT count(DISTINCT kind) FROM payment
		WHERE business_day = 20260108")))"
	v_is "are added up again" 0 --as Maria report rebuild
	v_is "and the books are whole" 0 --as Maria verify
}

for engine in sqlite postgresql; do
	shop=sqlite:$tmp/year.db
	[ $engine = sqlite ] || shop=$(pg_database)
	run env ASAN_OPTIONS=detect_leaks=0 "$tools/year" "$shop" 70 400 11
	like "$engine: a quarter was lived" "$out" '^sales=[1-9]'
	sql "UPDATE staff SET role = 'owner' WHERE name = 'Maria'"
	figures_are_right
	eval "heat_$engine=\$heat"
	files_are_right
	paper_is_right
	voids_are_shown
	lies_are_found
done
is "both engines sold at the same hours" "$heat_sqlite" "$heat_postgresql"
hours_are_the_walls

# Cash that must be reported: strictly more, of known and unknown buyers.
cash() {
	vin 1234 init --name Shop --owner Olga --pin-stdin --currency USD
	v item add --sku CL --title "Cloth" --price 100.00 --stock 5000 \
	    --category Rings
	v --json customer add "Elena Marsh" --phone 555
	elena=$(member id)
	v --json customer add "Otto"
	otto=$(member id)
	v sell CL=10000 --reason x --customer "$elena" --tender cash:10000
	v --json report form8300
	is "$engine: ten thousand is not more than ten thousand" \
	    "$(printf '%s\n' "$out" | jq '.tables.due.rows | length')" 0
	v sell CL=100 --customer "$elena" --tender check:100
	v sell CL=100 --customer "$elena" --tender wire:100
	v sell CL=12000 --reason x --customer "$otto" \
	    --tender cashiers_check:10000.01,card:1999.99:4242
	v --json report form8300
	is "$engine: nor is a check, a wire or a large cashier's check" \
	    "$(printf '%s\n' "$out" | jq '.tables.due.rows | length')" 0
	v --json sell CL=10 --reason x --customer "$elena" \
	    --tender money_order:9,cash:5
	last=$(member number)
	v sell CL=20000 --reason x --tender cash:20000
	v --json report form8300
	is "$engine: a report is due of who, and how much" \
	    "$(printf '%s\n' "$out" | jq -r '.tables.due.rows[] |
	    [.buyer, .why, .total.amount] | join("|")' | sort)" \
	    "(nobody known)|one sale|2000000
Elena Marsh|hours|1001000"
	is "$engine: the worksheet has every payment" \
	    "$(printf '%s\n' "$out" | jq '[.tables.receipts.rows[] |
	    select(.buyer == "Elena Marsh") | .counted.amount] | add')" 1001000
	day=$(printf '%s\n' "$out" | jq -r '.tables.due.rows[0].reached')
	is "$engine: fifteen days to file" "$(printf '%s\n' "$out" |
	    jq -r '.tables.due.rows[0].file_by')" \
	    "$(date -d "$day + 15 days" +%F)"
	v --json report day
	is "$engine: and the owner's day says it" "$(printf '%s\n' "$out" |
	    jq -r '[.tables.cash_reports.rows[] | .buyer] | sort | join(", ")')" \
	    "(nobody known), Elena Marsh"
	v_is "it is filed" 0 report filed "$last" --on "$day"
	v_is "once" 3 report filed "$last"
	v --json report form8300
	is "$engine: and says so" "$(printf '%s\n' "$out" | jq -r \
	    '.tables.due.rows[] | select(.buyer != "(nobody known)") | .filed')" \
	    "$day"
	v setting set cash_report_over 25000.00
	v --json report form8300
	is "$engine: another limit is another law" \
	    "$(printf '%s\n' "$out" | jq '.tables.due.rows | length')" 0
}
on_each_engine cash
done_testing
