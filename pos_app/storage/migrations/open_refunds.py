"""Step: refunds that were begun and have no end are listed by themselves too, as open sales are."""

from sqlite_utils import Database

from pos_app.sqlite import run_statements

_STATEMENTS = """
CREATE TABLE open_refunds (refund_no TEXT PRIMARY KEY REFERENCES refunds) STRICT

INSERT INTO open_refunds SELECT refund_no FROM refunds LEFT JOIN refund_endings USING (refund_no) WHERE kind IS NULL

CREATE TRIGGER refunds_open AFTER INSERT ON refunds
BEGIN INSERT INTO open_refunds VALUES (NEW.refund_no); END

CREATE TRIGGER refund_endings_close AFTER INSERT ON refund_endings
BEGIN DELETE FROM open_refunds WHERE refund_no = NEW.refund_no; END
"""


def open_refunds(database: Database) -> None:
    run_statements(database, _STATEMENTS)
