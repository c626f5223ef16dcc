"""Whatever the assets say can be drawn: the bundled font has each character."""

from functools import cache

import pylopdf_fonts_zh_cn
import pytest
from fontTools.ttLib import TTFont

from pos_app.resources import asset


@cache
def drawable() -> frozenset[str]:
    with TTFont(pylopdf_fonts_zh_cn.sans_path(), lazy=True) as font:
        return frozenset(chr(point) for point in font.getBestCmap())


REGIONS = [f"regions/{path.name}" for path in sorted(asset("regions").glob("*.toml"))]


@pytest.mark.parametrize("name", ["catalogue.csv", "personas.toml", *REGIONS])
def test_the_font_has_every_character(name: str) -> None:
    said = set(asset(name).read_text(encoding="utf-8")) - {"\n"}
    assert said, "an empty file proves nothing"
    assert sorted(said - drawable()) == []


def test_the_font_lacks_some_character() -> None:
    assert not {"\ue000", "\U00012000"} & drawable(), "then the test above would pass for anything"


def test_a_rare_name_is_among_what_is_drawn() -> None:
    assert {"禤", "㛃"} <= set(asset("personas.toml").read_text(encoding="utf-8"))
