"""The shipped staff in a till's file, with hashing as cheap as argon2 lets it be."""

from pos_app.domain.staff import Credentials, Employee, Role
from pos_app.passwords import PasswordHasher
from pos_app.resources import asset
from pos_app.services.approvals import Approvals
from pos_app.services.ports import Clock
from pos_app.sqlite import SqliteFile
from pos_app.storage.staff import KeptPins, SqliteStaff, read_staff
from tests.doubles.counter import AUDIT

LISTED = read_staff(asset("staff.toml"))
PINS = {one.number: one.demo_pin for one in LISTED}
CASHIER, SECOND, PHARMACIST, TRAINER, MANAGER, AUDITOR = (Employee(one.number, one.name, one.role) for one in LISTED)
WRONG = "000000"


class CountedChance:
    """Octets that are never the same twice, for salts in tests."""

    def __init__(self) -> None:
        self._drawn = 0

    def digits(self, count: int) -> str:
        self._drawn += 1
        return f"{self._drawn:0{count}}"[-count:]

    def octets(self, count: int) -> bytes:
        self._drawn += 1
        return self._drawn.to_bytes(count, "big")


def credentials(employee: Employee, pin: str = "") -> Credentials:
    return Credentials(employee.number, pin or PINS[employee.number])


def open_approvals(file: SqliteFile, clock: Clock) -> Approvals:
    """Open what a new process would: nothing is kept but what the file holds."""
    book = SqliteStaff(file, AUDIT)
    book.enrol(LISTED)
    hasher = PasswordHasher(b"the pepper of a till in tests...", CountedChance(), memory_kib=8, passes=1)
    return Approvals(book=book, pins=KeptPins(book, hasher, clock, LISTED), clock=clock)


def employees_by_role() -> dict[Role, Employee]:
    return {employee.role: employee for employee in (SECOND, PHARMACIST, TRAINER, MANAGER, AUDITOR)}
