"""What became of a settlement that was not answered, asked of the real platform in its own messages."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from pos_app.bootstrap.platform import embedded_transport
from pos_app.clients.insurance import InsuranceClient
from pos_app.clients.transport import NoReply, Transport
from pos_app.domain.basket import EMPTY
from pos_app.domain.code import CertificateCode, classify
from pos_app.domain.sale import Payer, SaleDraft
from pos_app.domain.settlement import Insured, NoAnswer, NotSettled, Quote, Settlement
from pos_app.resources import asset
from pos_app.storage.products import read_products
from pos_app.verifier.exchanges import Notebook
from pos_app.verifier.faults import FaultBoard
from pos_app.verifier.reception import Reception
from pos_app.verifier.store.sqlite_exchanges import SqliteExchanges
from tests.contracts.world import World
from tests.doubles.counter import PHARMACY_CODE, in_cash

GOODS = EMPTY.with_item(next(iter(read_products(asset("catalogue.csv")))), 2)
MSGID = f"{PHARMACY_CODE}202611220900009999"
OTHER_MSGID = f"{PHARMACY_CODE}202611220900009998"


@dataclass
class Forgetful:
    """`clients.transport.Transport` that loses the replies of the trades that are named, or spoils their requests."""

    transport: Transport
    loses: set[str] = field(default_factory=set)
    spoil: Callable[[str], str] = str
    sent: list[str] = field(default_factory=list)

    def call(self, request: str) -> str:
        infno = request.partition('"infno":"')[2][:4]
        self.sent.append(infno)
        answer = self.transport.call(self.spoil(request))
        if infno in self.loses:
            raise NoReply("lost")
        return answer

    def decode(self, request: str) -> str:
        return self.transport.decode(request)


@dataclass
class Counted:
    """`clients.insurance.Msgids` in a row."""

    number: int = 0

    def next_msgid(self, at: datetime) -> str:
        self.number += 1
        return f"{PHARMACY_CODE}{at:%Y%m%d%H%M%S}{self.number:04}"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.assert_sound()
    made.store.close()


@pytest.fixture
def line(world: World, tmp_path: Path) -> Iterator[Forgetful]:
    with closing(SqliteExchanges(tmp_path / "exchanges.db")) as exchanges:
        reception = Reception(
            verifier=world.verifier,
            store=world.store,
            faults=FaultBoard(),
            notebook=Notebook(exchanges),
            clock=world.clock,
        )
        yield Forgetful(embedded_transport(reception))


@pytest.fixture
def client(world: World, line: Forgetful) -> InsuranceClient:
    return InsuranceClient(transport=line, profile=world.profile, msgids=Counted(), clock=world.clock)


def meet(world: World, client: InsuranceClient, person: str) -> SaleDraft:
    """Let somebody show a code, and agree on what insurance pays."""
    code = classify(world.code(person))
    assert isinstance(code, CertificateCode)
    insured = client.identify(code)
    assert isinstance(insured, Insured), insured
    quote = client.quote(insured, GOODS)
    assert isinstance(quote, Quote)
    return SaleDraft(GOODS, Payer(insured, quote), in_cash(quote.split.cash))


def insured_of(draft: SaleDraft) -> Insured:
    assert draft.payer is not None
    return draft.payer.insured


@pytest.mark.parametrize("person", ["plenty", "short", "same-province", "family-father", "balance-hidden"])
def test_a_settlement_whose_reply_was_lost_is_found_as_it_was_answered(
    world: World, client: InsuranceClient, line: Forgetful, person: str
) -> None:
    draft = meet(world, client, person)
    line.loses = {"2102"}
    assert isinstance(client.settle(MSGID, draft, "1"), NoAnswer)
    found = client.ask(MSGID, insured_of(draft))
    line.loses = set()
    told = client.settle(MSGID, draft, "1")  # the same msgid gives the stored answer
    assert isinstance(told, Settlement)
    assert found == told


def test_what_never_came_is_not_found(world: World, client: InsuranceClient) -> None:
    draft = meet(world, client, "plenty")
    assert client.ask(MSGID, insured_of(draft)) == NotSettled()
    client.settle(OTHER_MSGID, draft, "1")
    assert client.ask(MSGID, insured_of(draft)) == NotSettled()


def test_what_was_undone_is_not_found(world: World, client: InsuranceClient) -> None:
    one, other = meet(world, client, "plenty"), meet(world, client, "short")
    client.settle(MSGID, one, "1")
    client.reverse(MSGID, insured_of(one).person_no)
    assert client.ask(MSGID, insured_of(one)) == NotSettled()
    settled = client.settle(OTHER_MSGID, other, "2")
    assert isinstance(settled, Settlement)
    client.cancel(f"{PHARMACY_CODE}202611220900009997", insured_of(other).person_no, settled)
    assert client.ask(OTHER_MSGID, insured_of(other)) == NotSettled()


@pytest.mark.parametrize("silent", ["5201", "9101", "3202", "9102", "5203"])
def test_silence_on_the_way_is_no_answer(world: World, client: InsuranceClient, line: Forgetful, silent: str) -> None:
    draft = meet(world, client, "plenty")
    client.settle(MSGID, draft, "1")
    line.loses = {silent}
    assert isinstance(client.ask(MSGID, insured_of(draft)), NoAnswer)


def test_asking_moves_nothing(world: World, client: InsuranceClient, line: Forgetful) -> None:
    draft = meet(world, client, "plenty")
    client.settle(MSGID, draft, "1")
    before, line.sent = world.ledger.settled(), []
    assert isinstance(client.ask(MSGID, insured_of(draft)), Settlement)
    assert world.ledger.settled() == before
    assert line.sent == ["5201", "9101", "3202", "9102", "5203"]


def test_a_message_that_came_spoilt_says_nothing_of_its_trade(
    world: World, client: InsuranceClient, line: Forgetful
) -> None:
    """A copy of it may still arrive whole: nobody may take the money for unmoved, or for not given back."""
    draft = meet(world, client, "plenty")
    settled = client.settle(MSGID, draft, "1")
    assert isinstance(settled, Settlement)
    line.spoil = lambda request: request[: len(request) // 2]
    assert isinstance(client.settle(OTHER_MSGID, draft, "2"), NoAnswer)
    assert isinstance(client.reverse(MSGID, insured_of(draft).person_no), NoAnswer)
    assert isinstance(client.cancel(OTHER_MSGID, insured_of(draft).person_no, settled), NoAnswer)


def test_an_answer_to_another_message_is_none(world: World, client: InsuranceClient, line: Forgetful) -> None:
    """A digit of the msgid was turned on the way, and the platform has taken the trade for another."""
    draft = meet(world, client, "plenty")
    line.spoil = lambda request: request.replace(MSGID, OTHER_MSGID)
    assert isinstance(client.settle(MSGID, draft, "1"), NoAnswer)
