"""The font that comes with the program draws everything the program says."""

import csv
import re
import tomllib
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from pos_app.fonts import GETA, advance, cut_down, drawable, missing, outline, sans_path
from pos_app.resources import asset


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in _texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in _texts(part)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("name", ["i18n/zh.toml", "i18n/en.toml", "personas.toml"])
def test_every_character_of_the_words_has_a_glyph(name: str) -> None:
    with asset(name).open("rb") as file:
        said = "".join(_texts(tomllib.load(file)))
    assert len(said) > 500
    assert missing(said.replace("\n", "")) == ""


def test_every_character_of_the_catalogue_has_a_glyph() -> None:
    with asset("catalogue.csv").open(encoding="utf-8", newline="") as file:
        said = "".join("".join(row) for row in csv.reader(file))
    assert len(said) > 5000
    assert missing(said) == ""


def test_the_font_comes_with_the_program() -> None:
    assert sans_path().is_file()
    assert missing("李欧阳禤㛃䶮𬭎￥×·0123456789") == ""


def test_a_character_without_a_glyph_becomes_a_visible_mark() -> None:
    assert missing("𠮷a𠮷😀") == "𠮷😀"
    assert drawable("𠮷a😀") == f"{GETA}a{GETA}"
    assert advance("𠮷", 20) == advance(GETA, 20)


def test_figures_stand_in_columns() -> None:
    assert len({advance(digit, 20) for digit in "0123456789"}) == 1


def test_an_outline_stands_where_it_is_put() -> None:
    path = outline("李", left=100, baseline=50, size=20)
    x, y = (float(number) for number in re.findall(r"-?[\d.]+", path)[:2])
    assert 100 <= x <= 120
    assert 30 <= y <= 54


def test_a_font_cut_down_to_a_text_draws_that_text_and_nothing_else() -> None:
    font = TTFont(BytesIO(cut_down("小票 12")))
    assert {chr(code) for code in font.getBestCmap()} == set("小票 12")
    widths = [font["hmtx"][font.getBestCmap()[ord(character)]][0] for character in "小票12"]
    assert sum(widths) / font["head"].unitsPerEm == pytest.approx(advance("小票12", 1))
