"""Faults as people write them: by name alone or in full, in a file of `[[faults]]` or in the control interface."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pos_app.domain.refusal import RefusalCode
from pos_app.faults import ConfigFault
from pos_app.verifier.faults import DECODE, USUAL_DELAY_MS, ArmedFault, FaultBoard, FaultPoint, FaultRule
from pos_app.verifier.store.protocol import Reader, Store
from pos_app.wire.messages import Infno


class _Cause(NamedTuple):
    code: RefusalCode
    infno: str = ""


# The causes that a public integration guide lists for settlements that fail, by the names integrators know them under.
CAUSES: Mapping[str, _Cause] = MappingProxyType(
    {
        "PRE_SETTLE_AMOUNT_MISMATCH": _Cause(RefusalCode.TOTALS_DIFFER, Infno.SETTLE),
        "SELF_PAY_MISMATCH": _Cause(RefusalCode.SPLIT_CHANGED, Infno.SETTLE),
        "DETAIL_SUM_MISMATCH": _Cause(RefusalCode.TOTALS_DIFFER, Infno.QUOTE),
        "TOKEN_RECHECK_FAILED": _Cause(RefusalCode.TOKEN_INVALID, Infno.SETTLE),
        "ALREADY_SETTLED": _Cause(RefusalCode.MSGID_REUSED, Infno.SETTLE),
        "TRACE_CODE_MISSING": _Cause(RefusalCode.TRACE_CODE_MISSING, Infno.SETTLE),
        "IN_HOSPITAL": _Cause(RefusalCode.IN_HOSPITAL),
        "BLACKLIST": _Cause(RefusalCode.PERSON_BLACKLISTED),
        "AUTH_EXPIRED": _Cause(RefusalCode.TOKEN_EXPIRED),
        "AUTH_REUSED": _Cause(RefusalCode.CODE_USED, DECODE),
        "NOT_BOUND": _Cause(RefusalCode.NOT_ACTIVATED, DECODE),
        "NAME_MISMATCH": _Cause(RefusalCode.PERSON_UNKNOWN, Infno.IDENTIFY),
        "ORDER_EXISTS": _Cause(RefusalCode.UPLOAD_REPEATED, Infno.GOODS_SALES),
        "ORDER_NOT_FOUND": _Cause(RefusalCode.SETTLEMENT_UNKNOWN, Infno.CANCEL),
        "REVERSE_NOT_ALLOWED": _Cause(RefusalCode.REVERSE_NOT_ALLOWED, Infno.REVERSE),
        "PLATFORM_BUSY": _Cause(RefusalCode.PLATFORM_REFUSED),
    }
)


class FaultSpec(BaseModel):
    """A fault to arm. `person` is a persona's id or a psn_no; `times` 0 or null never wears off.

    Without a point the name says all: a point's, a refusal's code or one of CAUSES; a code alone is a refusal.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(max_length=60)] = ""
    point: FaultPoint | None = None
    infno: Annotated[str, Field(max_length=10)] = ""
    msgid: Annotated[str, Field(max_length=30)] = ""
    person: Annotated[str, Field(max_length=40)] = ""
    times: Annotated[int, Field(ge=0)] | None = 1
    probability: Annotated[float, Field(gt=0, le=1)] = 1.0
    seed: int = 0
    code: RefusalCode | None = None
    delay_ms: Annotated[int, Field(ge=0, le=600_000)] = 0


class FaultList(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    faults: tuple[FaultSpec, ...]


def read_fault_file(path: Path) -> tuple[FaultSpec, ...]:
    """Read `[[faults]]` tables from TOML; ConfigFault names the first thing that is wrong."""
    try:
        tree = tomllib.loads(path.read_text("utf-8"))
        return FaultList.model_validate(tree).faults
    except OSError as error:
        raise ConfigFault(f"{path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigFault(f"{path}: not TOML: {error}") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ConfigFault(f"{path}: {'.'.join(str(part) for part in first['loc'])}: {first['msg']}") from error


def arm_all(board: FaultBoard, store: Store, specs: Sequence[FaultSpec]) -> tuple[ArmedFault, ...]:
    """Arm all of them or, with ValueError for what makes no sense, none."""
    with store.read() as books:
        rules = [_rule(books, spec, _unnamed(spec, number, specs)) for number, spec in enumerate(specs, start=1)]
    names = [rule.name for rule in rules]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ValueError(f"two faults are called {twice}: the second would replace the first")
    return tuple(map(board.arm, rules))


def _rule(books: Reader, spec: FaultSpec, otherwise: str) -> FaultRule:
    point, code, infno = _meant(spec)
    known = books.person_called(spec.person) if spec.person else None
    return FaultRule(
        name=spec.name or otherwise,
        point=point,
        infno=infno,
        msgid=spec.msgid,
        person=known.psn_no if known else spec.person,
        times=spec.times or None,
        probability=spec.probability,
        seed=spec.seed,
        code=code,
        delay_ms=spec.delay_ms or (USUAL_DELAY_MS if point is FaultPoint.REPLY_DELAYED else 0),
    )


def _meant(spec: FaultSpec) -> tuple[FaultPoint, RefusalCode | None, str]:
    if spec.point is not None:
        return spec.point, spec.code, spec.infno
    if spec.name in set(FaultPoint):
        return FaultPoint(spec.name), spec.code, spec.infno
    if spec.name in set(RefusalCode):
        return FaultPoint.REFUSAL, RefusalCode(spec.name), spec.infno
    if spec.name in CAUSES:
        cause = CAUSES[spec.name]
        return FaultPoint.REFUSAL, cause.code, spec.infno or cause.infno
    if spec.code is not None:
        return FaultPoint.REFUSAL, spec.code, spec.infno
    raise ValueError(f"{spec.name or 'a fault'}: without a point the name is one of {', '.join(_names())}")


def _names() -> tuple[str, ...]:
    return (*FaultPoint, *CAUSES, *RefusalCode)


def _unnamed(spec: FaultSpec, number: int, specs: Sequence[FaultSpec]) -> str:
    """Name a fault that has no name after its point, and after its place where others stand beside it."""
    name = str(spec.point or spec.code)
    return f"{name} {number}" if len(specs) > 1 else name
