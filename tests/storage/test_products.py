"""Reading the catalogue: right prices, every way to type a name, and the line that is wrong."""

from pathlib import Path

import pytest

from pos_app.domain.money import Money
from pos_app.domain.product import Category, ChargeClass
from pos_app.faults import ConfigFault
from pos_app.storage.products import initials_of, read_products

HEADER = "code,barcode,name,name_en,spec,maker,lot,expiry,price_yuan,class,category,catalogue_code,rx"
GOOD = "100001,6999002000016,感冒灵颗粒,Ganmaoling,10g×9袋,蓉安药业,2604A17,2028-03,12.80,01,drug,ZA01BAY001,0"
OTHER = "100002,6999001000017,阿莫西林胶囊,Amoxicillin,24粒,川泽制药,2603B02,2028-02,9.90,02,drug,XJ01CAT002,1"


def catalogue(tmp_path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "goods.csv"
    path.write_bytes("\n".join((HEADER, *lines)).encode(encoding))
    return path


def test_a_line_is_a_product(tmp_path: Path) -> None:
    remedy, antibiotic = read_products(catalogue(tmp_path, GOOD, OTHER))
    assert (remedy.code, remedy.barcode, remedy.name) == ("100001", "6999002000016", "感冒灵颗粒")
    assert (remedy.price, remedy.charge_class, remedy.category) == (Money(1280), ChargeClass.FULL, Category.DRUG)
    assert (remedy.is_prescription, antibiotic.is_prescription) == (False, True)
    assert remedy.initials == ("gmlkl",)


@pytest.mark.parametrize(("written", "known"), [("", ("gmlkl",)), ("gmlkl", ("gmlkl",)), ("gml gm", ("gml", "gm"))])
def test_initials_that_a_line_leaves_out_are_worked_out(tmp_path: Path, written: str, known: tuple[str, ...]) -> None:
    path = tmp_path / "goods.csv"
    path.write_text(f"initials,{HEADER}\n{written},{GOOD}\n", encoding="utf-8")
    (remedy,) = read_products(path)
    assert remedy.initials == known


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_byte_order_mark_does_not_matter(tmp_path: Path, encoding: str) -> None:
    assert len(read_products(catalogue(tmp_path, GOOD, encoding=encoding))) == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (GOOD.replace("12.80", "12.805"), "yuan"),
        (GOOD.replace("12.80", "twelve"), "yuan"),
        (GOOD.replace("12.80", "-1.00"), "price"),
        (GOOD.replace("12.80", "1e12"), "price"),
        (GOOD.replace("12.80", ""), "price_yuan"),
        (GOOD.replace(",01,", ",09,"), "09"),
        (GOOD.replace(",drug,", ",drugs,"), "drugs"),
        (GOOD.replace("000016", "000017"), "EAN-13"),
        (GOOD.removesuffix(",0"), "rx"),
        (GOOD.removesuffix("0") + "yes", "yes"),
        (GOOD.replace("感冒灵颗粒", ""), "name"),
        (GOOD + ",more", "more values"),
        (GOOD.replace("100001", "100002"), "100002 is on line 2"),
        (GOOD.replace("6999002000016", "6999001000017"), "6999001000017 is on line 2"),
        ('"' + GOOD, "end of data"),
        ("100001", "barcode"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(ConfigFault, match=rf"goods\.csv:3: .*{said}"):
        read_products(catalogue(tmp_path, OTHER, line))


@pytest.mark.parametrize(("written", "kept"), [("96385074", "0000096385074"), ("036000291452", "0036000291452")])
def test_a_shorter_retail_number_is_kept_in_thirteen_digits(tmp_path: Path, written: str, kept: str) -> None:
    (product,) = read_products(catalogue(tmp_path, GOOD.replace("6999002000016", written)))
    assert product.barcode == kept


def test_lines_are_counted_as_an_editor_does(tmp_path: Path) -> None:
    two_lines = OTHER.replace("川泽制药", '"川泽\n制药"')
    with pytest.raises(ConfigFault, match=r"goods\.csv:5: "):
        read_products(catalogue(tmp_path, two_lines, "", GOOD.replace("12.80", "x")))


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "goods.csv"
    path.write_text("\n".join((HEADER.removesuffix(",rx"), GOOD.removesuffix(",0"))), encoding="utf-8")
    with pytest.raises(ConfigFault, match=r"goods\.csv:2: .*rx"):
        read_products(path)


def test_another_encoding_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ConfigFault, match=r"goods\.csv:.*utf-8"):
        read_products(catalogue(tmp_path, GOOD, encoding="gb18030"))


@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_a_file_that_cannot_be_read_is_a_fault(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigFault):
        read_products(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("感冒灵颗粒", "gmlkl"),
        ("阿莫西林胶囊", "amxljn"),
        ("阿莫西林胶囊", "emxljn"),  # 阿 is also read ē
        ("维生素C泡腾片", "wsscptp"),
        ("复方甘草片（100片）", "ffgcp100p"),
        ("长春西汀", "ccxt"),
        ("长", "c"),
        ("长", "z"),
        ("ABC 创可贴", "abcckt"),
    ],
)
def test_a_name_is_found_by_every_reading(name: str, typed: str) -> None:
    assert typed in initials_of(name)


def test_the_usual_reading_comes_first_however_many_there_are() -> None:
    readings = initials_of("乐调重长行还")
    assert readings[0] == "ldzzxh"
    assert len(readings) == 16
    assert len(set(readings)) == 16


@pytest.mark.parametrize("name", ["", "（×）", "★"])
def test_a_name_without_letters_has_no_initials(name: str) -> None:
    assert initials_of(name) == ()
