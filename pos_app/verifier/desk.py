"""What every trade of the platform works with."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pos_app.passwords import PasswordHasher
from pos_app.verifier.limits import Limits
from pos_app.verifier.ports import Chance
from pos_app.verifier.rules import CatalogueItem
from pos_app.verifier.sealing import Sealer
from pos_app.verifier.token_seal import SEAL_KEY_BYTES, TokenSeal
from pos_app.wire.region import RegionProfile


@dataclass(frozen=True, slots=True)
class Desk:
    """The region's rules, the insurance catalogue by `med_list_codg`, the keys, chance, and how fast is too fast."""

    profile: RegionProfile
    catalogue: Mapping[str, CatalogueItem]
    sealer: Sealer
    chance: Chance
    passwords: PasswordHasher
    limits: Limits = field(default_factory=Limits)
    token_seal: TokenSeal = field(init=False)

    def __post_init__(self) -> None:
        key = self.sealer.subkey("token-seal", SEAL_KEY_BYTES)
        object.__setattr__(self, "token_seal", TokenSeal(key, f"{self.profile.platform_area}ec"))

    def item(self, catalogue_code: str) -> CatalogueItem | None:
        """Give what the catalogue says about a `med_list_codg`, with the region's cap where it has one."""
        item = self.catalogue.get(catalogue_code)
        if item is None or catalogue_code not in self.profile.prices.caps:
            return item
        return replace(item, price_cap=self.profile.price_cap(catalogue_code, item.price_cap))
