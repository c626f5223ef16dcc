"""The region profiles: the same keys in each, values that a till can use."""

import re
import tomllib
from decimal import Decimal
from typing import Any

import pytest

from pos_app.domain.product import Category, ChargeClass
from pos_app.resources import asset

KEYS = {
    "region": {"code", "province", "name_zh", "name_en"},
    "pharmacy": {"code", "name_zh", "name_en", "till", "receiver"},
    "voucher": {"life_s", "single_use", "token_life_s", "social_card_life_s"},
    "account": {"payable_categories", "balance_query", "shared_after_own"},
    "fund": {"pooled_outpatient", "pooled"},
    "prices": {"selfpay_prop", "selfpay_prop_of", "caps"},
    "elsewhere": {"same_province", "other_province"},
    "messages": {"version", "reversible", "fund_includes_account", "trace_node", "strict", "download_as_file"},
    "trace": {"needed_for", "missing", "reused"},
    "reconciliation": {"equal", "unequal"},
    "password": {"asked"},
}
OPEN = "spelling"  # its keys are trades
NAMES = [path.stem for path in sorted(asset("regions").glob("*.toml"))]
EACH = pytest.mark.parametrize("name", NAMES)


def profile(name: str) -> dict[str, dict[str, Any]]:
    with asset(f"regions/{name}.toml").open("rb") as file:
        return tomllib.load(file)


def test_the_profiles_are_shipped() -> None:
    assert NAMES == ["national", "sichuan-chengdu", "spelling-variant"]


@EACH
def test_a_profile_has_exactly_the_keys(name: str) -> None:
    tables = profile(name)
    assert OPEN in tables
    assert {table: set(rows) for table, rows in tables.items() if table != OPEN} == KEYS


@EACH
def test_the_pharmacy_stands_in_its_area(name: str) -> None:
    region, pharmacy = profile(name)["region"], profile(name)["pharmacy"]
    assert re.fullmatch(r"\d{6}", region["code"])
    assert region["province"] == region["code"][:2]
    assert re.fullmatch(rf"P{region['code']}\d{{5}}", pharmacy["code"])
    assert 1 <= len(pharmacy["name_zh"]) <= 20, "fixmedins_name holds twenty characters"


@EACH
def test_what_the_account_pays_are_medical_goods_only(name: str) -> None:
    payable = {Category(category) for category in profile(name)["account"]["payable_categories"]}
    assert payable == {Category.DRUG, Category.HERBAL, Category.DEVICE, Category.CONSUMABLE}


@EACH
def test_every_class_has_a_ratio_and_more_is_self_paid_class_by_class(name: str) -> None:
    ratios = profile(name)["prices"]["selfpay_prop"]
    assert set(ratios) == {charge_class.value for charge_class in ChargeClass}
    assert all(re.fullmatch(r"[01]\.\d{4}", ratio) for ratio in ratios.values())
    assert Decimal(0) == Decimal(ratios["01"]) < Decimal(ratios["02"]) < Decimal(ratios["03"]) == Decimal(1)


@EACH
def test_lives_are_whole_seconds_and_a_token_outlives_its_code(name: str) -> None:
    voucher = profile(name)["voucher"]
    assert all(type(voucher[key]) is int for key in ("life_s", "token_life_s", "social_card_life_s"))
    assert 0 < voucher["life_s"] < voucher["token_life_s"]


@EACH
def test_choices_are_known_ones(name: str) -> None:
    read = profile(name)
    assert set(read["elsewhere"].values()) <= {"allowed", "refused"}
    assert read["messages"]["trace_node"] in {"durg_trac_info", "drug_trac_info"}
    assert len(read["messages"]["version"]) <= 6
    assert "2102" in read["messages"]["reversible"]
    assert {read["trace"]["missing"], read["trace"]["reused"]} <= {"block", "warn", "allow"}
    assert read["reconciliation"]["equal"] != read["reconciliation"]["unequal"]


def test_one_profile_differs_wherever_provinces_do() -> None:
    """Its till and its platform then show whether anybody took a habit for the rule."""
    variant, chengdu = profile("spelling-variant"), profile("sichuan-chengdu")
    for table, key in (("messages", "trace_node"), ("messages", "fund_includes_account"), ("messages", "version")):
        assert variant[table][key] != chengdu[table][key]
    assert variant["spelling"]
    assert variant["prices"]["caps"]
    assert variant["reconciliation"] != chengdu["reconciliation"]


def test_chengdu_allows_its_province_and_refuses_the_others() -> None:
    assert profile("sichuan-chengdu")["region"]["code"] == "510100"
    assert profile("sichuan-chengdu")["elsewhere"] == {"same_province": "allowed", "other_province": "refused"}
