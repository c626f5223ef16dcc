"""A node's text, written in one go, is to the letter what its JSON tree gives."""

import os
from datetime import date, datetime
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from pos_app.domain.shanghai import SHANGHAI
from pos_app.wire.envelope import Response
from pos_app.wire.fields import DT, RULES, C, D, N, Octets, Whole
from pos_app.wire.json_text import write_json
from pos_app.wire.messages import TRADES
from pos_app.wire.node import made, tree_of
from pos_app.wire.writing import text_of

EXAMPLES = 500 if os.environ.get("POS_APP_CAMPAIGN") == "full" else 30  # of each of fifty models
_MODELS = sorted(
    {Response, *(model for trade in TRADES.values() for model in (trade.input, trade.output))},
    key=lambda model: model.__name__,
)
_TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
_AMOUNT = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
_RULED: dict[type, st.SearchStrategy[Any]] = {
    C: _TEXT,
    N: _AMOUNT,
    Whole: st.integers(-999, 999),
    D: st.dates(date(1900, 1, 1)) | st.none(),
    DT: st.datetimes(datetime(1901, 1, 1), timezones=st.just(SHANGHAI)),  # noqa: DTZ001  the strategy gives them one
    Octets: st.binary(max_size=20),
}


def _nodes(model: type[BaseModel]) -> st.SearchStrategy[BaseModel]:
    return st.fixed_dictionaries(
        {name: _values(field.metadata, field.annotation) for name, field in model.model_fields.items()}
    ).map(lambda values: made(model, values))


def _values(metadata: list[Any], annotation: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401  as pydantic has it
    rule = next((rule for rule in metadata if isinstance(rule, RULES)), None)
    if rule is not None:
        return _RULED[type(rule)]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _nodes(annotation)
    row = next((one for one in get_args(annotation) if isinstance(one, type) and issubclass(one, BaseModel)), None)
    if row is not None:
        return st.lists(_nodes(row), max_size=2).map(tuple)
    return st.booleans() if annotation is bool else st.dictionaries(_TEXT, _TEXT | _AMOUNT, max_size=2)


@pytest.mark.parametrize("model", _MODELS, ids=lambda model: model.__name__)
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_the_text_of_a_node_is_that_of_its_tree(model: type[BaseModel], data: st.DataObject) -> None:
    node = data.draw(_nodes(model))
    assert text_of(node) == write_json(tree_of(node))
