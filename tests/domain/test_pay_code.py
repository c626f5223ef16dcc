"""The pay codes of the simulated wallets: any till knows them by their digits, whoever's they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.code import PayChannel, PayCode, classify
from pos_app.domain.pay_code import LIFE, fresh_pay_code
from pos_app.wallet.scripts import Script, script_of
from tests.doubles.clock import NOON


@given(person=st.text(), channel=st.sampled_from(PayChannel), chance=st.integers(0, 10**8 - 1))
def test_every_code_is_known_for_its_wallet_and_pays(person: str, channel: PayChannel, chance: int) -> None:
    shown = fresh_pay_code(person, channel, NOON, lambda count: f"{chance:08}"[-count:])
    assert classify(shown.text) == PayCode(shown.text, channel)
    assert script_of(shown.text) is Script.PAYS
    assert shown.expires_at - shown.issued_at == LIFE


@pytest.mark.parametrize("channel", PayChannel)
def test_a_person_has_one_wallet_a_channel_and_no_code_is_in_a_repr(channel: PayChannel) -> None:
    first, second, another = (
        fresh_pay_code(person, channel, NOON, digits)
        for person, digits in (("plenty", "1".zfill), ("plenty", "2".zfill), ("short", "1".zfill))
    )
    assert first.text != second.text
    assert first.text[2:6] == second.text[2:6] != another.text[2:6]
    assert first.text not in repr(first)
