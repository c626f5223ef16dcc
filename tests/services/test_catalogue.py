"""Finding goods by what a cashier types: the best first, and one only where only one is meant."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.product import Product
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.services.catalogue import Catalogue
from tests.doubles.counter import ANTIBIOTIC, CREAM, REMEDY, SHOP, product

VITAMIN_TABS = product(4, 2980, "维生素C泡腾片", name_en="Vitamin C Effervescent Tablets", initials=("wsscptp",))
VITAMIN = product(5, 500, "维生素C", name_en="Vitamin C", initials=("wssc",))
SYRUP = product(6, 1500, "复方感冒灵颗粒糖浆", name_en="Compound syrup", initials=("ffgmlkltj",))
SAME_NAME = product(7, 1890, "阿莫西林胶囊", name_en="Amoxicillin Capsules, large", initials=("amxljn", "emxljn"))
GAUZE = product(8, 300, "纱布", name_en="Gauze", initials=("sb",))
SHELF = (REMEDY, ANTIBIOTIC, CREAM, VITAMIN_TABS, VITAMIN, SYRUP, SAME_NAME, GAUZE)
CATALOGUE = Catalogue(SHELF, SHOP.payable)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (REMEDY.code, [REMEDY]),
        (REMEDY.barcode, [REMEDY]),
        (f"  {REMEDY.barcode}\n", [REMEDY]),
        ("gmlkl", [REMEDY, SYRUP]),  # the whole, then inside
        ("GMLKL", [REMEDY, SYRUP]),
        ("gm", [REMEDY, SYRUP]),
        ("感冒灵颗粒", [REMEDY, SYRUP]),
        ("感冒", [REMEDY, SYRUP]),
        ("糖浆", [SYRUP]),
        ("维生素C", [VITAMIN, VITAMIN_TABS]),  # the whole name before a beginning, whatever their order on the shelf
        ("维生素c", [VITAMIN, VITAMIN_TABS]),
        ("wssc", [VITAMIN, VITAMIN_TABS]),
        ("emx", [ANTIBIOTIC, SAME_NAME]),
        ("vitamin c", [VITAMIN_TABS, VITAMIN]),
        ("SKIN cream", [CREAM]),
        ("69990020000", [REMEDY, ANTIBIOTIC, CREAM, VITAMIN_TABS, VITAMIN, SYRUP, SAME_NAME, GAUZE]),
        ("nothing", []),
        ("%", []),
        ("_", []),
    ],
)
def test_a_search_gives_the_best_first(typed: str, found: list[Product]) -> None:
    assert list(CATALOGUE.search(typed)) == found


def test_a_search_for_nothing_shows_the_shelf() -> None:
    assert CATALOGUE.search(" ") == SHELF
    assert CATALOGUE.search("", limit=3) == SHELF[:3]
    assert CATALOGUE.search("69990020000", limit=2) == SHELF[:2]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (REMEDY.code, REMEDY),
        (f" {SAME_NAME.barcode} ", SAME_NAME),
        ("gmlkl", REMEDY),
        ("感冒灵颗粒", REMEDY),
        ("维生素C", VITAMIN),
        ("维生素c", VITAMIN),
        ("糖浆", SYRUP),
        ("gauz", GAUZE),
        ("阿莫西林胶囊", RefusalCode.GOODS_AMBIGUOUS),  # two of that very name
        ("amxljn", RefusalCode.GOODS_AMBIGUOUS),
        ("感冒", RefusalCode.GOODS_AMBIGUOUS),
        ("nothing", RefusalCode.GOODS_UNKNOWN),
        ("", RefusalCode.GOODS_UNKNOWN),
        ("  ", RefusalCode.GOODS_UNKNOWN),
    ],
)
def test_enter_takes_what_is_meant_and_only_that(typed: str, meant: Product | RefusalCode) -> None:
    assert CATALOGUE.pick(typed) == (meant if isinstance(meant, Product) else Refusal(meant, typed.strip()))


def test_nothing_is_not_the_only_product() -> None:
    assert Catalogue((REMEDY,), SHOP.payable).pick("") == Refusal(RefusalCode.GOODS_UNKNOWN)


def test_a_scan_finds_by_number_alone() -> None:
    assert CATALOGUE.find(REMEDY.barcode) == REMEDY
    assert CATALOGUE.find(REMEDY.code) == REMEDY
    assert CATALOGUE.find(REMEDY.name) is None


@pytest.mark.parametrize("number", ["96385074", "0000096385074", " 96385074 "])
def test_a_small_package_is_found_by_its_eight_digits_and_by_all_thirteen(number: str) -> None:
    small = replace(REMEDY, barcode="0000096385074")
    assert Catalogue((small, CREAM), SHOP.payable).pick(number) == small


def test_the_region_says_what_an_account_may_pay_for() -> None:
    assert CATALOGUE.is_payable(REMEDY)
    assert not CATALOGUE.is_payable(CREAM)


def test_the_whole_shelf_can_be_walked() -> None:
    assert (len(CATALOGUE), tuple(CATALOGUE)) == (len(SHELF), SHELF)


@given(st.text(max_size=8) | st.sampled_from([goods.name[:3] for goods in SHELF]), st.integers(1, 10))
def test_a_search_gives_goods_of_the_shelf_once_each(typed: str, limit: int) -> None:
    found = CATALOGUE.search(typed, limit)
    assert len(found) <= limit
    assert len({goods.code for goods in found}) == len(found)
    assert {goods.code for goods in found} <= {goods.code for goods in SHELF}
    assert found == CATALOGUE.search(typed, len(SHELF))[:limit]


@given(st.sampled_from(SHELF), st.integers(0, 12), st.integers(1, 13))
def test_every_part_of_a_name_finds_the_product(goods: Product, start: int, length: int) -> None:
    part = goods.name[start : start + length]
    assert goods in CATALOGUE.search(part)
