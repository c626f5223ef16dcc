"""A printer that keeps its tickets instead of printing them."""

from pathlib import Path

from pos_app.domain.receipt import Receipt
from pos_app.faults import PrinterFault
from pos_app.services.ports import Paper


class PaperTray:
    """`services.ports.ReceiptPrinter`; out of order while `is_broken`."""

    def __init__(self) -> None:
        self.tickets: list[Receipt] = []
        self.is_broken = False
        self.attempts = 0

    def print(self, receipt: Receipt) -> Paper:
        self.attempts += 1
        if self.is_broken:
            raise PrinterFault("out of paper")
        self.tickets.append(receipt)
        stem = Path(f"ticket-{receipt.sale_no}")
        return Paper(txt=stem.with_suffix(".txt"), png=stem.with_suffix(".png"), pdf=stem.with_suffix(".pdf"))
