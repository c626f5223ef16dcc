"""Each engine gives bytes, a kind and corners, and turns its vendor's errors into ours."""

import numpy as np
import pytest

from pos_app.scanner.decoders import Decoder, DecoderFault, OpenCvQr, ZBar, ZXing
from pos_app.scanner.symbology import ALL_SYMBOLOGIES, VOUCHER_SYMBOLOGIES, Symbology
from tests.scanner.pictures import GOODS, VOUCHER, bars, on_counter, qr

ENGINES: tuple[Decoder, ...] = (ZXing(), ZXing(is_global=True), ZBar(), OpenCvQr())


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: str(engine.name))
def test_an_engine_reads_a_clean_voucher_and_says_where_it_is(engine: Decoder) -> None:
    code = qr(quiet=4, module=6)
    symbols = engine.decode(on_counter(code, places=((300, 200),)), VOUCHER_SYMBOLOGIES).symbols
    assert [(symbol.payload, symbol.symbology) for symbol in symbols] == [(VOUCHER.encode(), Symbology.QR)]
    near, far = 24, code.shape[0] - 24
    expected = np.array([(near, near), (far, near), (far, far), (near, far)]) + np.array((300, 200))
    assert np.abs(np.array([(corner.x, corner.y) for corner in symbols[0].corners]) - expected).max() < 6


@pytest.mark.parametrize(
    ("text", "drawn_as", "symbology"),
    [
        (GOODS, "EAN13", Symbology.EAN13),
        ("96385074", "EAN8", Symbology.EAN8),
        ("A-1702", "Code128", Symbology.CODE128),
        ("12345", "DataMatrix", Symbology.DATA_MATRIX),
    ],
)
def test_goods_codes_are_told_apart(text: str, drawn_as: str, symbology: Symbology) -> None:
    symbols = ZXing().decode(bars(text, symbology=drawn_as), ALL_SYMBOLOGIES).symbols
    assert [(symbol.payload, symbol.symbology) for symbol in symbols] == [(text.encode(), symbology)]


@pytest.mark.parametrize("drawn_as", ["EAN13", "EAN8", "Code128"])
def test_zbar_reads_bars(drawn_as: str) -> None:
    text = {"EAN13": GOODS, "EAN8": "96385074", "Code128": "A-1702"}[drawn_as]
    symbols = ZBar().decode(bars(text, symbology=drawn_as), ALL_SYMBOLOGIES).symbols
    assert [symbol.payload for symbol in symbols] == [text.encode()]


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: str(engine.name))
def test_what_is_not_wanted_is_not_read(engine: Decoder) -> None:
    assert engine.decode(bars(), VOUCHER_SYMBOLOGIES).symbols == ()


@pytest.mark.parametrize("drawn_as", ["MicroQRCode", "RMQRCode"])
def test_small_cousins_of_the_qr_code_are_not_vouchers(drawn_as: str) -> None:
    assert ZXing().decode(bars("12345", symbology=drawn_as), ALL_SYMBOLOGIES).symbols == ()


@pytest.mark.parametrize("text", ["医保", "é", "A\x00B\r\n\x1b[2J"])
def test_bytes_are_given_as_printed_or_not_at_all(text: str) -> None:
    assert ZXing().decode(qr(text), VOUCHER_SYMBOLOGIES).symbols[0].payload == text.encode()
    for engine in (ZBar(), OpenCvQr()):
        assert {symbol.payload for symbol in engine.decode(qr(text), VOUCHER_SYMBOLOGIES).symbols} <= {text.encode()}


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: str(engine.name))
@pytest.mark.parametrize("shape", [(1, 1), (2, 300), (300, 2), (480, 640)])
def test_an_empty_image_gives_nothing_or_our_fault(engine: Decoder, shape: tuple[int, int]) -> None:
    for shade in (0, 255):
        try:
            decoded = engine.decode(np.full(shape, shade, np.uint8), VOUCHER_SYMBOLOGIES)
        except DecoderFault:
            continue
        assert decoded.symbols == ()
