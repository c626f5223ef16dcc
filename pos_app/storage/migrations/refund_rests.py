"""Step: what the customer keeps of an insured sale is written down with its refund, so that no crash loses it."""

from sqlite_utils import Database

from pos_app.sqlite import append_only, run_statements

_STATEMENTS = """
CREATE TABLE refund_rests (
  refund_no TEXT PRIMARY KEY REFERENCES refunds, content TEXT NOT NULL,
  total_fen INTEGER NOT NULL CHECK (typeof(total_fen) = 'integer' AND total_fen >= 0)
) STRICT
"""


def refund_rests(database: Database) -> None:
    run_statements(database, _STATEMENTS)
    run_statements(database, append_only("refund_rests", "refund_no"))
