-- Cash that must be reported (in the United States: Form 8300).

SET search_path = vitrine, pg_temp;

-- That a report was filed, for the sale that called for it.
CREATE TABLE cash_report (
	sale_id		uuid PRIMARY KEY REFERENCES sale,
	filed_day	bigint NOT NULL,
	at		bigint NOT NULL,
	staff_id	uuid REFERENCES staff
);

-- The law as it stands, for whom it applies to: core/sell/cashlaw.h says what
-- each is.  Another law is other rows.
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

REVOKE ALL ON cash_report FROM PUBLIC;
GRANT SELECT ON cash_report TO vitrine_register, vitrine_owner;
GRANT INSERT ON cash_report TO vitrine_owner;
