"""What the till reads of an answer is what the sheet says of it, and nothing else can spoil it."""

import pytest
from pydantic import BaseModel

from pos_app.clients import told
from pos_app.wire.messages import person, settlement
from pos_app.wire.node import read_node

_OF_THE_SHEET = (
    (told.ToldBase, person.BaseInfo),
    (told.ToldInsurance, person.InsuranceInfo),
    (told.ToldSums, settlement.QuoteInfo),
    (told.ToldInfo, settlement.SettlementInfo),
)
_SUMS = dict.fromkeys(("medfee_sumamt", "fund_pay_sumamt", "acct_pay", "psn_cash_pay", "acct_mulaid_pay"), "1.00")


@pytest.mark.parametrize(("part", "whole"), _OF_THE_SHEET, ids=lambda model: model.__name__)
def test_each_field_is_read_as_the_sheet_has_it(part: type[BaseModel], whole: type[BaseModel]) -> None:
    for name, field in part.model_fields.items():
        of_the_sheet = whole.model_fields[name]
        assert (field.annotation, field.metadata, field.default) == (
            of_the_sheet.annotation,
            of_the_sheet.metadata,
            of_the_sheet.default,
        )


def test_a_slip_in_a_field_that_no_sale_needs_is_let_pass() -> None:
    assert isinstance(read_node(told.ToldQuote, {"setlinfo": {**_SUMS, "cvlserv_pay": "a lot"}}), told.ToldQuote)


def test_a_slip_in_a_sum_is_not_let_pass() -> None:
    assert not isinstance(read_node(told.ToldQuote, {"setlinfo": {**_SUMS, "acct_pay": "a lot"}}), told.ToldQuote)
