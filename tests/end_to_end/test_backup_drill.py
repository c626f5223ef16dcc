"""Backups made while a till sells, put back elsewhere: each holds every law, and all that was acknowledged before it.

The normal suite makes a dozen drills, POS_APP_CAMPAIGN=full sixty; POS_APP_SEED repeats a run.
"""

import os
from collections.abc import Iterator
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random  # noqa: TID251  a seed, so that a failure can be repeated

import pytest

from pos_app.bootstrap import open_counter
from pos_app.bootstrap.keeping import back_up, put_back
from pos_app.storage.backup import Manifest
from pos_app.verifier.invariants import broken
from tests.end_to_end.seller import NEVER, Acknowledged, config_of, sell_until_killed

pytestmark = pytest.mark.skipif("forkserver" not in get_all_start_methods(), reason="there is no fork server here")

DRILLS = 60 if os.environ.get("POS_APP_CAMPAIGN") == "full" else 12
SEED = int(os.environ.get("POS_APP_SEED") or Random().randrange(10**6))  # noqa: S311  tests
PATIENCE_S = 300
_FORKS = get_context("forkserver") if "forkserver" in get_all_start_methods() else get_context()


class _Seller:
    """A till in a process of its own that sells for ever, and what it has acknowledged so far."""

    def __init__(self, line: Connection) -> None:
        self._line = line
        self.told: dict[str, Acknowledged] = {}

    def listen(self, *, sales: int) -> None:
        """Hear all that was said, and wait until so many more sales are acknowledged."""
        wanted = len(self.told) + sales
        while len(self.told) < wanted or self._line.poll():
            assert self._line.poll(PATIENCE_S), "the till says nothing"
            said = self._line.recv()
            if isinstance(said, Acknowledged):
                self.told[said.sale_no] = said


@pytest.fixture
def seller(tmp_path: Path) -> Iterator[_Seller]:
    _FORKS.set_forkserver_preload(["tests.end_to_end.seller"])
    ours, theirs = _FORKS.Pipe(duplex=False)
    child = _FORKS.Process(target=sell_until_killed, args=(tmp_path / "shop", SEED, NEVER, theirs))
    child.start()
    theirs.close()
    yield _Seller(ours)
    child.kill()
    child.join()
    child.close()
    ours.close()


def test_every_backup_made_under_load_goes_back_whole(seller: _Seller, tmp_path: Path) -> None:
    print(f"POS_APP_SEED={SEED} repeats this run")  # noqa: T201  pytest shows it when the test fails
    shop = config_of(tmp_path / "shop")
    undone = 0
    for number in range(DRILLS):
        seller.listen(sales=1)
        acknowledged = dict(seller.told)
        backup = back_up(shop, tmp_path / f"{number}.zip")
        elsewhere = config_of(tmp_path / f"restored-{number}")
        assert isinstance(put_back(elsewhere, backup.path), Manifest)
        with open_counter(elsewhere) as counter:  # undoes what the till was in the midst of
            undone += len(counter.recovered)
            office = counter.office
            final = {sale.sale_no: sale for sale in office.books.sales() if sale.state == "final"}
            assert acknowledged.keys() <= final.keys()
            assert all(final[number].total.fen == told.total_fen for number, told in acknowledged.items())
            assert {law: rows for law, rows in office.books.broken().items() if rows} == {}
            assert {law: rows for law, rows in broken(office.platform.store).items() if rows} == {}
            assert office.books.settled() == office.platform.ledger.settled()
    print(f"{DRILLS} drills over {len(seller.told)} sales, {undone} sales cut through")  # noqa: T201
