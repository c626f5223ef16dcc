"""The printer of this slice: a folder that gets each ticket as text, picture and page."""

import os
import re
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from pos_app.domain.receipt import Receipt
from pos_app.domain.refund_slip import RefundSlip
from pos_app.domain.shift import ShiftReport
from pos_app.faults import PrinterFault
from pos_app.receipts.layout import lay_out
from pos_app.receipts.raster import render_png
from pos_app.receipts.rows import ReceiptRow
from pos_app.receipts.shift_slip import lay_out_report
from pos_app.receipts.slip_layout import lay_out_slip
from pos_app.receipts.text import render_text
from pos_app.receipts.typeset import typeset
from pos_app.services.ports import Paper
from pos_app.wording import Language, Wording

_FILE_STEM = re.compile(r"[0-9A-Za-z-]{1,40}", re.ASCII)  # a sale number makes a file name, never a path


class ReceiptFiles:
    """Writes papers into a folder, each file whole or not at all."""

    def __init__(self, folder: Path, *, bilingual: bool = False) -> None:
        self._folder = folder
        self._wording = Wording(Language.CHINESE)
        self._second = Wording(Language.ENGLISH) if bilingual else None

    def print(self, receipt: Receipt, *, copy: int = 0) -> Paper:
        """Make the ticket, or with `copy` its reprint of that number; PrinterFault when the folder cannot take it."""
        title = self._wording.say("receipt.document", number=receipt.sale_no)
        rows = lay_out(receipt, self._wording, second=self._second, copy=copy)
        return self._write(_stem(receipt.sale_no, copy), _faces(rows, title, receipt.sold_at))

    def made(self, sale_no: str, *, copy: int = 0) -> Paper:
        """Say where a ticket went that was made."""
        return self._paper(_stem(sale_no, copy))

    def print_report(self, report: ShiftReport) -> Paper:
        """Make an X or Z report; PrinterFault when the folder cannot take it."""
        title = self._wording.say("shift_slip.document", number=report.number)
        return self._write(report.number, _faces(lay_out_report(report, self._wording), title, report.made_at))

    def print_slip(self, slip: RefundSlip) -> Paper:
        """Make the paper of a refund; PrinterFault when the folder cannot take it."""
        title = self._wording.say("receipt.refund.document", number=slip.refund_no)
        faces = _faces(lay_out_slip(slip, self._wording), title, slip.refunded_at)
        return self._write(_stem(slip.refund_no, 0), faces)

    def _write(self, stem: str, faces: dict[str, bytes]) -> Paper:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            for suffix, content in faces.items():
                _write_whole(self._folder / f"{stem}.{suffix}", content)
        except OSError as fault:
            raise PrinterFault(f"the ticket {stem} cannot be written: {fault.strerror}") from fault
        return self._paper(stem)

    def _paper(self, stem: str) -> Paper:
        return Paper(*(self._folder / f"{stem}.{suffix}" for suffix in ("txt", "png", "pdf")))


def _faces(rows: Sequence[ReceiptRow], title: str, made_at: datetime) -> dict[str, bytes]:
    from pos_app.receipts.pdf import render_pdf  # noqa: PLC0415  loads fpdf2: what opens a till need not wait for it

    page = typeset(rows)
    return {
        "txt": render_text(rows).encode(),
        "png": render_png(page),
        "pdf": render_pdf(page, title=title, made_at=made_at),
    }


def _stem(number: str, copy: int) -> str:
    if not _FILE_STEM.fullmatch(number) or copy < 0:
        raise ValueError("a sale number is digits and letters, a copy number is not below 0")
    return f"{number}-copy{copy}" if copy else number


def _write_whole(path: Path, content: bytes) -> None:
    """Write beside the place and move in: whoever opens the name sees the old file or the whole new one."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)  # mkstemp makes it for the owner alone
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
