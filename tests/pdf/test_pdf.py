"""A PDF file says and shows what was put on its pages."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops
from pypdf import PdfReader

from pos_app.fonts import cut_down
from pos_app.pdf.file import write_pdf
from pos_app.pdf.font import DocumentFont
from pos_app.pdf.page import PdfPage
from pos_app.resources import asset

NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)
SHELF = "".join(sorted(set(asset("catalogue.csv").read_text("utf-8")) - {"\n"}))
PIXELS = Image.linear_gradient("L").resize((9, 5)).convert("1")


def file_of(*texts: str) -> PdfReader:
    font = DocumentFont.of("".join(texts))
    pages = [PdfPage(font, 80, 50) for _ in texts]
    for page, text in zip(pages, texts, strict=True):
        page.text(text, 5, 20, points=9, is_bold=True)
        page.box(5, 25, 20, 5, radius=1)
        page.line(5, 35, 70, thickness=0.2, dash=(1, 1))
        page.picture(PIXELS, 40, 25, 9, 5)
    return PdfReader(BytesIO(write_pdf(pages, font, title="小票 (1)", made_at=NOON)), strict=True)


@pytest.mark.parametrize("text", ["小票", "abcdefghij", "A", SHELF], ids=["few", "run", "one", "many"])
def test_a_character_is_written_by_the_number_that_the_outlines_have_for_it(text: str) -> None:
    font, cut = DocumentFont.of(text), TTFont(BytesIO(cut_down(text)))
    assert {character: f"cid{code:05d}" for character, code in font.codes.items()} == {
        character: cut.getBestCmap()[ord(character)] for character in text
    }
    assert font.widths == {code: cut["hmtx"][f"cid{code:05d}"][0] for code in font.widths}


def test_every_page_can_be_read_back() -> None:
    document = file_of("小票 (1) \\ 12.80", "第二页")
    assert [page.extract_text().strip() for page in document.pages] == ["小票 (1) \\ 12.80", "第二页"]
    assert [[round(float(side), 1) for side in page.mediabox[2:]] for page in document.pages] == [[226.8, 141.7]] * 2


def test_the_title_and_the_moment_are_in_the_file() -> None:
    about = file_of("x").metadata
    assert about is not None
    assert (about.title, about.creation_date) == ("小票 (1)", NOON)


def test_a_picture_keeps_each_of_its_pixels() -> None:
    (image,) = file_of("x").pages[0].images
    assert image.image is not None
    assert ImageChops.difference(image.image.convert("L"), PIXELS.convert("L")).getbbox() is None


def test_a_text_with_a_character_that_was_not_asked_for_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        DocumentFont.of("ab").written("c")
