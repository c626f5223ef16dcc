"""Every code that comes under a pharmacy's scanner, and those that look like another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.code import (
    TEXT_LIMIT,
    CardNumber,
    CertificateCode,
    GoodsCode,
    IdNumber,
    PayChannel,
    PayCode,
    ReceiptCode,
    ScannedCode,
    SocialCardCode,
    TraceCode,
    UnknownCode,
    classify,
    classify_bytes,
    id_check_character,
    is_id_number,
)


def id_number(first_seventeen: str) -> str:
    return first_seventeen + id_check_character(first_seventeen)


def id_with_digit(first_fourteen: str) -> str:
    """Give an ID number whose check character is no X."""
    return next(number for last in range(1, 99) if (number := id_number(f"{first_fourteen}{last:03}")).isdigit())


BEIJING_LIKE = id_number("11000019900101001")  # eighteen digits that begin like a WeChat pay code
INNER_MONGOLIA_LIKE = id_number("15000020000229003")
WITH_X = next(id_number(f"51000019900101{n:03}") for n in range(1, 99) if id_number(f"51000019900101{n:03}")[-1] == "X")
WRONG_CHECK = BEIJING_LIKE[:17] + str((int(BEIJING_LIKE[17]) + 1) % 10)
NO_SUCH_DAY = id_number("11000019900231001")
# Wallets' codes whose digits would make a right ID number, were there such a province.
ID_OF_NOWHERE = id_with_digit("10000019900101")
ID_IN_ALIPAY = id_with_digit("28000019900101")
BATCH = "10AB12"
NO_SUCH_CENTURY = id_number("13000052090101001")

TABLE: list[tuple[str, ScannedCode]] = [
    # 医保电子凭证: 28 digits from 424
    ("4243669509084040896099330000", CertificateCode("4243669509084040896099330000")),
    ("4243669509084040896099510000", CertificateCode("4243669509084040896099510000")),
    ("424366950908404089609951000", UnknownCode("424366950908404089609951000")),  # 27
    ("42436695090840408960995100000", UnknownCode("42436695090840408960995100000")),  # 29
    ("4253669509084040896099510000", UnknownCode("4253669509084040896099510000")),
    ("424366950908404089609951000X", UnknownCode("424366950908404089609951000X")),
    # 电子社保卡 and 实体社保卡 in this simulator's own form
    ("SSC1:AB12CD34", SocialCardCode("SSC1:AB12CD34")),
    ("SSC1:" + "Z" * 40, SocialCardCode("SSC1:" + "Z" * 40)),
    ("SSC1:" + "Z" * 41, UnknownCode("SSC1:" + "Z" * 41)),
    ("SSC1:ab12cd34", UnknownCode("SSC1:ab12cd34")),
    ("SIM000000001", CardNumber("SIM000000001")),
    ("SIM00000001", UnknownCode("SIM00000001")),
    # 付款码 of the three wallets, at both ends of their ranges
    ("100000000000000000", PayCode("100000000000000000", PayChannel.WECHAT)),
    ("159999999999999999", PayCode("159999999999999999", PayChannel.WECHAT)),
    ("160000000000000000", UnknownCode("160000000000000000")),
    ("10000000000000000", UnknownCode("10000000000000000")),  # 17
    ("2500000000000000", PayCode("2500000000000000", PayChannel.ALIPAY)),
    ("280000000000000000", PayCode("280000000000000000", PayChannel.ALIPAY)),  # as long as WeChat's
    ("309999999999999999999999", PayCode("309999999999999999999999", PayChannel.ALIPAY)),
    ("310000000000000000", UnknownCode("310000000000000000")),
    ("250000000000000", UnknownCode("250000000000000")),  # 15
    ("2500000000000000000000000", UnknownCode("2500000000000000000000000")),  # 25
    ("6200000000000000000", PayCode("6200000000000000000", PayChannel.UNIONPAY)),
    ("62000000000000000000", UnknownCode("62000000000000000000")),  # 20
    # 药品追溯码: 20 digits from 8, which no wallet can be
    ("81000000000000000000", TraceCode("81000000000000000000")),
    ("8100000000000000000", UnknownCode("8100000000000000000")),  # 19
    ("25000000000000000000", PayCode("25000000000000000000", PayChannel.ALIPAY)),  # 20, not from 8
    # the same on imported boxes: GS1 elements with a serial number, separators or not where nothing follows
    (f"010690123456789217290630{BATCH}\x1d21SN1", TraceCode(f"010690123456789217290630{BATCH}\x1d21SN1")),
    ("\x1d010690123456789221SN1\x1d17290630", TraceCode("010690123456789221SN1\x1d17290630")),
    ("01069012345678922112345", TraceCode("01069012345678922112345")),  # 23 digits, and no wallet's
    ("010690123456789217290630", GoodsCode("6901234567892")),
    ("0106901234567892", GoodsCode("6901234567892")),  # 16 digits, not from 25 to 30
    ("0106901234567893", UnknownCode("0106901234567893")),
    ("011690123456789921SN1", TraceCode("011690123456789921SN1")),  # a carton
    ("0116901234567899", UnknownCode("0116901234567899")),  # a carton is no article of the shelf
    ("010690123456789299SN1", UnknownCode("x")),
    ("21SN1", UnknownCode("21SN1")),
    # EAN-13, 药品本位码
    ("6901028075763", GoodsCode("6901028075763")),
    ("6901028075764", UnknownCode("6901028075764")),
    ("036000291452", GoodsCode("0036000291452")),  # UPC-A, as a keyboard-wedge scanner sends it
    ("036000291453", UnknownCode("036000291453")),
    ("96385074", GoodsCode("0000096385074")),  # EAN-8
    ("96385075", UnknownCode("96385075")),
    ("0100000096385074", GoodsCode("0000096385074")),
    ("86900000000001", UnknownCode("86900000000001")),
    # our own ticket
    ("RCPT:0126112100023", ReceiptCode("0126112100023")),
    ("RCPT:01261121", UnknownCode("RCPT:01261121")),
    ("rcpt:0126112100023", UnknownCode("rcpt:0126112100023")),
    # an ID number of a northern province against a WeChat pay code: check character and birth date decide
    (BEIJING_LIKE, IdNumber(BEIJING_LIKE)),
    (INNER_MONGOLIA_LIKE, IdNumber(INNER_MONGOLIA_LIKE)),
    (WITH_X, IdNumber(WITH_X)),
    (WITH_X.lower(), UnknownCode(WITH_X.lower())),
    (WRONG_CHECK, PayCode(WRONG_CHECK, PayChannel.WECHAT)),
    (NO_SUCH_DAY, PayCode(NO_SUCH_DAY, PayChannel.WECHAT)),
    (NO_SUCH_CENTURY, PayCode(NO_SUCH_CENTURY, PayChannel.WECHAT)),
    (ID_OF_NOWHERE, PayCode(ID_OF_NOWHERE, PayChannel.WECHAT)),
    (ID_IN_ALIPAY, PayCode(ID_IN_ALIPAY, PayChannel.ALIPAY)),
    # nothing of ours
    ("", UnknownCode("")),
    ("https://example.org/?a=1", UnknownCode("https://example.org/?a=1")),
    (
        "４２４３６６９５０９０８４０４０８９６０９９５１００００",
        UnknownCode("４２４３６６９５０９０８４０４０８９６０９９５１００００"),
    ),
    ("²" * 18, UnknownCode("²" * 18)),
    ("4243669509084040896099510000\n4243669509084040896099510000", UnknownCode("x")),
]


@pytest.mark.parametrize(("text", "expected"), TABLE, ids=[text[:40] for text, _ in TABLE])
def test_a_text_is_told_by_its_content(text: str, expected: ScannedCode) -> None:
    found = classify(text)
    if isinstance(expected, UnknownCode):
        assert isinstance(found, UnknownCode)
    else:
        assert found == expected


@pytest.mark.parametrize("text", [text for text, _ in TABLE])
@pytest.mark.parametrize(("before", "after"), [(" ", ""), ("", "\r\n"), ("\t", " \n"), ("\u3000", "\u00a0")])
def test_blanks_around_a_code_change_nothing(text: str, before: str, after: str) -> None:
    assert classify(before + text + after) == classify(text)


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    classify(text)


@given(st.binary())
def test_no_bytes_are_too_odd(payload: bytes) -> None:
    classify_bytes(payload)


# Sixteen digits from 01 may be the elements of a box, whose goods code is shorter.
@given(st.from_regex(r"(?!01)[0-9]{1,30}", fullmatch=True))
def test_digits_are_of_one_kind_and_keep_their_text(digits: str) -> None:
    found = classify(digits)
    assert not isinstance(found, ReceiptCode)
    assert found.text == (digits.zfill(13) if isinstance(found, GoodsCode) and len(digits) < 13 else digits)
    assert isinstance(found, CertificateCode) is (len(digits) == 28 and digits.startswith("424"))


WALLETS = {
    PayChannel.WECHAT: r"1[0-5][0-9]{16}",
    PayChannel.ALIPAY: r"(2[5-9]|30)[0-9]{14,22}",
    PayChannel.UNIONPAY: r"62[0-9]{17}",
}


@given(
    st.sampled_from(PayChannel).flatmap(lambda it: st.tuples(st.just(it), st.from_regex(WALLETS[it], fullmatch=True)))
)
def test_a_wallets_code_is_taken_for_nothing_but_the_id_number_of_a_northern_province(
    shown: tuple[PayChannel, str],
) -> None:
    channel, digits = shown
    is_northern_id = "11" <= digits[:2] <= "15" and is_id_number(digits)
    assert classify(digits) == (IdNumber(digits) if is_northern_id else PayCode(digits, channel))


def test_what_is_longer_than_any_code_is_not_looked_into() -> None:
    found = classify("4" * 1_000_000)
    assert found == UnknownCode("4" * TEXT_LIMIT)


def test_bytes_that_are_not_ascii_are_no_code() -> None:
    assert classify_bytes("医保".encode("gb18030")) == UnknownCode("")
    assert classify_bytes(b"6901028075763") == GoodsCode("6901028075763")


@given(st.dates(), st.integers(0, 999), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_makes_no_id_number(born: object, order: int, place: int, step: int) -> None:
    first = f"510000{str(born).replace('-', '')}{order:03}"
    right = id_number(first)
    wrong = first[:place] + str((int(first[place]) + step) % 10) + first[place + 1 :] + right[17]
    assert is_id_number(right) is (first[6:8] in {"18", "19", "20"})
    assert not is_id_number(wrong)


@pytest.mark.parametrize(
    "text",
    ["4243669509084040896099510000", "SSC1:AB12CD34", "SIM000000001", "280000000000000000", BEIJING_LIKE, "secret"],
)
def test_what_was_scanned_is_in_no_repr(text: str) -> None:
    assert text not in repr(classify(text))


@given(st.from_regex(r"[0-9]{17}", fullmatch=True))
def test_the_check_character_is_that_of_iso_7064(first: str) -> None:
    """MOD 11-2 as the standard writes it: the sum over places from the right, by powers of two, is 1 modulo 11."""
    check = id_check_character(first)
    values = [*map(int, first), 10 if check == "X" else int(check)]
    assert sum(value * 2**place for place, value in enumerate(reversed(values))) % 11 == 1
