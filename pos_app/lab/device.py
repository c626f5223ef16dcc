"""What a customer holds: a phone that shows a code, or a slip of paper with one; drawn flat, in light."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from pos_app.fonts import sans_path
from pos_app.lab.drawing import enlarged, symbol_light
from pos_app.lab.picture import Light, Picture
from pos_app.opencv import cv2
from pos_app.qr import modules

_MARK = "模拟 SIMULATION"
_LINES = ("医保电子凭证", "请向收银员出示", "动态码 · 每分钟更新")
_BEZEL, _GLASS = 1.5, 0.04
_SIDE, _HEAD, _FOOT = 6, 17, 13  # modules of page around the code
_PAPER, _BAND, _INK, _SOFT = 0.9, 0.55, 0.02, 0.35
_SLIP_SIDE = 5


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone whose screen shows a code with its words, and that it is a simulation."""

    page: float = _PAPER

    def show(self, text: str, module_px: int) -> Picture:
        dark = np.array(modules(text))
        side = len(dark)
        page = _page(dark, module_px, (_HEAD, _FOOT), _SIDE, self.page)
        _write(page, module_px)
        return _framed(page, round(_BEZEL * module_px), _GLASS, side, module_px, (_SIDE, _HEAD))


@dataclass(frozen=True, slots=True)
class Slip:
    """A printed slip: paper white to its edges, the ink less black than a screen."""

    paper: float = 0.8

    def show(self, text: str, module_px: int) -> Picture:
        dark = np.array(modules(text))
        page = _page(dark, module_px, (_SLIP_SIDE, _SLIP_SIDE), _SLIP_SIDE, self.paper)
        page = np.maximum(page, np.float32(0.06))
        return _framed(page, 0, _GLASS, len(dark), module_px, (_SLIP_SIDE, _SLIP_SIDE))


def _page(dark: NDArray[np.bool_], module_px: int, head_foot: tuple[int, int], side: int, paper: float) -> Light:
    symbol = np.minimum(symbol_light(dark), np.float32(paper))
    return enlarged(np.pad(symbol, (head_foot, (side, side)), constant_values=paper), module_px)


def _framed(page: Light, bezel: int, glass: float, side: int, module_px: int, at: tuple[int, int]) -> Picture:
    light = np.pad(page, bezel, constant_values=glass)
    left, top = (bezel + place * module_px for place in at)
    right, bottom = left + side * module_px, top + side * module_px
    corners = np.array(((left, top), (right, top), (right, bottom), (left, bottom)), np.float64)
    return Picture(np.ascontiguousarray(light), corners, side, module_px)


def _write(page: Light, module_px: int) -> None:
    """Put the band with its mark and a few words on the page, as dark as their ink."""
    page[: 4 * module_px] = _BAND
    _paste(page, _MARK, 0.6 * module_px, 2.4 * module_px, _INK)
    for place, line in enumerate(_LINES):
        _paste(page, line, (6 + 3 * place) * module_px, (2.2 if place else 2.6) * module_px, _SOFT if place else _INK)
    _paste(page, _LINES[1], page.shape[0] - 7 * module_px, 2 * module_px, _SOFT)


def _paste(page: Light, text: str, top: float, size: float, ink: float) -> None:
    mask = _text_mask(text)
    scale = size / mask.shape[0]
    small = cv2.resize(mask, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    height, width = small.shape
    left, first = max(0, (page.shape[1] - width) // 2), round(top)
    window = page[first : first + height, left : left + width]
    cover = small[: window.shape[0], : window.shape[1]]
    window[:] = window * (1 - cover) + ink * cover


@cache
def _text_mask(text: str) -> Light:
    """Draw a text once, large; 1 where its ink is."""
    font = ImageFont.truetype(sans_path(), 96, layout_engine=ImageFont.Layout.BASIC)
    left, top, right, bottom = font.getbbox(text)
    image = Image.new("L", (int(right - left), int(bottom - top)))
    ImageDraw.Draw(image).text((-left, -top), text, fill=255, font=font)
    return np.asarray(image, np.float32) / np.float32(255)
