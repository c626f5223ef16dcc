"""Serves the platform's double over HTTP: what `pos-app serve` starts."""

import gc
import socket
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter

from pos_app import __version__
from pos_app.bootstrap import SYSTEM_CLOCK, load_profile
from pos_app.bootstrap.elsewhere import refuse_elsewhere
from pos_app.bootstrap.folder import ready_folder
from pos_app.bootstrap.platform import Platform, open_platform
from pos_app.config import Config
from pos_app.faults import ConfigFault
from pos_app.resources import asset
from pos_app.services.ports import Clock
from pos_app.storage.products import read_products
from pos_app.verifier.fault_spec import FaultSpec, arm_all, read_fault_file
from pos_app.verifier.http.application import create_app
from pos_app.verifier.http.served import Served
from pos_app.verifier.http.server import Lines, Server, address_of, listen, make_server
from pos_app.verifier.http.signatures import Keys, read_keys
from pos_app.wallet.channel import PayChannel
from pos_app.wallet.http import pay_routes
from pos_app.wallet.ledger import Ledger
from pos_app.wire.region import RegionProfile

_SQLITE = "sqlite:///"


@dataclass(frozen=True, slots=True)
class Service:
    """A platform that listens already; `run` serves until it is told to end."""

    address: str
    platform: Platform
    server: Server
    line: socket.socket

    def run(self) -> None:
        gc.freeze()  # what is loaded by now stays: the collector need not look through it again and again
        self.server.run(sockets=[self.line])


@contextmanager
def open_service(
    config: Config,
    *,
    host: str,
    port: int,
    strict: bool = False,
    store: str | None = None,
    keys: Path | None = None,
    faults: Path | None = None,
    clock: Clock = SYSTEM_CLOCK,
) -> Iterator[Service]:
    """Open the platform, arm the faults of a file and listen; PortFault where the address is not to be had.

    `strict` makes a region strict that is not.
    """
    specs = read_fault_file(faults) if faults else ()
    profile = load_profile(config.region)
    profile = profile.made_strict() if strict else profile
    ready_folder(config)
    with (
        listen(host, port) as line,
        open_platform(
            config,
            profile,
            read_products(asset("catalogue.csv")),
            clock=clock,
            database=store_path(store) if store else None,
        ) as platform,
        closing(Ledger(_wallet_path(config, store))) as wallet,
    ):
        _arm(platform, specs, faults)
        pay = pay_routes(PayChannel(wallet, platform.clock), wallet)
        yield service_of(platform, profile, line, read_keys(keys) if keys else Keys(), beside=(pay,))


def service_of(
    platform: Platform, profile: RegionProfile, line: socket.socket, keys: Keys, *, beside: Iterable[APIRouter] = ()
) -> Service:
    """Join a platform and a line that listens already."""
    lines = Lines()
    served = Served(
        reception=platform.reception,
        phone=platform.customer_app,
        store=platform.store,
        faults=platform.faults,
        clock=platform.clock,
        exchanges=platform.exchanges,
        profile=profile,
        keys=keys,
        version=__version__,
    )
    return Service(address_of(line), platform, make_server(create_app(served, lines, beside), lines), line)


def _arm(platform: Platform, specs: Sequence[FaultSpec], file: Path | None) -> None:
    try:
        arm_all(platform.faults, platform.store, specs)
    except ValueError as error:
        raise ConfigFault(f"{file}: {error}") from error


def _wallet_path(config: Config, store: str | None) -> Path:
    """Keep the pay channel's book beside the platform's."""
    return (store_path(store).parent if store else config.data) / "wallet.db"


def store_path(url: str) -> Path:
    """Read `sqlite:///FILE` or a plain file name; ConfigFault for a store that this version does not have."""
    if "://" in url and not url.startswith(_SQLITE):
        raise ConfigFault(f"--store {url.partition(':')[0]}: this version keeps its books in sqlite:///FILE")
    path = Path(url.removeprefix(_SQLITE))
    refuse_elsewhere(path)
    return path.expanduser().absolute()
