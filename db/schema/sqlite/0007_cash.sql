-- Cash that must be reported; see ../pg/0007_cash.sql.

CREATE TABLE cash_report (
	sale_id		blob PRIMARY KEY NOT NULL REFERENCES sale,
	filed_day	integer NOT NULL,
	at		integer NOT NULL,
	staff_id	blob REFERENCES staff
) STRICT;

INSERT INTO setting (key, value) VALUES
	('cash_report_currency', 'USD'),
	('cash_report_over', '10000.00'),
	('cash_report_months', '12'),
	('cash_report_hours', '24'),
	('cash_report_file_days', '15'),
	('cash_report_statement', '01-31'),
	('cash_report_keep_years', '5'),
	('cash_report_instrument_most', '10000.00'),
	('cash_report_durable_over', '10000.00'),
	('cash_report_collectibles', '*');
