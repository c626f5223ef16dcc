"""Step: refund slips that are still to be printed are listed by themselves, too, so that a start reads no past ones."""

from sqlite_utils import Database

from pos_app.sqlite import run_statements

_STATEMENTS = """
CREATE TABLE unprinted_refunds (refund_no TEXT PRIMARY KEY REFERENCES refund_endings) STRICT, WITHOUT ROWID

INSERT INTO unprinted_refunds
SELECT refund_no FROM refund_endings LEFT JOIN refund_prints USING (refund_no)
WHERE kind = 'final' AND refund_prints.id IS NULL

CREATE TRIGGER refund_endings_wait AFTER INSERT ON refund_endings WHEN NEW.kind = 'final'
BEGIN INSERT INTO unprinted_refunds VALUES (NEW.refund_no); END

CREATE TRIGGER refund_prints_end_a_wait AFTER INSERT ON refund_prints
BEGIN DELETE FROM unprinted_refunds WHERE refund_no = NEW.refund_no; END
"""


def unprinted_refunds(database: Database) -> None:
    run_statements(database, _STATEMENTS)
