"""The demo catalogue: sound codes, plausible goods, no real maker."""

import csv
import re
from collections import Counter

import pytest

from pos_app.domain.money import ZERO, Money
from pos_app.domain.product import Category, ChargeClass, is_ean13
from pos_app.resources import asset
from pos_app.storage.products import initials_of

COLUMNS = "code,barcode,name,initials,name_en,spec,maker,lot,expiry,price_yuan,class,category,catalogue_code,rx"
NO_CATALOGUE_CODE = "NMLC999"

# The 23 characters of a drug: western or Chinese patent, class (five), name, form, pack, company (99…: nobody's).
DRUG_CODE = r"[XZ][A-Z]\d\d[A-Z]{2}[A-Z]\d{3}[A-Z]\d{3}\d{4}99\d{3}"
CATALOGUE_CODES = {
    Category.DRUG: DRUG_CODE,
    Category.HERBAL: r"T99\d{7}",
    Category.DEVICE: r"C99\d{24}",
    Category.CONSUMABLE: r"C99\d{24}",
    Category.HEALTH_FOOD: NO_CATALOGUE_CODE,
    Category.COSMETIC: NO_CATALOGUE_CODE,
    Category.DAILY: NO_CATALOGUE_CODE,
}
AT_LEAST = {
    Category.DRUG: 150,
    Category.HERBAL: 20,
    Category.DEVICE: 15,
    Category.CONSUMABLE: 20,
    Category.HEALTH_FOOD: 20,
    Category.COSMETIC: 10,
    Category.DAILY: 10,
}
SHAPES = {
    "code": r"10\d{4}",
    "name": r"\S+",
    "name_en": r"[A-Z0-9][A-Za-z0-9%\- ]*[A-Za-z0-9]",
    "spec": r"\S+( \S+)?",
    "maker": r"\S+",
    "lot": r"2[56](0[1-9]|1[0-2])([A-Z]\d\d|\d\d)",
    "expiry": r"20\d\d-(0[1-9]|1[0-2])",
    "price_yuan": r"(0|[1-9]\d*)\.\d\d",
    "rx": r"[01]",
}
REAL_MAKERS = (
    "同仁堂|云南白药|三九|白云山|修正|哈药|扬子江|以岭|太极|科伦|恒瑞|石药|华润|齐鲁|正大天晴|江中|地奥|康弘|蜀中|蓉生"
    "|仁和|葵花|步长|天士力|马应龙|九芝堂|念慈菴|片仔癀|东阿|汤臣倍健|鱼跃|欧姆龙|稳健|振德"
    "|拜耳|辉瑞|阿斯利康|葛兰素|强生|罗氏|诺华|赛诺菲|默沙东"
)
DESIGN_PICTURE = [
    "感冒灵颗粒 10g×9袋 蓉安药业 2604A17 2028-03 12.80 01 drug 0",
    "阿莫西林胶囊 0.25g×24粒 川泽制药 2603B02 2028-02 9.90 02 drug 1",
    "医用外科口罩 10只/袋 锦康医疗 260511 2028-04 6.50 03 consumable 0",
    "维生素C泡腾片 20片 青羊健康 2605C08 2028-04 29.80 03 health_food 0",
]


def goods() -> list[dict[str, str]]:
    with asset("catalogue.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


GOODS = goods()


def test_there_is_enough_of_every_kind() -> None:
    counts = Counter(Category(row["category"]) for row in GOODS)
    assert len(GOODS) >= 240
    assert {category: counts[category] for category in Category if counts[category] < AT_LEAST[category]} == {}


def test_the_initials_are_those_of_the_names() -> None:
    """They are written down because the dictionaries behind them take long to load."""
    assert {row["name"]: row["initials"] for row in GOODS} == {
        row["name"]: " ".join(initials_of(row["name"])) for row in GOODS
    }


def test_about_a_quarter_of_the_drugs_need_a_prescription() -> None:
    drugs = [row for row in GOODS if row["category"] == Category.DRUG]
    assert 0.2 <= sum(row["rx"] == "1" for row in drugs) / len(drugs) <= 0.35


def test_every_row_has_exactly_the_columns() -> None:
    assert [row for row in GOODS if ",".join(row) != COLUMNS or None in row.values()] == []


def test_the_first_goods_are_those_of_the_design_picture() -> None:
    shown = ["name", "spec", "maker", "lot", "expiry", "price_yuan", "class", "category", "rx"]
    assert [" ".join(row[column] for column in shown) for row in GOODS[:4]] == DESIGN_PICTURE


@pytest.mark.parametrize("column", SHAPES)
def test_a_column_keeps_its_shape(column: str) -> None:
    assert [row["code"] for row in GOODS if not re.fullmatch(SHAPES[column], row[column])] == []


def test_every_barcode_is_a_chinese_ean13() -> None:
    wrong = [row["code"] for row in GOODS if not is_ean13(row["barcode"]) or not "690" <= row["barcode"][:3] <= "699"]
    assert wrong == []


@pytest.mark.parametrize("columns", [("code",), ("barcode",), ("catalogue_code",), ("name", "spec", "maker")])
def test_nothing_stands_twice(columns: tuple[str, ...]) -> None:
    counts = Counter(tuple(row[column] for column in columns) for row in GOODS)
    assert [key for key, count in counts.items() if count > 1 and key != (NO_CATALOGUE_CODE,)] == []


def test_every_price_is_money_and_more_than_nothing() -> None:
    assert [row["code"] for row in GOODS if Money.of_yuan(row["price_yuan"]) <= ZERO] == []


def test_nothing_expires_during_the_demo_nor_was_made_after_its_expiry() -> None:
    assert [row["code"] for row in GOODS if row["expiry"] <= "2027-03"] == []
    assert [row["code"] for row in GOODS if f"20{row['lot'][:2]}-{row['lot'][2:4]}" >= row["expiry"]] == []


def test_every_catalogue_code_has_the_shape_of_its_kind() -> None:
    wrong = [
        row["code"]
        for row in GOODS
        if not re.fullmatch(CATALOGUE_CODES[Category(row["category"])], row["catalogue_code"])
    ]
    assert wrong == []


def test_only_drugs_and_herbs_have_a_class_that_the_fund_knows() -> None:
    insured = {Category.DRUG, Category.HERBAL}
    wrong = [
        row["code"]
        for row in GOODS
        if ChargeClass(row["class"]) is not ChargeClass.OWN and row["category"] not in insured
    ]
    assert wrong == []


def test_only_drugs_need_a_prescription() -> None:
    assert {row["category"] for row in GOODS if row["rx"] == "1"} == {Category.DRUG}


def test_no_real_maker_appears() -> None:
    assert [row["code"] for row in GOODS if re.search(REAL_MAKERS, f"{row['maker']} {row['name']}")] == []
