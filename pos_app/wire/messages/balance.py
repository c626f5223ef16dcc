"""How an answer says that a balance is not to be shown.

The sheet has no way to leave `balc` out, and empty numbers are sent as 0. So the simulator adds a mark to
`exp_content`, the field that the sheet keeps for extensions, and a till that does not know the mark shows 0.00.
"""

from decimal import Decimal

BALANCE_NOT_SHOWN = "balc_qury_flag=0"


def visible_balance(balance: Decimal, extension: str) -> Decimal | None:
    return None if BALANCE_NOT_SHOWN in extension else balance
