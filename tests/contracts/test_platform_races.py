"""Many at once: one code is used once, one msgid posts once, and no account is overdrawn."""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
import simplejson

from pos_app.domain.refusal import RefusalCode
from pos_app.domain.voucher import Channel, CodeKind, ShownCode
from pos_app.wire.refusal_text import read_refusal
from tests.contracts.till_driver import Answer, Line, TillDriver
from tests.contracts.world import World, person

PROCESSES = 4


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.assert_sound()
    made.store.close()


@pytest.fixture
def till(world: World) -> TillDriver:
    driver = TillDriver(world.verifier.answer, world.verifier.decode)
    driver.sign_in()
    return driver


def at_once(call: Callable[[str], str], texts: Sequence[str]) -> list[str]:
    """Send all texts at the same moment, each from a thread of its own."""
    barrier = Barrier(len(texts))

    def send(text: str) -> str:
        barrier.wait(timeout=300)
        return call(text)

    with ThreadPoolExecutor(len(texts)) as threads:
        return list(threads.map(send, texts))


def test_the_same_settlement_sent_100_times_at_once_posts_once(world: World, till: TillDriver) -> None:
    text = till.text("2102", till.bill(till.meet(world.code("plenty")), (Line("12.80"),)))
    assert len(set(at_once(world.verifier.answer, [text] * 100))) == 1
    assert len(world.ledger.settlements()) == 1


def test_an_account_is_never_overdrawn_by_two_tills_at_once(world: World, till: TillDriver) -> None:
    buyers = [till.meet(world.code("exact")) for _ in range(12)]
    texts = [till.text("2102", till.bill(buyer, (Line("12.80"),))) for buyer in buyers]
    answers = [Answer(simplejson.loads(text, use_decimal=True)) for text in at_once(world.verifier.answer, texts)]
    assert sum(answer.setlinfo["acct_pay"] for answer in answers) == person("exact").balance_yuan
    assert world.yuan("exact") == 0


def test_one_token_pays_once_however_many_try(world: World, till: TillDriver) -> None:
    bill = till.bill(till.meet(world.code("plenty")), (Line("12.80"),))
    answers = at_once(world.verifier.answer, [till.text("2102", bill) for _ in range(20)])
    refused = [Answer(simplejson.loads(text)) for text in answers if '"infcode":0' not in text]
    assert {answer.refusal for answer in refused} == {RefusalCode.TOKEN_INVALID}
    assert len(refused) == 19


def test_a_settlement_and_its_reversal_at_once_leave_nothing_behind(world: World, till: TillDriver) -> None:
    for _ in range(10):
        buyer, msgid = till.meet(world.code("plenty")), till.msgid()
        settle = till.text("2102", till.bill(buyer, (Line("12.80"),)), msgid=msgid)
        data = {"psn_no": buyer.psn_no, "omsgid": msgid, "oinfno": "2102"}
        at_once(world.verifier.answer, [settle, till.text("2601", {"data": data}), settle])
    assert world.yuan("plenty") == person("plenty").balance_yuan


def test_two_cancellations_at_once_give_the_money_back_once(world: World, till: TillDriver) -> None:
    info = till.settle(till.meet(world.code("plenty")), Line("12.80")).setlinfo
    data = {name: info[name] for name in ("setl_id", "mdtrt_id", "psn_no")}
    answers = at_once(world.verifier.answer, [till.text("2103", {"data": data}) for _ in range(8)])
    assert sum('"infcode":0' in answer for answer in answers) == 1
    assert world.yuan("plenty") == person("plenty").balance_yuan


def fresh_code(world: World, person_id: str, channel: Channel) -> str:
    shown = world.phone.show(person_id, kind=CodeKind.CERTIFICATE, channel=channel)
    assert isinstance(shown, ShownCode)
    return shown.text


def _use_all(folder: str, seed: int, codes: Sequence[str]) -> list[str]:
    """Try every code, in a process of its own, and tell which were ours."""
    world = World(Path(folder), seed=seed)
    till = TillDriver(world.verifier.answer, world.verifier.decode)
    answers = {code: till.decode(code) for code in codes}
    world.store.close()
    lost = {read_refusal(answer["message"]).code for answer in answers.values() if answer["code"] != 0}
    assert lost <= {RefusalCode.CODE_USED}
    return [code for code, answer in answers.items() if answer["code"] == 0]


def test_processes_that_race_for_codes_use_each_once(tmp_path: Path) -> None:
    world = World(tmp_path)
    phones = world.phone.people()
    codes = [fresh_code(world, owner.person_id, channel) for owner in phones for channel in owner.activated]
    world.store.close()
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, mp_context=spawn) as processes:
        used = processes.map(_use_all, [str(tmp_path)] * PROCESSES, range(10, 10 + PROCESSES), [codes] * PROCESSES)
        assert sorted(code for won in used for code in won) == sorted(codes)
    after = World(tmp_path)
    after.assert_sound()
    after.store.close()
