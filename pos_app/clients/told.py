"""What the till reads of an answer: the fields that it acts on, each as the sheet has it.

What else stands in an answer is let pass: a slip in a field that no sale needs leaves no money hanging.
"""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from pos_app.wire.fields import DT, C, N, Rows
from pos_app.wire.messages.balance import visible_balance
from pos_app.wire.node import OutputNode


class ToldBase(OutputNode):
    psn_no: Annotated[str, C(30)]
    psn_cert_type: Annotated[str, C(6)]
    certno: Annotated[str, C(50)]
    psn_name: Annotated[str, C(50)]
    exp_content: Annotated[str, C(4000, optional=True)] = ""


class ToldInsurance(OutputNode):
    balc: Annotated[Decimal, N(16, 2)]
    insutype: Annotated[str, C(6)]
    psn_type: Annotated[str, C(6)]
    psn_insu_stas: Annotated[str, C(6, optional=True)] = ""
    insuplc_admdvs: Annotated[str, C(6)]


class ToldPerson(OutputNode):
    """Of 1101."""

    baseinfo: ToldBase
    insuinfo: Rows[ToldInsurance]

    def balance_of(self, row: ToldInsurance) -> Decimal | None:
        """Give the balance of a row, None where the region has not opened the query."""
        return visible_balance(row.balc, self.baseinfo.exp_content)


class ToldSums(OutputNode):
    medfee_sumamt: Annotated[Decimal, N(16, 2)]
    fund_pay_sumamt: Annotated[Decimal, N(16, 2)]
    acct_pay: Annotated[Decimal, N(16, 2)]
    psn_cash_pay: Annotated[Decimal, N(16, 2)]
    acct_mulaid_pay: Annotated[Decimal, N(16, 2)]


class ToldQuote(OutputNode):
    """Of 2101."""

    setlinfo: ToldSums


class ToldInfo(ToldSums):
    setl_id: Annotated[str, C(30)]
    mdtrt_id: Annotated[str, C(30)]
    medins_setl_id: Annotated[str, C(30)]
    setl_time: Annotated[datetime, DT()]
    clr_type: Annotated[str, C(6)]
    balc: Annotated[Decimal, N(16, 2)]
    exp_content: Annotated[str, C(4000, optional=True)] = ""

    @property
    def balance(self) -> Decimal | None:
        """The account after this bill, None where the region has not opened the query."""
        return visible_balance(self.balc, self.exp_content)


class ToldSettlement(OutputNode):
    """Of 2102."""

    setlinfo: ToldInfo
