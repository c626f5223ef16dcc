"""The field types of the national sheet: C text, N numbers, D dates, DT times.

`Annotated[str, C(30)]` reads like the sheet's `C30*`; `optional=True` is a field without the star. A length counts
characters. Each type says what it wants when it is given something else.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Context, Decimal, InvalidOperation
from typing import Annotated, Never, TypeAlias, TypeVar

from pydantic import BaseModel, BeforeValidator, GetCoreSchemaHandler, Strict
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from pos_app.domain.shanghai import SHANGHAI, local
from pos_app.wire.faults import WireFaultCode

_NUMBER = re.compile(r"[-+]?\d{1,40}(\.\d{1,40})?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}", re.ASCII)
_OLDEST = "1900"  # what is older has no moment in UTC, and nobody insured is
_UNFIT_FOR_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
EXACT = Context(prec=80, traps=[InvalidOperation])
_QUANTA = tuple(Decimal(1).scaleb(-scale) for scale in range(7))  # the sheet has six places at most


class _Unsaid(str):
    """An empty text that no message can have in it."""

    __slots__ = ()


UNSAID = _Unsaid()  # what only the lenient reading puts where a till left something out that the platform knows


@dataclass(frozen=True, slots=True)
class Known:
    """Marks what the sheet asks for and the platform knows by itself: tills of the national baseline leave it out."""


KNOWN = Known()


@dataclass(frozen=True, slots=True)
class C:
    """Text of at most `length` characters, one of `allowed` where the sheet has a list."""

    length: int
    optional: bool = False
    allowed: tuple[str, ...] = ()

    @property
    def wanted(self) -> str:
        return f"C{self.length},取值{'、'.join(self.allowed)}" if self.allowed else f"C{self.length}"

    def read(self, value: object) -> str:
        if value is None or value == "":
            is_fine = self.optional or value is UNSAID
            return "" if is_fine else _refuse(WireFaultCode.MISSING, "不能为空", self.wanted)
        if not isinstance(value, str) or (not value.isprintable() and _UNFIT_FOR_TEXT.search(value)):
            return _refuse(WireFaultCode.WRONG_TYPE, "不是文本", self.wanted)
        if len(value) > self.length:
            return _refuse(WireFaultCode.TOO_LONG, f"长{len(value)}字", self.wanted)
        if self.allowed and value not in self.allowed:
            return _refuse(WireFaultCode.WRONG_VALUE, "不在代码表中", self.wanted)
        return str(value)

    def write(self, value: str) -> str:
        return str(value)

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _schema(self.read, self.write)


@dataclass(frozen=True, slots=True)
class N:
    """A number of at most `precision` digits, `scale` of them after the point; written with all its places."""

    precision: int
    scale: int = 0
    optional: bool = False

    @property
    def wanted(self) -> str:
        return f"N{self.precision},{self.scale}" if self.scale else f"N{self.precision}"

    def read(self, value: object) -> Decimal:
        if value is None or value == "":
            return Decimal(0) if self.optional else _refuse(WireFaultCode.MISSING, "不能为空", self.wanted)
        number = _number(value)
        return _refuse(WireFaultCode.WRONG_TYPE, "不是数字", self.wanted) if number is None else self._fit(number)

    @property
    def quantum(self) -> Decimal:
        """Give one of its last place."""
        return _QUANTA[self.scale]

    def write(self, value: Decimal) -> Decimal:
        return EXACT.quantize(value, self.quantum)

    def _fit(self, number: Decimal) -> Decimal:
        if not number.is_finite() or abs(number.adjusted()) > EXACT.prec // 2:
            return _refuse(WireFaultCode.TOO_LONG, "超出范围", self.wanted)
        placed = EXACT.quantize(number, _QUANTA[self.scale])
        if placed != number or (number and number.adjusted() >= self.precision - self.scale):
            return _refuse(WireFaultCode.TOO_LONG, "位数过多", self.wanted)
        return placed

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _schema(self.read, self.write)


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number that real platforms send as a number or as text, such as `infcode`."""

    precision: int

    @property
    def wanted(self) -> str:
        return f"N{self.precision}"

    def read(self, value: object) -> int:
        return int(N(self.precision).read(value))

    def write(self, value: int) -> int:
        return int(value)

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _schema(self.read, self.write)


