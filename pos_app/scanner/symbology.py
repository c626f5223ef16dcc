"""The kinds of code that the counter reads, and which of them are expected when."""

from enum import StrEnum


class Symbology(StrEnum):
    """The value is what a reading says. A UPC-A is read as the EAN-13 it is, with a leading zero."""

    QR = "QRCode"
    EAN13 = "EAN13"
    EAN8 = "EAN8"
    CODE128 = "Code128"
    DATA_MATRIX = "DataMatrix"
    GS1_DATA_MATRIX = "GS1DataMatrix"


# Reading every kind costs ten times a reading of QR codes alone, so the till says what it waits for.
VOUCHER_SYMBOLOGIES = frozenset({Symbology.QR})
BAR_SYMBOLOGIES = frozenset({Symbology.EAN13, Symbology.EAN8, Symbology.CODE128})
ALL_SYMBOLOGIES = frozenset(Symbology)
