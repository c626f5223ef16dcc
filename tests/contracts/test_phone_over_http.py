"""The phone over HTTP: every test of the near one once more, through the control interface and its client."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from inspect import isfunction, signature
from pathlib import Path

import pytest

from pos_app.clients.distant_phone import DistantPhone
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.verifier.authorities import Remedy
from tests.contracts import test_platform_admission, test_platform_people
from tests.contracts.test_platform_people import ASKING
from tests.contracts.world import CHENGDU, World
from tests.doubles.served import Address, serve


@dataclass
class DistantAuthorities:
    """`Authorities` over the control interface."""

    there: Address

    def put_right(self, person_id: str, remedy: Remedy) -> Refusal | None:
        answer = self.there.post(f"/control/people/{person_id}/authority", {"remedy": remedy})
        if answer.status_code == 200:
            return None
        told = answer.json()["refused"]
        return Refusal(RefusalCode(told["code"]), told["detail"])


@contextmanager
def distant(folder: Path, region: str) -> Iterator[World]:
    made = World(folder, region=region)
    with serve(folder, store=made.store, desk=made.desk, clock=made.clock) as there:
        phone = DistantPhone(there.url)
        made.phone = phone  # type: ignore[assignment]  # the same phone, by its shape
        made.authorities = DistantAuthorities(there)  # type: ignore[assignment]  # the same counter
        yield made
        phone.close()
    made.assert_sound()
    made.store.close()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with distant(tmp_path, CHENGDU) as made:
        yield made


@pytest.fixture
def asking(tmp_path: Path) -> Iterator[World]:
    with distant(tmp_path, ASKING) as made:
        yield made


till = test_platform_people.till

globals().update(
    {
        name: test
        for module in (test_platform_admission, test_platform_people)
        for name, test in vars(module).items()
        if isfunction(test)
        and name.startswith("test_")
        and {"world", "asking"} & set(signature(test).parameters)
        and "monkeypatch" not in signature(test).parameters  # what dies inside dies there
    }
)


def test_every_remedy_helps(world: World) -> None:
    for remedy in Remedy:
        assert world.authorities.put_right("plenty", remedy) is None
