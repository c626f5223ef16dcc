"""Colours that can be read, sizes that follow one factor, and one stylesheet for each look."""

import itertools
import re

import pytest

from pos_app.gui.stylesheet import build_stylesheet
from pos_app.gui.tokens import DARK, HIGH_CONTRAST, LIGHT, Scale, Theme, Tokens, tokens_of

_PAIRS = (
    ("ink", "bg"),
    ("ink", "panel"),
    ("ink", "accent_soft"),
    ("ink", "warn_soft"),
    ("ink", "bad_soft"),
    ("soft", "bg"),
    ("soft", "panel"),
    ("soft", "accent_soft"),
    ("soft", "warn_soft"),
    ("soft", "bad_soft"),
    ("accent", "panel"),
    ("accent", "accent_soft"),
    ("on_accent", "accent"),
    ("warn", "panel"),
    ("warn", "warn_soft"),
    ("bad", "panel"),
    ("bad", "bad_soft"),
    ("on_camera", "camera"),
    ("on_sim", "sim"),
    ("on_sim", "sim_hatch"),
)


def _luminance(colour: str) -> float:
    """Give the relative luminance of WCAG 2."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(tokens: Tokens, one: str, other: str) -> float:
    dark, light = sorted((_luminance(getattr(tokens, one)), _luminance(getattr(tokens, other))))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("tokens", "least"), [(LIGHT, 4.5), (DARK, 4.5), (HIGH_CONTRAST, 7.0)])
@pytest.mark.parametrize("pair", _PAIRS, ids="-on-".join)
def test_words_stand_out_from_their_ground(tokens: Tokens, least: float, pair: tuple[str, str]) -> None:
    assert _contrast(tokens, *pair) >= least


@pytest.mark.parametrize("tokens", [LIGHT, DARK, HIGH_CONTRAST])
@pytest.mark.parametrize("ground", ["bg", "panel", "accent_soft"])
def test_the_focus_is_seen_on_every_ground(tokens: Tokens, ground: str) -> None:
    assert _contrast(tokens, "focus", ground) >= 3.0


def test_every_theme_is_reached_and_the_first_comes_back() -> None:
    theme, seen = Theme.SYSTEM, []
    for _ in Theme:
        seen.append(theme)
        theme = theme.following
    assert seen == list(Theme)
    assert theme is Theme.SYSTEM


@pytest.mark.parametrize(("is_dark", "tokens"), [(True, DARK), (False, LIGHT)])
def test_the_system_decides_only_when_it_is_asked(is_dark: bool, tokens: Tokens) -> None:  # noqa: FBT001  a table
    assert tokens_of(Theme.SYSTEM, system_is_dark=is_dark) is tokens
    assert tokens_of(Theme.HIGH_CONTRAST, system_is_dark=is_dark) is HIGH_CONTRAST


def test_scales_grow_and_stop_at_their_ends() -> None:
    assert [scale.larger for scale in Scale] == [Scale.LARGE, Scale.LARGEST, Scale.LARGEST]
    assert [scale.smaller for scale in Scale] == [Scale.NORMAL, Scale.NORMAL, Scale.LARGE]
    assert [scale.px(15) for scale in Scale] == [15, 22, 30]
    assert [scale.gap(16) for scale in Scale] == [16, 18, 20]


def test_no_two_looks_share_a_stylesheet_and_each_is_filled_in() -> None:
    sheets = [build_stylesheet(tokens, scale) for tokens in (LIGHT, DARK, HIGH_CONTRAST) for scale in Scale]
    assert all(one != other for one, other in itertools.combinations(sheets, 2))
    assert not any(re.search(r"\$|\{\{|px_|gap_", sheet) for sheet in sheets)
