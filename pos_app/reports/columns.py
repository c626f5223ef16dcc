"""What a row of a sale says, for both kinds of table."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TypeAlias

from pos_app.domain.money import Money
from pos_app.domain.shanghai import local
from pos_app.services.day_report import ReportedSale

Cell: TypeAlias = str | int | Money | datetime

SALE_COLUMNS: Mapping[str, Callable[[ReportedSale], Cell]] = MappingProxyType(
    {
        "sale_no": lambda sale: sale.sale_no,
        "sold_at": lambda sale: local(sale.sold_at),
        "person": lambda sale: sale.person,
        "pieces": lambda sale: sale.pieces,
        "total": lambda sale: sale.total,
        "fund": lambda sale: sale.fund,
        "account": lambda sale: sale.account,
        "shared": lambda sale: sale.shared,
        "customer": lambda sale: sale.customer,
        "settlement": lambda sale: sale.settlement_id,
        "message": lambda sale: sale.msgid,
    }
)
