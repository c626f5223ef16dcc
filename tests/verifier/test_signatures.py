"""Both header signatures of the gateways: who signs well is let in, everybody else is told what is wrong."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from pos_app.faults import ConfigFault
from pos_app.verifier.http.signatures import (
    EXPIRED,
    ILLEGAL_USER,
    LIFE,
    MISMATCH,
    MISSING,
    Keys,
    objection,
    read_keys,
    sign_hmac_sha1,
    sign_sha256,
)
from pos_app.verifier.instants import epoch_ms
from tests.contracts.world import World
from tests.doubles.clock import NOON
from tests.doubles.served import Address, serve

KEYS = Keys(hmac_sha1={"shop": "a secret"}, sha256={"paas": "a token"})


def hmac_headers(**changes: str) -> dict[str, str]:
    parts = {
        "_api_name": "2102",
        "_api_version": "1.0.0",
        "_api_timestamp": str(epoch_ms(NOON)),
        "_api_access_key": "shop",
    } | changes
    return {**parts, "_api_signature": changes.get("_api_signature") or sign_hmac_sha1(parts, "a secret")}


def tif_headers(**changes: str) -> dict[str, str]:
    timestamp = changes.get("timestamp", str(epoch_ms(NOON) // 1000))
    signature = sign_sha256(timestamp=timestamp, nonce="n", token="a token")  # noqa: S106  a test's
    return {
        "x-tif-paasid": changes.get("paasid", "paas"),
        "x-tif-timestamp": timestamp,
        "x-tif-nonce": "n",
        "x-tif-signature": changes.get("signature", signature),
    }


def test_the_signatures_are_those_of_the_sheets() -> None:
    """Worked out by hand with openssl: `echo -n … | openssl dgst -sha1 -hmac secret -binary | base64`."""
    parts = {"_api_access_key": "k", "_api_name": "n", "_api_timestamp": "1", "_api_version": "v"}
    assert sign_hmac_sha1(parts, "secret") == "njm7rA4mmMcn2lN9y3fcMK1zn+I="
    signed = sign_sha256(timestamp="1", nonce="n", token="t")  # noqa: S106  a test's
    assert signed == "c159e7e91acc9536a63bfe4a10861a153e9048b21e6dca30cc3cb3794dca6478"


@pytest.mark.parametrize("headers", [hmac_headers(), tif_headers()])
def test_who_signs_well_is_let_in(headers: dict[str, str]) -> None:
    for moment in (NOON, NOON + LIFE, NOON - LIFE):
        assert objection(KEYS, headers, moment) is None


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({}, MISSING),
        (hmac_headers(_api_name=""), MISSING),
        (hmac_headers(_api_timestamp="soon"), EXPIRED),
        (hmac_headers(_api_timestamp="²"), EXPIRED),
        (hmac_headers(_api_access_key="nobody"), ILLEGAL_USER),
        (hmac_headers(_api_signature="AAAA"), MISMATCH),
        (hmac_headers() | {"_api_name": "2103"}, MISMATCH),
        (tif_headers(timestamp="9" * 40), EXPIRED),
        (tif_headers(paasid="nobody"), ILLEGAL_USER),
        (tif_headers(signature="0"), MISMATCH),
        (tif_headers() | {"x-tif-nonce": "m"}, MISMATCH),
        (tif_headers() | {"x-tif-nonce": ""}, MISSING),
    ],
)
def test_who_does_not_is_told_why(headers: dict[str, str], why: str) -> None:
    assert objection(KEYS, headers, NOON) == why


def test_a_signature_lives_for_half_an_hour() -> None:
    late = NOON + LIFE + timedelta(milliseconds=1)
    assert objection(KEYS, hmac_headers(), late) == EXPIRED
    assert objection(KEYS, tif_headers(), late + timedelta(seconds=1)) == EXPIRED


def test_without_keys_nobody_is_asked() -> None:
    assert objection(Keys(), {}, NOON) is None


def test_keys_are_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    file.write_text('[hmac_sha1]\nshop = "a secret"\n[sha256]\npaas = "a token"\n')
    assert read_keys(file) == KEYS
    for content, named in (("[hmac]\nx = 1", "hmac"), ("nonsense", "TOML"), ("[sha256]\nx = 1", "sha256.x")):
        file.write_text(content)
        with pytest.raises(ConfigFault, match=named):
            read_keys(file)
    with pytest.raises(ConfigFault, match="No such file"):
        read_keys(tmp_path / "nothing.toml")


@pytest.fixture
def guarded(world: World, tmp_path: Path) -> Iterator[Address]:
    with serve(tmp_path, store=world.store, desk=world.desk, clock=world.clock, keys=KEYS) as address:
        yield address


def test_a_guarded_door_says_401_with_the_reason(world: World, guarded: Address) -> None:
    path = "/fsi/api/rsfComIfsService/callService"
    refused = guarded.client.post(path, content=b"{}")
    assert (refused.status_code, refused.json()) == (401, {"code": 401, "message": MISSING})
    signed = hmac_headers(_api_timestamp=str(epoch_ms(world.clock.now())))
    assert guarded.client.post(path, content=b"{}", headers=signed).json()["infcode"] == -1
    assert guarded.get("/health").status_code == 200
