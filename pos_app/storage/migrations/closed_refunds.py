"""Step: what a person closed as a refund counts as returned, for nobody knows what of it has gone back."""

from sqlite_utils import Database

from pos_app.sqlite import run_statements

_STATEMENTS = """
DROP VIEW refunds_in_force

CREATE VIEW refunds_in_force AS
SELECT refunds.* FROM refunds LEFT JOIN refund_endings USING (refund_no)
WHERE coalesce(kind, '') <> 'dropped' OR reason = 'resolved_by_person'
"""


def closed_refunds(database: Database) -> None:
    run_statements(database, _STATEMENTS)
