"""What the platform says about a person and a bill."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from pos_app.domain.money import Money
from pos_app.domain.split import Split


class CertificateType(StrEnum):
    """How the person was identified; the values are the platform's `mdtrt_cert_type`."""

    CERTIFICATE = "01"
    ID_CARD = "02"
    SOCIAL_CARD = "03"


class InsuranceType(StrEnum):
    """The values are the platform's `insutype`."""

    EMPLOYEE = "310"
    RESIDENT = "390"


@dataclass(frozen=True, slots=True, repr=False)
class Identity:
    """What the next messages repeat of a person in clear: in memory for one sale, in no repr, log or database."""

    name: str
    id_type: str
    id_number: str
    credential: str


@dataclass(frozen=True, slots=True)
class Insured:
    """Who pays with insurance, masked already but for `identity`.

    `identity.credential` is the token of the voucher, or the card's number. `balance` is None where the region has
    not opened the query; the sale still works. `wants_shared` until the customer says no to the family's account.
    """

    person_no: str
    masked_name: str
    certificate_type: CertificateType
    identity: Identity = field(repr=False)
    insurance: InsuranceType
    person_type: str
    area: str
    balance: Money | None
    wants_shared: bool = True


@dataclass(frozen=True, slots=True)
class Quote:
    """The answer to a dry run (2101): how this bill would be split now.

    `asks_password` where the customer must confirm on the phone before an account pays.
    """

    split: Split
    asks_password: bool = False


@dataclass(frozen=True, slots=True)
class Settlement:
    """Money that moved (2102). `balance` is the account after it, None where it is not shown.

    `settled_at` is the platform's own time; `clearing` is how it will be cleared, as the platform names it.
    """

    msgid: str
    settlement_id: str
    visit_id: str
    split: Split
    balance: Money | None
    settled_at: datetime
    clearing: str = ""


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Nothing usable came back: what was asked for may have happened or not."""

    cause: str


@dataclass(frozen=True, slots=True)
class NotSettled:
    """The platform holds no standing settlement of this msgid; one may still be under way."""


@dataclass(frozen=True, slots=True)
class Done:
    """The platform acknowledged a reversal (2601) or a cancellation (2103), this one with a settlement of its own."""

    reference: str = ""
    at: datetime | None = None
