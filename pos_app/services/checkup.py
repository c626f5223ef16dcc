"""What `doctor` asks of the environment and of both books."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pos_app.domain.audit import AuditHead, BadRow
from pos_app.domain.money import Money
from pos_app.domain.reconciliation import Entry, uneven

_Law = TypeVar("_Law", bound=str)


@dataclass(frozen=True, slots=True)
class Check:
    """One question and its answer; `fix` says what to do, where there is something to do."""

    name: str
    ok: bool
    detail: str
    fix: str = ""


def book_checks(book: str, broken: Mapping[_Law, Collection[str]]) -> Iterable[Check]:
    """Turn the broken rows of each invariant into checks."""
    for law, rows in broken.items():
        detail = ", ".join(list(rows)[:5]) if rows else "holds"
        fix = "" if not rows else "stop selling; keep a copy of the data folder and report it"
        yield Check(f"{book}: {law}", not rows, detail, fix)


def audit_check(head: AuditHead, bad: BadRow | None) -> Check:
    """Say whether the till's audit log is one whole chain."""
    return Check(
        "till: the audit log is one whole chain",
        bad is None,
        f"row {bad.number} {bad.damage}" if bad else f"{head.count} rows, {head}",
        "stop selling; keep a copy of the data folder and report it" if bad else "",
    )


def agreement_check(till: Sequence[Entry], platform: Sequence[Entry], still_open: Collection[str]) -> Check:
    """Compare the two books, settlement by settlement."""
    found = uneven(till, platform, still_open=still_open)
    return Check(
        "till and platform agree on every settlement, to the fen",
        not found,
        "; ".join(f"{one.msgid} {one.insured}" for one in found[:5]) or f"{len(till)} settlements",
        "run `pos-app tasks`, then `pos-app reconcile --date` for the day" if found else "",
    )


def channel_check(till: Mapping[str, Money], channel: Mapping[str, Money], still_open: Collection[str]) -> Check:
    """Compare what codes and cards paid with the channel's own ledger, by order number; open orders are tasks."""
    apart = sorted(
        number for number in (till.keys() | channel.keys()) - set(still_open) if till.get(number) != channel.get(number)
    )
    detail = "; ".join(f"{number}: till {till.get(number)}, channel {channel.get(number)}" for number in apart[:5])
    return Check(
        "till and pay channel agree on every order, to the fen",
        not apart,
        detail or f"{len(till)} charges",
        "run `pos-app tasks`" if apart else "",
    )
