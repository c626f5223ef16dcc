"""What a file is by its first bytes, whatever it is called: told without loading anything that decodes it."""

from pos_app.domain.refusal import Refusal, RefusalCode

_FORMATS = ("PNG", "JPEG", "BMP", "GIF", "WEBP", "TIFF")

_SIGNATURES = (
    (0, b"\x89PNG\r\n\x1a\n", "PNG"),
    (0, b"\xff\xd8\xff", "JPEG"),
    (0, b"BM", "BMP"),
    (0, b"GIF8", "GIF"),
    (8, b"WEBP", "WEBP"),
    (0, b"II*\x00", "TIFF"),
    (0, b"MM\x00*", "TIFF"),
    (4, b"ftypavif", "AVIF"),
    (4, b"ftyphei", "HEIC"),
    (4, b"ftyphev", "HEIC"),
    (4, b"ftypmif1", "HEIC"),
    (4, b"ftypmsf1", "HEIC"),
    (0, b"%PDF-", "PDF"),
    (0, b"8BPS", "PSD"),
    (0, b"\x00\x00\x00\x0cJXL ", "JPEG XL"),
    (0, b"\xff\x0a", "JPEG XL"),
    (0, b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
    (0, b"\x00\x00\x01\x00", "ICO"),
    (0, b"<svg", "SVG"),
)

# What ISO media files begin with, after the length of their first part; of pictures in such files the brand is another.
_BRANDS = (b"iso", b"mp4", b"avc", b"qt  ", b"M4V", b"MSNV", b"3g", b"dash", b"f4v")
_PARTS = (*(b"ftyp" + brand for brand in _BRANDS), b"moov", b"mdat", b"wide")


class PictureFault(Exception):
    """These bytes give no picture; `refusal` says why, its detail what they are if that is known."""

    def __init__(self, code: RefusalCode, format_name: str = "") -> None:
        super().__init__(code.value)
        self.refusal = Refusal(code, format_name)


def format_of(head: bytes) -> str | None:
    """Name the format by its first bytes, whatever the file is called; None for what is no picture at all."""
    return next((name for at, mark, name in _SIGNATURES if head[at : at + len(mark)] == mark), None)


def check_format(head: bytes) -> str:
    """Give the name of a format we read; PictureFault for others, which are named if we know them."""
    name = format_of(head)
    if name is None:
        raise PictureFault(RefusalCode.PICTURE_NOT_A_PICTURE)
    if name not in _FORMATS:
        raise PictureFault(RefusalCode.PICTURE_FORMAT_UNKNOWN, name)
    return name


def is_film(head: bytes) -> bool:
    """Tell an MP4, QuickTime, AVI, Matroska or WebM file by its first bytes, whatever it is called."""
    is_avi = head[:4] == b"RIFF" and head[8:12] == b"AVI "
    return head[4:].startswith(_PARTS) or is_avi or head.startswith(b"\x1aE\xdf\xa3")
