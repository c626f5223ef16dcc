"""Numbers the platform gives out, in the shapes seen in the field."""

from datetime import datetime

from pos_app.domain.shanghai import local
from pos_app.verifier.instants import epoch_ms
from pos_app.verifier.ports import Chance

_NO_MARKS = str.maketrans("", "", "-:.")


def settlement_number(area: str, at: datetime, chance: Chance) -> str:
    """Give a setl_id or mdtrt_id: 6 area, 13 epoch milliseconds, 11 serial."""
    return f"{area}{epoch_ms(at):013d}{chance.digits(11)}"


def sign_number(area: str, chance: Chance) -> str:
    return f"{area}G{chance.digits(13)}"


def reference_number(area: str, at: datetime, chance: Chance) -> str:
    """Give an inf_refmsgid: 6 area, 14 time, 10 serial."""
    return f"{area}{stamp(at)[:14]}{chance.digits(10)}"


def stamp(at: datetime) -> str:
    """Write a moment as yyyyMMddHHmmssSSS."""
    return local(at).isoformat("-", "milliseconds")[:23].translate(_NO_MARKS)


def file_number(area: str, at: datetime, chance: Chance) -> str:
    """Give a file_qury_no: 6 area, F, 14 time, 8 serial."""
    return f"{area}F{stamp(at)[:14]}{chance.digits(8)}"


def movement_number(area: str, at: datetime, chance: Chance) -> str:
    """Give a medins_prod_sel_no: 6 area, S, 14 time, 8 serial."""
    return f"{area}S{stamp(at)[:14]}{chance.digits(8)}"


def virtual_trace_code(area: str, chance: Chance) -> str:
    """Give a trace code for goods without one: 20 characters like the others, and not to be taken for one of them."""
    return f"XN{area}{chance.digits(12)}"
