"""Nothing of a person gets into the request journal: not by its spelling, not under a name that nobody knows."""

import pytest
import simplejson
from hypothesis import given
from hypothesis import strategies as st

from pos_app.verifier.masks import masked_message, masked_stray, national_names

SECRET = "510102199001010017"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ('{"psn_name":"张三丰"}', '{"psn_name":"张**"}'),
        ('{"psn_name" : "\\u5f20\\u4e09"}', '{"psn_name":"张*"}'),
        ('{"certno":"510102199001010017"}', '{"certno":"5101**********0017"}'),
        ('{"certno":510102199001010017}', '{"certno":"5101**********0017"}'),
        ('{"mdtrt_cert_no":"510000ec0123"}', '{"mdtrt_cert_no":"510…(12)"}'),
        ('{"ecQrCode":""}', '{"ecQrCode":""}'),
        ('{"brdy":"1990-01-01","setl_id":"1"}', '{"brdy":"***","setl_id":"1"}'),
        ('{"in":"UEsDBA==","out":"UEsDBA=="}', '{"in":"***","out":"***"}'),
        ('{"in":[80, 75,-3,4],"filename":"a"}', '{"in":"***","filename":"a"}'),
        ('{"psnName":"张三","sel_retn_opter_name":"陈七"}', '{"psnName":"张*","sel_retn_opter_name":"陈*"}'),
        ('{"exp_content":"a \\"certno\\":\\"b\\" c"}', '{"exp_content":"a \\"certno\\":\\"b\\" c"}'),
        ('{"psn\\u005fname":"张三丰"}', '{"psn_name":"张**"}'),
    ],
)
def test_what_is_on_the_sheet_is_masked_by_its_name(text: str, masked: str) -> None:
    assert masked_message(text) == masked
    simplejson.loads(masked)


def test_under_a_name_that_nobody_knows_nothing_is_kept() -> None:
    text = simplejson.dumps({"infno": "2102", "whose": SECRET, "rows": [{"card": 1, "ok": True, "none": None}]})
    assert simplejson.loads(masked_stray(text)) == {
        "infno": "2102",
        "whose": "***",
        "rows": [{"card": "***", "ok": True, "none": None}],
    }


def test_of_a_file_nothing_is_kept_however_it_came() -> None:
    for content in ("UEsDBA==", [80, 75, 3, 4]):
        assert masked_stray(simplejson.dumps({"surprise": 1, "in": content})) == '{"surprise":"***","in":"***"}'


def test_a_node_that_came_as_a_text_is_masked_within() -> None:
    inner = simplejson.dumps({"psn_name": "张三丰", "setl_id": "1"}, ensure_ascii=False)
    kept = simplejson.loads(masked_stray(simplejson.dumps({"infno": "2103", "input": inner, "data": SECRET})))
    assert kept == {"infno": "2103", "input": '{"psn_name":"张**","setl_id":"1"}', "data": "***"}


def test_what_is_no_json_is_not_kept() -> None:
    assert masked_stray(f'{{"certno": "{SECRET}') == "(30)"
    assert masked_stray(b"\xff" * 7) == "(7)"


def test_the_sheet_is_known() -> None:
    assert {"psn_no", "certno", "ecQrCode", "userName", "setl_id", "med_list_codg"} <= national_names()


_NAMES = st.text().filter(lambda name: name not in national_names()) | st.just("certno")
_TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.just(SECRET),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=4),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["certno", "psn_no", "mdtrt_cert_no", "whose"]), _TREES))
def test_a_masked_message_is_still_one(tree: dict[str, object]) -> None:
    text = simplejson.dumps(tree)
    assert set(simplejson.loads(masked_message(text))) == set(tree)
    stray = masked_stray(text)
    assert SECRET not in stray
    assert set(simplejson.loads(stray)) == set(tree) if stray[0] == "{" else True


_PLAIN = st.text(st.characters(codec="utf-8", exclude_characters='"\\', min_codepoint=32), max_size=30)
_VALUES = _PLAIN | st.integers() | st.none() | st.lists(st.integers(-128, 255), min_size=1, max_size=5)
_FIELDS = st.sampled_from(["psn_name", "certno", "psn_no", "mdtrt_cert_no", "brdy", "in", "infno", "memo", "setl_id"])


@given(st.dictionaries(_FIELDS, _VALUES, max_size=6), st.sampled_from([None, 1]))
def test_a_message_with_an_escape_somewhere_is_masked_as_one_without(
    fields: dict[str, object], indent: int | None
) -> None:
    tree = {"input": fields, "rows": [fields, {}], "exp_content": ""}
    plain = simplejson.dumps(tree, ensure_ascii=False, indent=indent)
    escaped = simplejson.dumps(tree | {"exp_content": "\n"}, ensure_ascii=False, indent=indent)
    assert simplejson.loads(masked_message(escaped)) == simplejson.loads(masked_message(plain)) | {"exp_content": "\n"}