@dataclass(frozen=True, slots=True)
class D:
    """A day, `yyyy-MM-dd`."""

    optional: bool = False

    @property
    def wanted(self) -> str:
        return "D(yyyy-MM-dd)"

    def read(self, value: object) -> date | None:
        if value is None or value == "":
            return None if self.optional else _refuse(WireFaultCode.MISSING, "不能为空", self.wanted)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if isinstance(value, str) and _DATE.fullmatch(value):
            return _parse(date.fromisoformat, value, self.wanted)
        return _refuse(WireFaultCode.WRONG_TYPE, "不是日期", self.wanted)

    def write(self, value: date | None) -> str:
        return value.isoformat() if value else ""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _schema(self.read, self.write)


@dataclass(frozen=True, slots=True)
class DT:
    """A moment, `yyyy-MM-dd HH:mm:ss` in Chinese time on the wire, aware in Python."""

    optional: bool = False

    @property
    def wanted(self) -> str:
        return "DT(yyyy-MM-dd HH:mm:ss)"

    def read(self, value: object) -> datetime | None:
        if value is None or value == "":
            return None if self.optional else _refuse(WireFaultCode.MISSING, "不能为空", self.wanted)
        if isinstance(value, datetime) and value.tzinfo is not None:
            return value.astimezone(SHANGHAI)
        if isinstance(value, str) and _TIME.fullmatch(value):
            return _parse(datetime.fromisoformat, value, self.wanted).replace(tzinfo=SHANGHAI)
        return _refuse(WireFaultCode.WRONG_TYPE, "不是时间", self.wanted)

    def write(self, value: datetime | None) -> str:
        return format_time(value) if value else ""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _schema(self.read, self.write)


@dataclass(frozen=True, slots=True)
class Octets:
    """A file: a list of bytes as Java writes them, from -128 on, or their Base64; written as Base64."""

    @property
    def wanted(self) -> str:
        return "字节数组或Base64"

    def read(self, value: object) -> bytes:
        if isinstance(value, bytes):
            return value
        if not value or not isinstance(value, str | list):
            return _refuse(WireFaultCode.WRONG_TYPE if value else WireFaultCode.MISSING, "不是文件", self.wanted)
        try:
            return b64decode(value, validate=True) if isinstance(value, str) else bytes(map(_octet, value))
        except ValueError:
            return _refuse(WireFaultCode.WRONG_TYPE, "不是文件", self.wanted)

    def write(self, value: bytes) -> str:
        return b64encode(value).decode()

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _schema(self.read, self.write)


RULES = (C, N, Whole, D, DT, Octets)

_Node = TypeVar("_Node", bound=BaseModel)
_Read = TypeVar("_Read", str, date, datetime)

# Rows of a node; JSON has lists only, and "other empties are sent as an empty text".
Rows: TypeAlias = Annotated[tuple[_Node, ...], Strict(strict=False), BeforeValidator(lambda rows: rows or ())]


def format_time(moment: datetime) -> str:
    """Write a moment the way DT wants it."""
    return local(moment).isoformat(" ", "seconds")[:19]


def _schema(read: Callable[[object], object], write: Callable[..., object]) -> CoreSchema:
    return core_schema.no_info_plain_validator_function(
        read, serialization=core_schema.plain_serializer_function_ser_schema(write)
    )


def _refuse(code: WireFaultCode, what: str, wanted: str) -> Never:
    raise PydanticCustomError(code.value, "{sentence}", {"sentence": f"{what},应为{wanted}"})


def _octet(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < -128:
        raise ValueError("not a byte")
    return value + 256 if value < 0 else value  # and what is over 255, bytes() refuses


def _number(value: object) -> Decimal | None:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    return Decimal(value) if isinstance(value, str) and _NUMBER.fullmatch(value) else None


def _parse(parse: Callable[[str], _Read], text: str, wanted: str) -> _Read:
    try:
        parsed = parse(text)
    except ValueError:
        return _refuse(WireFaultCode.WRONG_VALUE, "不存在", wanted)
    return parsed if text >= _OLDEST else _refuse(WireFaultCode.WRONG_VALUE, f"早于{_OLDEST}年", wanted)
