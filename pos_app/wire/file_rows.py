"""Files of 9101 and 9102: one text in a zip, UTF-8, a line a row, TAB between the fields, `null` for what is empty."""

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import TypeVar

from pydantic import BaseModel

from pos_app.wire.faults import WireFault, WireFaultCode, fault
from pos_app.wire.node import read_node, tree_of

UNPACKED_LIMIT_BYTES = 32_000_000  # a row takes about 130
ROW_LIMIT = 200_000

_Row = TypeVar("_Row", bound=BaseModel)
_EMPTY = "null"
_BREAKS = str.maketrans("\t\r\n", "   ")


def pack_rows(name: str, rows: Iterable[BaseModel]) -> bytes:
    """Write rows, their fields in the order of the sheet; the same rows make the same file."""
    text = "".join(f"{line}\n" for line in map(_line, rows))
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(f"{name}.txt"), text.encode(), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def unpack_rows(model: type[_Row], content: bytes) -> tuple[_Row, ...] | WireFault:
    """Read rows; never raises, whatever the file is, and a small one that would grow without end is left packed."""
    text = _unpacked(content)
    if isinstance(text, WireFault):
        return text
    rows: list[_Row] = []
    for number, line in enumerate(text.splitlines(), start=1):
        row = _row(model, line)
        if isinstance(row, WireFault):
            return WireFault(f"第{number}行.{row.field}", row.code, f"第{number}行{row.sentence}")
        rows.append(row)
        if number >= ROW_LIMIT:
            return fault("", WireFaultCode.TOO_BIG, f"超过{ROW_LIMIT}行")
    return tuple(rows)


def _unpacked(content: bytes) -> str | WireFault:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            (member,) = archive.infolist()
            with archive.open(member) as file:
                unpacked = file.read(UNPACKED_LIMIT_BYTES + 1)
        if len(unpacked) > UNPACKED_LIMIT_BYTES:
            return fault("", WireFaultCode.TOO_BIG, f"解压后超过{UNPACKED_LIMIT_BYTES}字节")
        return unpacked.decode("utf-8-sig")
    except UnicodeDecodeError:
        return fault("", WireFaultCode.NOT_UTF8, "文件不是UTF-8编码")
    except _UNREADABLE:
        return fault("", WireFaultCode.WRONG_TYPE, "应为只含一个文本文件的zip")


# What zipfile raises on files that are none: damage, several members, encryption, an unknown method, a broken stream.
_UNREADABLE = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, ValueError, RuntimeError, OSError, EOFError)


def _row(model: type[_Row], line: str) -> _Row | WireFault:
    values, names = line.split("\t"), tuple(model.model_fields)
    if len(values) != len(names):
        return WireFault("", WireFaultCode.MISSING, f"有{len(values)}列,应为{len(names)}列")
    return read_node(model, {name: "" if value == _EMPTY else value for name, value in zip(names, values, strict=True)})


def _line(row: BaseModel) -> str:
    return "\t".join(_texts(tree_of(row).values()))


def _texts(values: Iterable[object]) -> Iterator[str]:
    for value in values:
        yield str(value).translate(_BREAKS) if value not in {None, ""} else _EMPTY
