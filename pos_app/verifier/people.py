"""The insured people the platform knows, read once from a file of generated personas."""

import tomllib
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pos_app.domain.activation import PersonFile
from pos_app.domain.family import age_on
from pos_app.domain.identity import is_real_resident_id
from pos_app.domain.money import Money
from pos_app.domain.voucher import Channel
from pos_app.faults import ConfigFault
from pos_app.verifier.faults import FaultPoint


class PasswordState(StrEnum):
    """How a person's payment password begins; one that is locked stays so until it is recovered."""

    SET = "set"
    MISSING = "missing"
    LOCKED = "locked"


class CardState(StrEnum):
    """Whether the social-security card works; the electronic one follows the physical one."""

    NORMAL = "normal"
    LOST = "lost"
    STOPPED = "stopped"


class InsuredPlace(BaseModel):
    """A place of insurance that a person can switch to, or that the agency has yet to supply."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    area: Annotated[str, Field(pattern=r"^\d{6}$")]
    name_zh: str
    name_en: str


class OtherInsurance(BaseModel):
    """A second insurance under the same number: an earlier one that has ended, or one without an account."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    insurance: Annotated[str, Field(pattern=r"^\d{3}$")]
    person_type: Annotated[str, Field(pattern=r"^\d{2,6}$")]
    state: Annotated[str, Field(pattern=r"^[0-4]$")]


class Person(BaseModel):
    """One insured person. `family` are those whose codes this phone shows; `shares_with` may draw on this account.

    `activated` are the channels that are open from the beginning; what has changed since is in the books.
    `fault` is what strikes every settlement of theirs.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(min_length=1, max_length=40)]
    name: Annotated[str, Field(min_length=1, max_length=50)]
    name_en: str
    gender: Annotated[str, Field(pattern=r"^[0129]$")]
    birthday: date
    certno: Annotated[str, Field(pattern=r"^\d{17}[\dX]$")]
    psn_no: Annotated[str, Field(min_length=1, max_length=30)]
    card_no: Annotated[str, Field(min_length=1, max_length=30)]
    area: Annotated[str, Field(pattern=r"^(\d{6})?$")]
    area_name_zh: str
    area_name_en: str
    insurance: Annotated[str, Field(pattern=r"^\d{3}$")]
    person_type: Annotated[str, Field(pattern=r"^\d{2,6}$")]
    insurance_state: Annotated[str, Field(pattern=r"^[0-4]$")]
    records_merged: bool
    has_account: bool
    balance_yuan: Annotated[Decimal, Field(ge=0, decimal_places=2)]
    balance_shown: bool
    frozen: bool
    social_card_level: Annotated[int, Field(ge=0, le=2)]
    family: tuple[str, ...] = ()
    shares_with: tuple[str, ...] = ()
    fault: FaultPoint | None = None
    relation_zh: str = ""
    relation_en: str = ""
    why_zh: str
    why_en: str
    activated: tuple[Channel, ...] = tuple(Channel)
    known_to_police: bool = True
    face_on_file: bool = True
    insurance_data_right: bool = True
    password: PasswordState = PasswordState.SET
    deceased: bool = False
    in_hospital: bool = False
    blacklisted: bool = False
    card_state: CardState = CardState.NORMAL
    places: tuple[InsuredPlace, ...] = ()
    other_insurances: tuple[OtherInsurance, ...] = ()

    @property
    def file(self) -> PersonFile:
        return PersonFile(
            name=self.name,
            certno=self.certno,
            is_alive=not self.deceased,
            is_known_to_police=self.known_to_police,
            has_face_on_file=self.face_on_file,
            is_insurance_data_right=self.insurance_data_right,
            are_records_merged=self.records_merged,
        )

    @property
    def opening(self) -> Money:
        return Money.of_yuan(self.balance_yuan)

    @property
    def card_sn(self) -> str:
        """The serial of the physical card, which a reader gives beside its number."""
        return f"SN{self.card_no}"

    @property
    def place(self) -> InsuredPlace:
        return InsuredPlace(area=self.area, name_zh=self.area_name_zh, name_en=self.area_name_en)

    def at_place(self, place: InsuredPlace, others: Iterable[InsuredPlace]) -> "Person":
        """Give the same person insured at another place; `others` are what can still be switched to."""
        moved = {"area": place.area, "area_name_zh": place.name_zh, "area_name_en": place.name_en}
        return self.model_copy(update={**moved, "places": tuple(others)})

    def insured_as(self, insurance: str) -> "Person | None":
        """Give the same person by another of their insurances, which has no account; None where there is none such."""
        if insurance == self.insurance:
            return self
        other = next((one for one in self.other_insurances if one.insurance == insurance), None)
        if other is None:
            return None
        rights = {"insurance": insurance, "person_type": other.person_type, "insurance_state": other.state}
        return self.model_copy(update={**rights, "has_account": False})

    def age_on(self, day: date) -> int:
        return age_on(day, self.birthday)


class _People(BaseModel):
    model_config = ConfigDict(extra="forbid")

    person: list[Person]


def parse_people(text: str) -> tuple[Person, ...]:
    """Read `[[person]]` tables from TOML; ConfigFault names the first thing that is wrong."""
    try:
        people = tuple(_People.model_validate(tomllib.loads(text)).person)
    except tomllib.TOMLDecodeError as error:
        raise ConfigFault(f"people: not TOML: {error}") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ConfigFault(f"people: {'.'.join(str(part) for part in first['loc'])}: {first['msg']}") from error
    refuse_real_numbers(people)
    _check_references(people)
    return people


def refuse_real_numbers(people: Iterable[Person]) -> None:
    """Stop at the first whose ID number a living person could have; ConfigFault names the persona, not the number."""
    for person in people:
        if any(is_real_resident_id(number) for number in (person.certno, person.psn_no)):
            raise ConfigFault(
                f"people: {person.id}: certno could be a living person's; the simulation takes generated ones only, "
                "with the area 990000"
            )


def _check_references(people: tuple[Person, ...]) -> None:
    known = {person.id for person in people}
    for numbers in ([p.id for p in people], [p.psn_no for p in people], [p.card_no for p in people]):
        if len(set(numbers)) != len(numbers):
            raise ConfigFault("people: an id, a psn_no or a card_no stands twice")
    for person in people:
        strangers = (set(person.family) | set(person.shares_with)) - known
        if strangers:
            raise ConfigFault(f"people: {person.id} refers to {', '.join(sorted(strangers))}, who is not listed")
