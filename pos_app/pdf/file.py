"""Pages as the bytes of a file (ISO 32000-1): the same pages, title and moment give the same bytes."""

import zlib
from collections.abc import Sequence
from datetime import UTC, datetime

from PIL import Image

from pos_app.pdf.font import NAME, DocumentFont
from pos_app.pdf.page import PdfPage

_HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"  # bytes above 127, so that nobody takes the file for text
_SUBSET = b"POSAPP+" + NAME.encode("ascii")  # the tag says that these are not all its characters
_CODES_AT_ONCE = 100  # of a CMap's section
_TO_UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
%s
endcmap CMapName currentdict /CMap defineresource pop end end"""


def write_pdf(
    pages: Sequence[PdfPage], font: DocumentFont, *, title: str, made_at: datetime, language: str = "zh-CN"
) -> bytes:
    """Give a file of pages that were all drawn with this font."""
    objects = _Objects()
    catalogue, tree, face = objects.reserve(), objects.reserve(), _font(objects, font)
    kids = [_page(objects, page, tree, face) for page in pages]
    objects.put(b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(map(_ref, kids))), tree)
    objects.put(
        b"<</Type/Catalog/Pages %s/Lang(%s)/ViewerPreferences<</DisplayDocTitle true>>>>"
        % (_ref(tree), language.encode("ascii")),
        catalogue,
    )
    about = objects.put(
        b"<</Title %s/CreationDate(D:%sZ)>>" % (_text(title), f"{made_at.astimezone(UTC):%Y%m%d%H%M%S}".encode("ascii"))
    )
    return objects.file(catalogue, about)


class _Objects:
    """The numbered objects of a file, some with a number before there is a content."""

    def __init__(self) -> None:
        self._bodies: list[bytes] = []

    def reserve(self) -> int:
        self._bodies.append(b"null")
        return len(self._bodies)

    def put(self, body: bytes, number: int | None = None) -> int:
        number = number or self.reserve()
        self._bodies[number - 1] = body
        return number

    def stream(self, content: bytes, entries: bytes = b"") -> int:
        packed = zlib.compress(content, 9)
        head = b"<<%s/Filter/FlateDecode/Length %d>>" % (entries, len(packed))
        return self.put(b"%s\nstream\n%s\nendstream" % (head, packed))

    def file(self, catalogue: int, about: int) -> bytes:
        written, places = bytearray(_HEAD), []
        for number, body in enumerate(self._bodies, start=1):
            places.append(len(written))
            written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        table = b"".join(b"%010d 00000 n \n" % place for place in places)
        count, start = len(places) + 1, len(written)
        written += b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table)
        written += b"trailer\n<</Size %d/Root %s/Info %s>>\n" % (count, _ref(catalogue), _ref(about))
        return bytes(written + b"startxref\n%d\n%%%%EOF\n" % start)


def _page(objects: _Objects, page: PdfPage, tree: int, face: int) -> int:
    pictures = [_picture(objects, image) for image in page.pictures]
    named = b"".join(b"/I%d %s" % (number, _ref(one)) for number, one in enumerate(pictures, start=1))
    content = objects.stream(page.content)
    return objects.put(
        b"<</Type/Page/Parent %s/MediaBox[0 0 %.3f %.3f]/Contents %s/Resources<</Font<</F1 %s>>/XObject<<%s>>>>>>"
        % (_ref(tree), page.width_points, page.height_points, _ref(content), _ref(face), named)
    )


def _picture(objects: _Objects, image: Image.Image) -> int:
    size = b"/Width %d/Height %d" % image.size
    kind = b"/Type/XObject/Subtype/Image%s/ColorSpace/DeviceGray/BitsPerComponent 1" % size
    return objects.stream(image.tobytes(), kind)


def _font(objects: _Objects, font: DocumentFont) -> int:
    outlines = objects.stream(font.outlines, b"/Subtype/CIDFontType0C")
    descriptor = objects.put(
        b"<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[-1002 -1048 2928 1808]/ItalicAngle 0"
        b"/Ascent 880/Descent -120/CapHeight 733/StemV 80/FontFile3 %s>>" % (_SUBSET, _ref(outlines))
    )
    widths = b" ".join(b"%d[%d]" % (code, width) for code, width in sorted(font.widths.items()))
    numbered = objects.put(
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/%s/FontDescriptor %s/DW 1000/W[%s]"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>" % (_SUBSET, _ref(descriptor), widths)
    )
    meaning = objects.stream(_TO_UNICODE % b"\n".join(_meanings(font)))
    return objects.put(
        b"<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%s]/ToUnicode %s>>"
        % (_SUBSET, _ref(numbered), _ref(meaning))
    )


def _meanings(font: DocumentFont) -> list[bytes]:
    """Say which character each code stands for; of two that look the same, the one that came first."""
    said = {code: character for character, code in reversed([*font.codes.items()])}
    rows = [b"<%04X> <%s>" % (code, _utf16(character)) for code, character in sorted(said.items())]
    parts = (rows[start : start + _CODES_AT_ONCE] for start in range(0, len(rows), _CODES_AT_ONCE))
    return [b"%d beginbfchar\n%s\nendbfchar" % (len(part), b"\n".join(part)) for part in parts]


def _text(text: str) -> bytes:
    return b"<FEFF%s>" % _utf16(text)


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-be").hex().upper().encode("ascii")


def _ref(number: int) -> bytes:
    return b"%d 0 R" % number
