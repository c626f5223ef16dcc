"""One page: texts, boxes, lines and pictures, in millimetres from the upper left corner."""

from typing import TypeAlias

from PIL import Image

from pos_app.pdf.font import DocumentFont

Colour: TypeAlias = tuple[int, int, int]

BLACK: Colour = (0, 0, 0)
_POINTS = 72 / 25.4  # a millimetre
_BOLD = 0.03  # stroke, as a share of the size: the font has one weight
_ROUND = 0.5523  # how far the handles of a curve stand out for a quarter of a circle


class PdfPage:
    """A page of a size, drawn on in the order of the calls."""

    def __init__(self, font: DocumentFont, width: float, height: float) -> None:
        self.width_points, self.height_points = width * _POINTS, height * _POINTS
        self.pictures: list[Image.Image] = []
        self._font = font
        self._drawn: list[bytes] = []

    @property
    def content(self) -> bytes:
        return b"\n".join(self._drawn)

    def text(
        self, text: str, x: float, baseline: float, *, points: float, colour: Colour = BLACK, is_bold: bool = False
    ) -> None:
        """Write a text from `x` on; bold is a line drawn round each character, for the font has one weight."""
        bold = b"2 Tr %s w %s RG " % (_n(points * _BOLD), _rgb(colour)) if is_bold else b""
        self._draw(
            b"BT %s rg %s/F1 %s Tf %s Td %s Tj ET"
            % (_rgb(colour), bold, _n(points), self._at(x, baseline), self._font.written(text))
        )

    def box(
        self, x: float, y: float, width: float, height: float, *, colour: Colour = BLACK, radius: float = 0
    ) -> None:
        """Fill a rectangle, its corners rounded where a radius is given."""
        path = (
            self._rounded(x, y, width, height, min(radius, width / 2, height / 2))
            if radius
            else b"%s %s re" % (self._at(x, y + height), _lengths(width, height))
        )
        self._draw(b"%s rg %s f" % (_rgb(colour), path))

    def line(
        self,
        x: float,
        y: float,
        length: float,
        *,
        thickness: float,
        colour: Colour = BLACK,
        dash: tuple[float, float] | None = None,
    ) -> None:
        """Draw a line to the right, in dashes of a length and with gaps where both are given."""
        dashes = b"[%s] 0 d " % _lengths(*dash) if dash else b""
        ends = b"%s m %s l" % (self._at(x, y), self._at(x + length, y))
        self._draw(b"%s RG %s w %s%s S" % (_rgb(colour), _lengths(thickness), dashes, ends))

    def picture(self, image: Image.Image, x: float, y: float, width: float, height: float) -> None:
        """Put a picture of black and white there, its pixels with hard edges."""
        self.pictures.append(image.convert("1"))
        scale = b"%s 0 0 %s %s cm" % (_lengths(width), _lengths(height), self._at(x, y + height))
        self._draw(b"%s /I%d Do" % (scale, len(self.pictures)))

    def _draw(self, operators: bytes) -> None:
        """Add to the page; what is set for it ends with it."""
        self._drawn.append(b"q %s Q" % operators)

    def _at(self, x: float, y: float) -> bytes:
        """Give a place as PDF counts: points, upwards from the lower edge."""
        return b"%s %s" % (_n(x * _POINTS), _n(self.height_points - y * _POINTS))

    def _rounded(self, x: float, y: float, width: float, height: float, radius: float) -> bytes:
        right, bottom, out = x + width, y + height, radius * (1 - _ROUND)
        corners = (
            ((right - radius, y), (right - out, y), (right, y + out), (right, y + radius)),
            ((right, bottom - radius), (right, bottom - out), (right - out, bottom), (right - radius, bottom)),
            ((x + radius, bottom), (x + out, bottom), (x, bottom - out), (x, bottom - radius)),
            ((x, y + radius), (x, y + out), (x + out, y), (x + radius, y)),
        )
        curves = b" ".join(b"%s l %s %s %s c" % tuple(self._at(*point) for point in corner) for corner in corners)
        return b"%s m %s h" % (self._at(x + radius, y), curves)


def _lengths(*millimetres: float) -> bytes:
    return b" ".join(_n(one * _POINTS) for one in millimetres)


def _rgb(colour: Colour) -> bytes:
    return b" ".join(_n(part / 255) for part in colour)


def _n(number: float) -> bytes:
    """Write a number as PDF takes it: without an exponent and without noughts at its end."""
    return (f"{number:.3f}".rstrip("0").rstrip(".") or "0").encode("ascii")
