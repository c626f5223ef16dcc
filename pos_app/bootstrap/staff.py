"""Joins who works here to their PINs: the pepper lies beside the till's database, never in it."""

from dataclasses import dataclass

from pos_app.config import Config
from pos_app.domain.staff import Employee
from pos_app.host import SystemChance
from pos_app.keyfile import load_key
from pos_app.passwords import PasswordHasher
from pos_app.resources import asset
from pos_app.services.approvals import Approvals
from pos_app.services.ports import Clock
from pos_app.sqlite import SqliteFile
from pos_app.storage.audit import AuditLog
from pos_app.storage.staff import KeptPins, SqliteStaff, read_staff


@dataclass(frozen=True, slots=True)
class Staff:
    """Who works here, and how one lets another do something."""

    book: SqliteStaff
    pins: KeptPins
    approvals: Approvals

    def known(self, number: str) -> Employee:
        """Give an employee; for a number that is nobody's, as while nobody has signed in, the first on the list."""
        return self.book.employee(number) or self.book.employees()[0]


def open_staff(config: Config, file: SqliteFile, audit: AuditLog, *, clock: Clock) -> Staff:
    """Take over the shipped list; ConfigFault where it cannot be read."""
    chance = SystemChance()
    listed = read_staff(asset("staff.toml"))
    book = SqliteStaff(file, audit)
    book.enrol(listed)
    hasher = PasswordHasher(load_key(config.data / "till.pepper", chance), chance)
    pins = KeptPins(book, hasher, clock, listed)
    return Staff(book, pins, Approvals(book=book, pins=pins, clock=clock))
