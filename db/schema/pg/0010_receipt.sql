-- What became of a receipt, so that one that a register owes its customer when
-- it dies is offered when it is back.

SET search_path = vitrine, pg_temp;

-- Written with a sale by a register that has a printer's place.
CREATE TABLE receipt_due (
	register_id	uuid NOT NULL REFERENCES register,
	sale_id		uuid NOT NULL REFERENCES sale,
	PRIMARY KEY (register_id, sale_id)
);

CREATE TABLE receipt_done (
	sale_id		uuid PRIMARY KEY REFERENCES sale,
	at		bigint NOT NULL,
	how		text NOT NULL
	    CHECK (how IN ('printed', 'shown', 'declined'))
);

REVOKE ALL ON receipt_due, receipt_done FROM PUBLIC;
GRANT SELECT, INSERT ON receipt_due, receipt_done
    TO vitrine_register, vitrine_owner;
