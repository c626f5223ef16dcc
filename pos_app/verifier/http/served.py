"""What the HTTP application serves, joined by the composition root."""

from dataclasses import dataclass

from pos_app.verifier.clock import VirtualClock
from pos_app.verifier.customer_app import CustomerApp
from pos_app.verifier.exchanges import ExchangeLog
from pos_app.verifier.faults import FaultBoard
from pos_app.verifier.http.signatures import Keys
from pos_app.verifier.reception import Reception
from pos_app.verifier.store.protocol import Store
from pos_app.wire.region import RegionProfile


@dataclass(frozen=True, slots=True)
class Served:
    """The platform with all that can be done to it from outside."""

    reception: Reception
    phone: CustomerApp
    store: Store
    faults: FaultBoard
    clock: VirtualClock
    exchanges: ExchangeLog
    profile: RegionProfile
    keys: Keys
    version: str
