"""A printer that keeps its tickets instead of printing them."""

from pathlib import Path

from pos_app.domain.receipt import Receipt
from pos_app.domain.refund_slip import RefundSlip
from pos_app.domain.shift import ShiftReport
from pos_app.faults import PrinterFault
from pos_app.services.ports import Paper


class PaperTray:
    """`services.ports.ReceiptPrinter` and `SlipPrinter`; out of order while `is_broken`."""

    def __init__(self) -> None:
        self.tickets: list[Receipt] = []
        self.slips: list[RefundSlip] = []
        self.reports: list[ShiftReport] = []
        self.is_broken = False
        self.attempts = 0

    def print(self, receipt: Receipt) -> Paper:
        self.attempts += 1
        if self.is_broken:
            raise PrinterFault("out of paper")
        self.tickets.append(receipt)
        return _paper(f"ticket-{receipt.sale_no}")

    def print_slip(self, slip: RefundSlip) -> Paper:
        if self.is_broken:
            raise PrinterFault("out of paper")
        self.slips.append(slip)
        return _paper(f"slip-{slip.refund_no}")

    def print_report(self, report: ShiftReport) -> Paper:
        if self.is_broken:
            raise PrinterFault("out of paper")
        self.reports.append(report)
        return _paper(f"report-{report.number}")


def _paper(name: str) -> Paper:
    stem = Path(name)
    return Paper(txt=stem.with_suffix(".txt"), png=stem.with_suffix(".png"), pdf=stem.with_suffix(".pdf"))
