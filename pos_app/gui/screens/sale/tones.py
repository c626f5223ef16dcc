"""Which sign says a tone."""

from typing import assert_never

from pos_app.gui.view_models.sale.view import Tone
from pos_app.gui.widgets.sign import SignKind


def sign_of(tone: Tone) -> SignKind:
    match tone:
        case Tone.PLAIN:
            return SignKind.NOTE
        case Tone.GOOD:
            return SignKind.DONE
        case Tone.WARN:
            return SignKind.TROUBLE
        case Tone.BAD:
            return SignKind.REFUSED
        case Tone.BUSY:
            return SignKind.WAIT
        case _:
            assert_never(tone)
