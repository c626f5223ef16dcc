"""Files within messages: what is written reads back, and nothing that is sent as one brings the reader down."""

import zipfile
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.wire.faults import WireFault, WireFaultCode
from pos_app.wire.file_rows import UNPACKED_LIMIT_BYTES, pack_rows, unpack_rows
from pos_app.wire.messages.reconciliation import ClaimedRow, ComparedRow

LINE = "S1\tM1\tP1\t12.80\t0\t12.80\t0"
ROW = ClaimedRow(
    setl_id="S1",
    mdtrt_id="M1",
    psn_no="P1",
    medfee_sumamt=Decimal("12.80"),
    fund_pay_sumamt=Decimal(0),
    acct_pay=Decimal("12.80"),
    refd_setl_flag="0",
)


def packed(*texts: bytes) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, text in enumerate(texts):
            archive.writestr(zipfile.ZipInfo(f"{number}.txt"), text)  # of a fixed day, so that a test has one name
    return content.getvalue()


def test_rows_read_back_and_the_same_rows_make_the_same_file() -> None:
    rows = [ROW, ROW.model_copy(update={"setl_id": "S2", "medfee_sumamt": Decimal("-12.80")})]
    assert pack_rows("x", rows) == pack_rows("x", rows)
    assert unpack_rows(ClaimedRow, pack_rows("x", rows)) == tuple(rows)
    assert unpack_rows(ClaimedRow, pack_rows("x", [])) == ()


def test_the_fields_stand_in_the_order_of_the_sheet_with_null_for_what_is_empty() -> None:
    row = ComparedRow(psn_no="P\t1", setl_id="S1", msgid="X", stmt_rslt="0", refd_setl_flag="0", memo="a\nb")
    with zipfile.ZipFile(BytesIO(pack_rows("x", [row]))) as archive:
        assert archive.namelist() == ["x.txt"]
        assert archive.read("x.txt").decode() == "P 1\tnull\tS1\tX\t0\t0\ta b\t0.00\t0.00\t0.00\n"


@pytest.mark.parametrize("text", [LINE, f"{LINE}\n", f"\ufeff{LINE}\r\n"])
def test_line_ends_and_marks_of_other_systems_are_read(text: str) -> None:
    assert unpack_rows(ClaimedRow, packed(text.encode())) == (ROW,)


@pytest.mark.parametrize(
    ("content", "code", "named"),
    [
        (b"", WireFaultCode.WRONG_TYPE, "zip"),
        (b"PK\x03\x04", WireFaultCode.WRONG_TYPE, "zip"),
        (LINE.encode(), WireFaultCode.WRONG_TYPE, "zip"),
        (packed(), WireFaultCode.WRONG_TYPE, "zip"),
        (packed(b"", b""), WireFaultCode.WRONG_TYPE, "zip"),
        (packed(LINE.encode())[:-30], WireFaultCode.WRONG_TYPE, "zip"),
        (packed(b"\xff\xfe"), WireFaultCode.NOT_UTF8, "UTF-8"),
        (packed(b"\0" * (UNPACKED_LIMIT_BYTES + 1)), WireFaultCode.TOO_BIG, "解压"),
        (packed(b"S1\tM1"), WireFaultCode.MISSING, "第1行有2列"),
        (packed(f"{LINE}\n{LINE.replace('M1', 'null')}".encode()), WireFaultCode.MISSING, "第2行mdtrt_id"),
        (packed(LINE.replace("12.80", "much", 1).encode()), WireFaultCode.WRONG_TYPE, "第1行medfee_sumamt"),
    ],
)
def test_what_is_wrong_with_a_file_is_named(content: bytes, code: WireFaultCode, named: str) -> None:
    fault = unpack_rows(ClaimedRow, content)
    assert isinstance(fault, WireFault)
    assert fault.code is code
    assert named in fault.sentence


@given(st.binary(max_size=300), st.integers(0, 200))
def test_no_file_brings_the_reader_down(noise: bytes, place: int) -> None:
    whole = pack_rows("x", [ROW])
    unpack_rows(ClaimedRow, noise)
    unpack_rows(ClaimedRow, whole[:place] + noise + whole[place:])
    unpack_rows(ClaimedRow, whole[:place] + noise[:1] + whole[place + 1 :])
