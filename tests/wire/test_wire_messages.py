"""The trades: right messages are read, and every field that is spoilt is named."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from pos_app.wire.faults import WireFault
from pos_app.wire.messages import TRADES
from pos_app.wire.messages.files import UploadInput
from pos_app.wire.messages.purchase import SettleInput
from pos_app.wire.node import read_node, tree_of
from tests.wire.samples import INPUTS, PURCHASE, Tree


@pytest.mark.parametrize("infno", sorted(TRADES))
def test_a_right_message_is_read_and_written_back(infno: str) -> None:
    node = read_node(TRADES[infno].input, INPUTS[infno])
    assert not isinstance(node, WireFault), node
    assert read_node(TRADES[infno].input, tree_of(node)) == node


def _fields(tree: Tree, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    for name, value in tree.items():
        if isinstance(value, dict):
            yield from _fields(value, (*path, name))
        elif isinstance(value, list):
            for row in value[:1]:
                yield from _fields(row, (*path, name, 0))
        else:
            yield (*path, name)


def _spoil(tree: Tree, path: tuple[Any, ...], value: object) -> Tree:
    spoilt: Any = copy.deepcopy(tree)
    inner = spoilt
    for part in path[:-1]:
        inner = inner[part]
    inner[path[-1]] = value
    return dict(spoilt)


_PLACES = [(infno, path) for infno, tree in INPUTS.items() for path in _fields(tree)]


@pytest.mark.parametrize(("infno", "path"), _PLACES)
@pytest.mark.parametrize("value", ["x" * 5001, ["x"], {"x": 1}, True, "", None])
def test_every_spoilt_field_is_named(infno: str, path: tuple[Any, ...], value: object) -> None:
    fault = read_node(TRADES[infno].input, _spoil(INPUTS[infno], path, value))
    assert isinstance(fault, WireFault)
    assert fault.field == ".".join(map(str, path))
    assert "应为" in fault.sentence


@pytest.mark.parametrize("infno", sorted(TRADES))
def test_an_unknown_field_is_named(infno: str) -> None:
    fault = read_node(TRADES[infno].input, INPUTS[infno] | {"surprise": 1})
    assert isinstance(fault, WireFault)
    assert fault.field == "surprise"


@pytest.mark.parametrize("content", ["UEsDBA==", [80, 75, 3, 4]])
def test_a_file_comes_as_base64_or_as_java_writes_bytes(content: object) -> None:
    node = read_node(UploadInput, {"fsUploadIn": INPUTS["9101"]["fsUploadIn"] | {"in": content}})
    assert isinstance(node, UploadInput), node
    assert node.fsUploadIn.content == b"PK\x03\x04"


@pytest.mark.parametrize("content", ["PK", "…", [256], [-129], [1.5], [True], ["80"], {"0": 80}, 80, [], "", None])
def test_what_is_no_file_is_refused(content: object) -> None:
    fault = read_node(UploadInput, {"fsUploadIn": INPUTS["9101"]["fsUploadIn"] | {"in": content}})
    assert isinstance(fault, WireFault)
    assert fault.field == "fsUploadIn.in"


def test_a_byte_over_127_may_come_with_a_sign() -> None:
    node = read_node(UploadInput, {"fsUploadIn": INPUTS["9101"]["fsUploadIn"] | {"in": [-1, 255, -128, 0, 127]}})
    assert isinstance(node, UploadInput), node
    assert node.fsUploadIn.content == b"\xff\xff\x80\x00\x7f"


@pytest.mark.parametrize("spelling", ["durg_trac_info", "drug_trac_info"])
def test_the_trace_node_is_read_in_both_spellings(spelling: str) -> None:
    trace = [{"feedetl_sn": "1", "drug_trac_codg": "8" * 20, "trdn_flag": "0"}]
    node = read_node(SettleInput, _spoil(PURCHASE, ("drugdetail", 0, spelling), trace))
    assert isinstance(node, SettleInput), node
    assert node.drugdetail[0].durg_trac_info[0].drug_trac_codg == "8" * 20
