"""What every trade of the platform works with."""

from collections.abc import Mapping
from dataclasses import dataclass

from pos_app.verifier.ports import Chance
from pos_app.verifier.rules import CatalogueItem
from pos_app.verifier.sealing import Sealer
from pos_app.wire.region import RegionProfile


@dataclass(frozen=True, slots=True)
class Desk:
    """The region's rules, the insurance catalogue by `med_list_codg`, the key, and chance."""

    profile: RegionProfile
    catalogue: Mapping[str, CatalogueItem]
    sealer: Sealer
    chance: Chance
