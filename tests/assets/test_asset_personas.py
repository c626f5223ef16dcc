"""The personas: generated people who can't be real, each with one reason to exist."""

import csv
import re
import tomllib
from collections import Counter
from dataclasses import dataclass, field, fields
from datetime import date

import pytest

from pos_app.domain.money import ZERO, Money, total
from pos_app.resources import asset


@dataclass(frozen=True, slots=True)
class Person:
    """The keys of an entry and their types, no more and no fewer."""

    id: str
    why_zh: str
    why_en: str
    name: str
    name_en: str
    gender: str
    birthday: str
    certno: str
    psn_no: str
    card_no: str
    area: str
    area_name_zh: str
    area_name_en: str
    insurance: str
    person_type: str
    insurance_state: str
    records_merged: bool
    has_account: bool
    balance_yuan: str
    balance_shown: bool
    frozen: bool
    social_card_level: int
    family: list[str]
    shares_with: list[str]
    relation_zh: str
    relation_en: str
    activated: list[str] = field(default_factory=lambda: ["national", "alipay", "wechat"])
    password: str = ""
    places: list[dict[str, str]] = field(default_factory=list)
    card_state: str = ""
    face_on_file: bool = True
    known_to_police: bool = True
    insurance_data_right: bool = True
    deceased: bool = False
    in_hospital: bool = False
    blacklisted: bool = False
    fault: str = ""
    other_insurances: list[dict[str, str]] = field(default_factory=list)

    @property
    def balance(self) -> Money:
        return Money.of_yuan(self.balance_yuan)


def people() -> list[Person]:
    with asset("personas.toml").open("rb") as file:
        return [Person(**entry) for entry in tomllib.load(file)["person"]]


PEOPLE = people()
PERSON = {person.id: person for person in PEOPLE}
EACH = pytest.mark.parametrize("person", PEOPLE, ids=list(PERSON))

PROVINCES = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83"

# What the platform looks at, and in what of it each persona differs from the ordinary first one.
RULED_BY = [
    "area",
    "insurance",
    "person_type",
    "insurance_state",
    "records_merged",
    "has_account",
    "balance_shown",
    "frozen",
    "social_card_level",
    "family",
    "shares_with",
    "activated",
    "password",
    "places",
    "card_state",
    "face_on_file",
    "known_to_police",
    "insurance_data_right",
    "deceased",
    "in_hospital",
    "blacklisted",
    "fault",
    "other_insurances",
]
UNLIKE_THE_FIRST = {
    "plenty": "",
    "exact": "",
    "short": "",
    "zero": "",
    "one-fen": "",
    "frozen": "frozen",
    "resident-no-account": "insurance person_type has_account",
    "social-card-level-1": "social_card_level",
    "social-card-level-2": "",
    "family-holder": "family shares_with",
    "family-father": "person_type social_card_level",
    "family-member": "insurance person_type has_account social_card_level",
    "several-records": "records_merged",
    "balance-hidden": "balance_shown",
    "same-province": "area",
    "other-province": "area",
    "insuplc-missing": "area places",
    "paused": "insurance_state",
    "retired": "person_type",
    "rare-name": "",
    "not-activated": "activated",
    "one-channel": "activated",
    "face-fails": "activated face_on_file",
    "real-name-fails": "activated known_to_police",
    "data-wrong": "activated insurance_data_right",
    "password-missing": "password",
    "password-locked": "password",
    "deceased": "person_type deceased",
    "in-hospital": "in_hospital",
    "blacklisted": "blacklisted",
    "two-places": "area places",
    "card-lost": "card_state",
    "baby": "insurance person_type has_account social_card_level activated",
    "grandmother": "person_type",
    "lost-reply": "fault",
    "two-insurances": "other_insurances",
    "once-resident": "other_insurances",
}


def is_iso_7064(number: str) -> bool:
    """Check MOD 11-2 by its recursion, so that the table of weights it was made with proves nothing."""
    rest = 0
    for character in number:
        rest = (rest * 2 + (10 if character == "X" else int(character))) % 11
    return rest == 1


def basket_total(basket: str) -> Money:
    with asset("catalogue.csv").open(encoding="utf-8", newline="") as file:
        price = {row["code"]: Money.of_yuan(row["price_yuan"]) for row in csv.DictReader(file)}
    wanted = (item.split("=") for item in basket.split(","))
    return total(price[code] for code, quantity in wanted for _ in range(int(quantity)))


def basket_named_in(sentence: str) -> str:
    found = re.search(r"\d{6}=\d+(,\d{6}=\d+)*", sentence)
    assert found, sentence
    return found[0]


def test_the_first_person_has_plenty() -> None:
    first = PEOPLE[0]
    assert (first.id, first.name[0], first.area, first.insurance, first.balance_yuan) == (
        "plenty",
        "李",
        "510100",
        "310",
        "1204.33",
    )


