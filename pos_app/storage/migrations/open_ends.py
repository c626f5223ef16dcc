"""Step: what is still to be done is listed by itself, so that a start costs the same after a million sales.

The lists are kept by triggers in the commits that begin and end things; an invariant holds them against the books.
"""

from sqlite_utils import Database

from pos_app.sqlite import run_statements

_STATEMENTS = """
CREATE TABLE open_sales (sale_no TEXT PRIMARY KEY REFERENCES intents) STRICT

CREATE TABLE unprinted_sales (sale_no TEXT PRIMARY KEY REFERENCES print_jobs) STRICT

INSERT INTO open_sales
SELECT sale_no FROM intents LEFT JOIN endings USING (sale_no) WHERE endings.sale_no IS NULL

INSERT INTO unprinted_sales SELECT sale_no FROM print_jobs LEFT JOIN prints USING (sale_no) WHERE prints.id IS NULL

CREATE TRIGGER intents_open_a_sale AFTER INSERT ON intents
BEGIN INSERT INTO open_sales VALUES (NEW.sale_no); END

CREATE TRIGGER endings_close_a_sale AFTER INSERT ON endings
BEGIN DELETE FROM open_sales WHERE sale_no = NEW.sale_no; END

CREATE TRIGGER print_jobs_wait AFTER INSERT ON print_jobs
BEGIN INSERT INTO unprinted_sales VALUES (NEW.sale_no); END

CREATE TRIGGER prints_end_a_wait AFTER INSERT ON prints
BEGIN DELETE FROM unprinted_sales WHERE sale_no = NEW.sale_no; END
"""


def open_ends(database: Database) -> None:
    run_statements(database, _STATEMENTS)
