"""The region profile: every key must be there and no other."""

from decimal import Decimal

import pytest

from pos_app.domain.product import Category, ChargeClass
from pos_app.faults import ConfigFault
from pos_app.resources import asset
from pos_app.wire.json_text import read_json
from pos_app.wire.messages.settlement import Amounts, CancelOutput
from pos_app.wire.region import Elsewhere, RegionProfile, parse_region
from pos_app.wire.spelling import spell, unspell
from pos_app.wire.writing import text_of

NOW = "2026-11-22 09:00:00"
CHENGDU = asset("regions/sichuan-chengdu.toml").read_text(encoding="utf-8")


def shipped(name: str) -> RegionProfile:
    return parse_region(asset(f"regions/{name}.toml").read_text(encoding="utf-8"))


def test_the_shipped_profiles_are_read() -> None:
    chengdu = parse_region(CHENGDU)
    assert chengdu.region.code == "510100"
    assert chengdu.platform_area == "510000"
    assert chengdu.selfpay_ratio(ChargeClass.PARTIAL) == Decimal("0.0500")
    assert Category.DRUG in chengdu.account.payable_categories
    assert chengdu.elsewhere.other_province is Elsewhere.REFUSED
    assert shipped("national").voucher.single_use


def test_a_ratio_and_a_cap_of_its_own_go_before_the_common_one() -> None:
    variant = shipped("spelling-variant")
    assert variant.selfpay_ratio(ChargeClass.PARTIAL, "310") == Decimal("0.0500")
    assert variant.selfpay_ratio(ChargeClass.PARTIAL, "390") == Decimal("0.2000")
    assert variant.price_cap("XJ01DDT004A001010199004", Decimal(999999)) == Decimal("20.00")
    assert variant.price_cap("another", Decimal(999999)) == Decimal(999999)


@pytest.mark.parametrize("infno", ["2101", "2103"])
def test_what_is_written_in_the_spelling_of_a_region_reads_back(infno: str) -> None:
    amounts = dict.fromkeys((name for name, field in Amounts.model_fields.items() if field.is_required()), Decimal(1))
    node = CancelOutput.model_validate(
        {"setlinfo": {**amounts, "mdtrt_id": "1", "setl_id": "2", "medins_setl_id": "3", "setl_time": NOW}}
    )
    national = read_json(text_of(node))
    for name in ("national", "spelling-variant"):
        profile = shipped(name)
        regional = read_json(spell(profile, infno, node))
        assert isinstance(regional, dict)
        assert (regional == national) == (name == "national" or infno == "2101")
        assert unspell(profile, infno, regional) == national


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("life_s = 60", "life_s = 0", "voucher.life_s"),
        ("life_s = 60", 'life_s = "60"', "voucher.life_s"),
        ("asked = false", "", "password.asked"),
        ("asked = false", "asked = false\nsurprise = 1", "password.surprise"),
        ('code = "510100"', 'code = "成都"', "region.code"),
        ('"drug", ', '"drugs", ', "account.payable_categories"),
        ('same_province = "allowed"', 'same_province = "perhaps"', "elsewhere.same_province"),
        ('"02" = "0.0500", ', "", "prices.selfpay_prop"),
        ('missing = "warn"', 'missing = "perhaps"', "trace.missing"),
        ('equal = "0"', "", "reconciliation.equal"),
        ("caps = {}", 'caps = { "X" = "-1" }', "prices.caps.X"),
        ("[spelling]", '[spelling]\n"2103" = { psn_part_amt = "psn pay" }', "spelling.2103.psn_part_amt"),
        ("[region]", "[region", "not TOML"),
    ],
)
def test_a_wrong_key_is_named(old: str, new: str, named: str) -> None:
    assert old in CHENGDU
    with pytest.raises(ConfigFault, match=named):
        parse_region(CHENGDU.replace(old, new, 1))