def test_each_person_makes_one_thing_happen() -> None:
    ordinary = PEOPLE[0]
    unlike = {
        person.id: " ".join(key for key in RULED_BY if getattr(person, key) != getattr(ordinary, key))
        for person in PEOPLE
    }
    assert unlike == UNLIKE_THE_FIRST


@EACH
def test_every_value_has_its_type(person: Person) -> None:
    types = {field.name: field.type for field in fields(person)}
    wrong = [name for name, wanted in types.items() if not isinstance(getattr(person, name), _plain(wanted))]
    assert wrong == []


def _plain(annotation: object) -> type:
    return annotation if isinstance(annotation, type) and annotation in {str, bool, int} else list


@EACH
def test_every_person_has_a_reason_in_both_languages(person: Person) -> None:
    assert re.fullmatch(r".*[一-鿿].*。", person.why_zh)
    assert re.fullmatch(r"[\x20-\x7e×]+\.", person.why_en)


@EACH
def test_the_id_number_is_built_right_and_is_nobodys(person: Person) -> None:
    assert re.fullmatch(r"990000\d{11}[\dX]", person.certno)
    assert person.certno[:2] not in PROVINCES.split()
    assert is_iso_7064(person.certno)
    assert date.fromisoformat(person.birthday).strftime("%Y%m%d") == person.certno[6:14]
    assert int(person.certno[16]) % 2 == {"1": 1, "2": 0}[person.gender]


@EACH
def test_the_other_numbers_are_of_the_simulator(person: Person) -> None:
    area = person.area or "510100"
    assert re.fullmatch(rf"{area}990\d{{17}}", person.psn_no)
    assert re.fullmatch(rf"SIM{area[:2]}\d{{7}}", person.card_no)


@pytest.mark.parametrize("key", ["id", "certno", "psn_no", "card_no", "name", "name_en", "why_zh", "why_en"])
def test_nobody_shares_a_number_a_name_or_a_reason(key: str) -> None:
    assert [value for value, count in Counter(getattr(person, key) for person in PEOPLE).items() if count > 1] == []


@EACH
def test_the_codes_of_the_platform_are_known_ones(person: Person) -> None:
    assert person.insurance in {"310", "390"}
    assert person.person_type in ({"11", "12"} if person.insurance == "310" else {"1401", "1403", "15"})
    assert person.insurance_state in {"1", "2"}
    assert person.social_card_level in {0, 1, 2}


@EACH
def test_money_has_two_places_and_only_an_account_holds_any(person: Person) -> None:
    assert re.fullmatch(r"\d+\.\d\d", person.balance_yuan)
    assert person.has_account or (person.balance == ZERO and not person.frozen and not person.shares_with)


@EACH
def test_an_area_has_both_names_or_is_missing_whole(person: Person) -> None:
    assert len({bool(person.area), bool(person.area_name_zh), bool(person.area_name_en)}) == 1
    assert re.fullmatch(r"(\d{4}00)?", person.area)


def test_families_resolve() -> None:
    shown = [member for person in PEOPLE for member in person.family]
    drawing = [member for person in PEOPLE for member in person.shares_with]
    assert set(shown) | set(drawing) <= set(PERSON)
    assert len(set(shown)) == len(shown), "a person stands under one holder"
    assert all(person.id not in person.family + person.shares_with for person in PEOPLE)
    assert all(len(person.family) <= 5 for person in PEOPLE)


def test_only_members_of_a_family_are_called_something() -> None:
    members = {member for person in PEOPLE for member in person.family}
    assert {person.id for person in PEOPLE if person.relation_zh} == members
    assert {person.id for person in PEOPLE if person.relation_en} == members


def test_the_family_of_the_design_picture_is_there() -> None:
    holder = PERSON["family-holder"]
    assert [PERSON[member].relation_zh for member in holder.family] == ["父亲", "女儿"]
    assert holder.shares_with == holder.family


@pytest.mark.parametrize(("person_id", "left"), [("exact", "0.00"), ("short", "30.23")])
def test_a_balance_fits_the_basket_that_the_reason_names(person_id: str, left: str) -> None:
    person = PERSON[person_id]
    basket = basket_named_in(person.why_zh)
    costs = basket_total(basket)
    assert basket_named_in(person.why_en) == basket
    assert str(costs) in person.why_zh
    assert str(costs) in person.why_en
    assert str(costs - person.balance) == left


def test_places_of_insurance_tell_the_provinces_apart() -> None:
    assert PERSON["same-province"].area[:2] == "51"
    assert PERSON["same-province"].area != "510100"
    assert PERSON["other-province"].area[:2] in set(PROVINCES.split()) - {"51"}
    assert PERSON["insuplc-missing"].area == ""
