"""The region profile: what differs from province to province, as data read from `assets/regions/*.toml`."""

import tomllib
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pos_app.domain.product import Category, ChargeClass
from pos_app.faults import ConfigFault


class Elsewhere(StrEnum):
    """Whether a person who is insured elsewhere may buy here."""

    ALLOWED = "allowed"
    REFUSED = "refused"


class Strictness(StrEnum):
    """What becomes of a trade that breaks a rule which provinces hold differently."""

    BLOCK = "block"
    WARN = "warn"
    ALLOW = "allow"


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


_Area = Annotated[str, Field(pattern=r"^\d{6}$")]
_Seconds = Annotated[int, Field(ge=1, le=86_400, strict=True)]
_Switch = Annotated[bool, Field(strict=True)]
_Ratio = Annotated[Decimal, Field(ge=0, le=1, decimal_places=4)]
_Price = Annotated[Decimal, Field(ge=0, lt=10**9, decimal_places=6)]
_Yuan = Annotated[Decimal, Field(ge=0, lt=10**9, decimal_places=2)]
_FieldName = Annotated[str, Field(pattern=r"^[A-Za-z_]\w{0,39}$")]
_Verdict = Annotated[str, Field(min_length=1, max_length=6)]


class Region(_Table):
    code: _Area
    province: Annotated[str, Field(pattern=r"^\d{2}$")]
    name_zh: str
    name_en: str


class Pharmacy(_Table):
    code: Annotated[str, Field(pattern=r"^[HP]\d{11}$")]
    name_zh: Annotated[str, Field(min_length=1, max_length=20)]
    name_en: str
    till: Annotated[str, Field(min_length=1, max_length=4)]
    receiver: Annotated[str, Field(min_length=1, max_length=10)]


class VoucherRules(_Table):
    life_s: _Seconds
    single_use: _Switch
    token_life_s: _Seconds
    social_card_life_s: _Seconds


class AccountRules(_Table):
    payable_categories: frozenset[Category]
    balance_query: _Switch
    shared_after_own: _Switch


class PooledRule(_Table):
    """What the pooled outpatient fund pays, above a yearly deductible and up to a yearly cap, of what is in scope.

    It is for all of an insurance whose `psn_type` begins with `person_type`.
    """

    insurance: Annotated[str, Field(pattern=r"^\d{3}$")]
    person_type: Annotated[str, Field(pattern=r"^\d{0,6}$")]
    deductible: _Yuan
    ratio: _Ratio
    yearly_cap: _Yuan


class FundRules(_Table):
    pooled_outpatient: _Switch
    pooled: tuple[PooledRule, ...]


class PriceRules(_Table):
    """`selfpay_prop_of` overrides `selfpay_prop` for one kind of insurance; `caps` are prices by `med_list_codg`."""

    selfpay_prop: dict[ChargeClass, _Ratio]
    selfpay_prop_of: dict[Annotated[str, Field(pattern=r"^\d{3}$")], dict[ChargeClass, _Ratio]]
    caps: dict[Annotated[str, Field(min_length=1, max_length=50)], _Price]


class ElsewhereRules(_Table):
    same_province: Elsewhere
    other_province: Elsewhere


class MessageRules(_Table):
    """`strict` refuses whatever departs from the sheet; else what can be meant in one way only is taken and noted.

    `download_as_file` is for a sender that does not say how it wants a file (9102).
    """

    version: Annotated[str, Field(min_length=1, max_length=6)]
    reversible: frozenset[str]
    fund_includes_account: _Switch
    trace_node: Annotated[str, Field(pattern=r"^(durg|drug)_trac_info$")]
    strict: _Switch
    download_as_file: _Switch


class TraceRules(_Table):
    """Drug trace codes: which goods need one, and what becomes of a settlement without it or with a used one."""

    needed_for: frozenset[Category]
    missing: Strictness
    reused: Strictness


class ReconciliationRules(_Table):
    """The two values of `stmt_rslt`."""

    equal: _Verdict
    unequal: _Verdict


class PasswordRules(_Table):
    asked: _Switch


class RegionProfile(_Table):
    """One region; every key must be there and no other."""

    region: Region
    pharmacy: Pharmacy
    voucher: VoucherRules
    account: AccountRules
    fund: FundRules
    prices: PriceRules
    elsewhere: ElsewhereRules
    messages: MessageRules
    spelling: dict[Annotated[str, Field(pattern=r"^\w{4,5}$")], dict[_FieldName, _FieldName]]
    trace: TraceRules
    reconciliation: ReconciliationRules
    password: PasswordRules

    @property
    def platform_area(self) -> str:
        """The province's own area code, which begins every `inf_refmsgid`."""
        return f"{self.region.province}0000"

    def at_till(self, number: str) -> "RegionProfile":
        """Give the same region as another till of the pharmacy sees it."""
        return self.model_copy(update={"pharmacy": self.pharmacy.model_copy(update={"till": number})})

    def made_strict(self) -> "RegionProfile":
        """Give the same region as it would be if it refused whatever departs from the sheet."""
        return self.model_copy(update={"messages": self.messages.model_copy(update={"strict": True})})

    def selfpay_ratio(self, charge_class: ChargeClass, insurance: str = "") -> Decimal:
        """Give the first self-pay of a class for a kind of insurance, or for all that have none of their own."""
        own = self.prices.selfpay_prop_of.get(insurance, {})
        return own.get(charge_class, self.prices.selfpay_prop[charge_class])

    def pooled_rule(self, insurance: str, person_type: str) -> PooledRule | None:
        """Give the rule of the pooled fund that fits a person most closely; None where it pays nothing."""
        fitting = [
            rule
            for rule in self.fund.pooled
            if rule.insurance == insurance and person_type.startswith(rule.person_type)
        ]
        if not (self.fund.pooled_outpatient and fitting):
            return None
        return max(fitting, key=lambda rule: len(rule.person_type))

    def price_cap(self, catalogue_code: str, otherwise: Decimal) -> Decimal:
        return self.prices.caps.get(catalogue_code, otherwise)


def parse_region(text: str) -> RegionProfile:
    """Read a profile from TOML; ConfigFault names the first key that is wrong, missing or unknown."""
    try:
        profile = RegionProfile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ConfigFault(f"not TOML: {error}") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ConfigFault(f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}") from error
    if set(profile.prices.selfpay_prop) != set(ChargeClass):
        raise ConfigFault("prices.selfpay_prop: one ratio for each of 01, 02, 03")
    return profile
