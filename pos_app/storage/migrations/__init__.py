"""The till's schema, step by step, a module a step; a step that was released is never edited, a new one goes last."""

from pos_app.storage.migrations.audit_chain import audit_chain
from pos_app.storage.migrations.bills import bills
from pos_app.storage.migrations.closed_refunds import closed_refunds
from pos_app.storage.migrations.first_sale import first_sale
from pos_app.storage.migrations.open_ends import open_ends
from pos_app.storage.migrations.open_refunds import open_refunds
from pos_app.storage.migrations.refund_rests import refund_rests
from pos_app.storage.migrations.refunds import refunds
from pos_app.storage.migrations.settled_days import settled_days
from pos_app.storage.migrations.shifts import shifts
from pos_app.storage.migrations.slim_tables import slim_tables
from pos_app.storage.migrations.staff import staff
from pos_app.storage.migrations.tenders import tenders
from pos_app.storage.migrations.unprinted_refunds import unprinted_refunds

MIGRATIONS = (
    first_sale,
    bills,
    audit_chain,
    staff,
    settled_days,
    tenders,
    shifts,
    refunds,
    open_ends,
    open_refunds,
    refund_rests,
    closed_refunds,
    slim_tables,
    unprinted_refunds,
)
