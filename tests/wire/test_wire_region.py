"""The region profile: every key must be there and no other."""

from decimal import Decimal

import pytest

from pos_app.domain.product import Category, ChargeClass
from pos_app.faults import ConfigFault
from pos_app.resources import asset
from pos_app.wire.region import Elsewhere, parse_region

CHENGDU = asset("regions/sichuan-chengdu.toml").read_text(encoding="utf-8")


def test_the_shipped_profiles_are_read() -> None:
    chengdu = parse_region(CHENGDU)
    assert chengdu.region.code == "510100"
    assert chengdu.platform_area == "510000"
    assert chengdu.selfpay_ratio(ChargeClass.PARTIAL) == Decimal("0.0500")
    assert Category.DRUG in chengdu.account.payable_categories
    assert chengdu.elsewhere.other_province is Elsewhere.REFUSED
    assert parse_region(asset("regions/national.toml").read_text(encoding="utf-8")).voucher.single_use


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
        ("[region]", "[region", "not TOML"),
    ],
)
def test_a_wrong_key_is_named(old: str, new: str, named: str) -> None:
    assert old in CHENGDU
    with pytest.raises(ConfigFault, match=named):
        parse_region(CHENGDU.replace(old, new, 1))
