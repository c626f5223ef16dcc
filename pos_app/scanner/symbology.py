"""The kinds of code that the counter reads, and which of them are expected when."""

from enum import StrEnum
from typing import TypeAlias


class Symbology(StrEnum):
    """The value is what a reading says. A UPC-A is read as the EAN-13 it is, with a leading zero."""

    QR = "QRCode"
    EAN13 = "EAN13"
    EAN8 = "EAN8"
    CODE128 = "Code128"
    DATA_MATRIX = "DataMatrix"
    GS1_DATA_MATRIX = "GS1DataMatrix"


Expected: TypeAlias = tuple[frozenset[Symbology], ...]
"""Kinds of code in the order in which a picture is searched; a later set only where the sets before gave nothing."""

# Reading every kind costs ten times a reading of QR codes alone, so the till says what it waits for.
VOUCHER_SYMBOLOGIES = frozenset({Symbology.QR})
BAR_SYMBOLOGIES = frozenset({Symbology.EAN13, Symbology.EAN8, Symbology.CODE128})
ALL_SYMBOLOGIES = frozenset(Symbology)

# A voucher beside a package is meant as a voucher.
VOUCHER_THEN_GOODS: Expected = (VOUCHER_SYMBOLOGIES, ALL_SYMBOLOGIES - VOUCHER_SYMBOLOGIES)
