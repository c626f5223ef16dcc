"""The code as a picture: read by a machine, recognised by a person as a simulation."""

import io
from datetime import UTC, datetime, timedelta

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from pos_app.domain.voucher import Channel, CodeKind, ShownCode
from pos_app.fonts import advance
from pos_app.phone.card import HEIGHT, WIDTH, Symbol, VoucherCard, Words, draw_card
from pos_app.phone.png import card_png, code_png
from pos_app.phone.svg import card_svg
from pos_app.qr import QUIET_ZONE, modules
from pos_app.wording import Language, Wording

CODES = {
    CodeKind.CERTIFICATE: "4240000000000000000042510000",
    CodeKind.SOCIAL_CARD: "SSC1:0123456789ABCDEFGHIJ0123456789ABCDEFGHIJ",
    CodeKind.CARD: "SIM510000001",
}
WORDINGS = [Wording(language) for language in Language]
ISSUED = datetime(2026, 11, 21, 6, 27, 8, tzinfo=UTC)


def card_of(kind: CodeKind, masked_name: str = "李**") -> VoucherCard:
    code = ShownCode(CODES[kind], kind, Channel.ALIPAY, ISSUED, ISSUED + timedelta(seconds=60))
    return VoucherCard(code, masked_name)


def read(picture: Image.Image) -> list[bytes]:
    return [code.bytes for code in zxingcpp.read_barcodes(picture)]


def painted(svg: str) -> Image.Image:
    image = QImage(2 * WIDTH, 2 * HEIGHT, QImage.Format.Format_RGB888)
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    assert renderer.isValid()
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    lines = bytes(image.constBits())
    return Image.frombuffer("RGB", (image.width(), image.height()), lines, "raw", "RGB", image.bytesPerLine(), 1)


@pytest.mark.parametrize("text", [*CODES.values(), "1", "x" * 512])
def test_a_bare_code_is_read_as_it_was_drawn(text: str) -> None:
    picture = Image.open(io.BytesIO(code_png(text)))
    assert read(picture) == [text.encode()]
    assert picture.width == (len(modules(text)) + 2 * QUIET_ZONE) * 10
    assert picture.crop((0, 0, picture.width, QUIET_ZONE * 10)).getextrema() == (255, 255)


@pytest.mark.parametrize("text", ["", "x" * 513])
def test_what_is_no_code_is_not_drawn(text: str) -> None:
    with pytest.raises(ValueError, match="characters"):
        code_png(text)


def test_a_module_too_small_for_a_camera_is_not_drawn() -> None:
    with pytest.raises(ValueError, match="6 pixels"):
        code_png("1", module=5)


@pytest.mark.parametrize("wording", WORDINGS, ids=list(Language))
@pytest.mark.parametrize("kind", CodeKind)
def test_the_code_on_a_card_is_read(kind: CodeKind, wording: Wording) -> None:
    card = card_of(kind)
    for picture in (Image.open(io.BytesIO(card_png(card, wording))), painted(card_svg(card, wording))):
        assert picture.size == (2 * WIDTH, 2 * HEIGHT)
        assert read(picture) == [CODES[kind].encode()]


@pytest.mark.parametrize("wording", WORDINGS, ids=list(Language))
@pytest.mark.parametrize("kind", CodeKind)
def test_both_pictures_of_a_card_look_alike(kind: CodeKind, wording: Wording) -> None:
    small = (WIDTH // 6, HEIGHT // 6)  # so that the painters' edges do not count, only what stands where
    png = Image.open(io.BytesIO(card_png(card_of(kind), wording))).resize(small, Image.Resampling.BOX)
    svg = painted(card_svg(card_of(kind), wording)).resize(small, Image.Resampling.BOX)
    difference = sum(abs(one - other) for one, other in zip(png.tobytes(), svg.tobytes(), strict=True))
    assert difference / len(png.tobytes()) < 3


@pytest.mark.parametrize("wording", WORDINGS, ids=list(Language))
def test_a_card_says_whose_it_is_until_when_and_that_it_is_simulated(wording: Wording) -> None:
    said = [shape.text for shape in draw_card(card_of(CodeKind.CERTIFICATE), wording) if isinstance(shape, Words)]
    assert "SIMULATION" in said[0]
    assert "模拟" in said[0]
    assert "李**" in said
    assert any("14:28:08" in text for text in said)


@pytest.mark.parametrize("kind", CodeKind)
@pytest.mark.parametrize("wording", WORDINGS, ids=list(Language))
def test_words_keep_out_of_the_quiet_zone_and_inside_the_card(kind: CodeKind, wording: Wording) -> None:
    shapes = draw_card(card_of(kind, "欧阳" + "*" * 30), wording)
    symbol = next(shape for shape in shapes if isinstance(shape, Symbol))
    side, quiet = len(modules(symbol.content)) * symbol.module, QUIET_ZONE * symbol.module
    for words in (shape for shape in shapes if isinstance(shape, Words)):
        assert words.left >= 0
        assert words.left + advance(words.text, words.size) <= WIDTH
        top, foot = words.baseline - words.size * 0.9, words.baseline + words.size * 0.15
        assert foot <= symbol.y - quiet or top >= symbol.y + side + quiet


def test_an_svg_names_no_code_and_needs_no_font() -> None:
    svg = card_svg(card_of(CodeKind.CERTIFICATE, "<李&*"), WORDINGS[0])
    assert CODES[CodeKind.CERTIFICATE] not in svg
    assert "<text" not in svg
    assert "&lt;李&amp;*" in svg


def test_the_same_card_gives_the_same_bytes() -> None:
    card = card_of(CodeKind.CERTIFICATE)
    assert card_png(card, WORDINGS[0]) == card_png(card, WORDINGS[0])
    assert card_svg(card, WORDINGS[0]) == card_svg(card, WORDINGS[0])
