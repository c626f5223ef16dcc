"""The header signatures that gateways of the platform ask for: checked when keys are configured, else passed over.

HMAC-SHA1 with `_api_*` headers is one province's, SHA-256 with `x-tif-*` headers is that of others.
"""

import base64
import hashlib
import hmac
import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from pos_app.faults import ConfigFault
from pos_app.verifier.instants import epoch_ms

LIFE = timedelta(minutes=30)
_API_SIGNED = ("_api_access_key", "_api_name", "_api_timestamp", "_api_version")
_API_SIGNATURE = "_api_signature"
_TIF = ("x-tif-paasid", "x-tif-timestamp", "x-tif-nonce", "x-tif-signature")

MISSING = "缺少请求头"
EXPIRED = "时间戳已过期"
ILLEGAL_USER = "非法用户"
MISMATCH = "签名不匹配"


class Keys(BaseModel):
    """Who may call: secrets by `_api_access_key`, tokens by `x-tif-paasid`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    hmac_sha1: dict[str, str] = {}
    sha256: dict[str, str] = {}

    @property
    def is_empty(self) -> bool:
        return not (self.hmac_sha1 or self.sha256)


def read_keys(path: Path) -> Keys:
    """Read `[hmac_sha1]` and `[sha256]` from TOML; ConfigFault for what is wrong in it."""
    try:
        return Keys.model_validate(tomllib.loads(path.read_text("utf-8")))
    except OSError as error:
        raise ConfigFault(f"{path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigFault(f"{path}: not TOML: {error}") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise ConfigFault(f"{path}: {'.'.join(str(part) for part in first['loc'])}: {first['msg']}") from error


def objection(keys: Keys, headers: Mapping[str, str], at: datetime) -> str | None:
    """Say why a request is not let in; None where it is. Header names are in lower case."""
    if keys.is_empty:
        return None
    if _API_SIGNATURE in headers and keys.hmac_sha1:
        return _objection_to_hmac(keys, headers, at)
    if _TIF[-1] in headers and keys.sha256:
        return _objection_to_sha256(keys, headers, at)
    return MISSING


def sign_hmac_sha1(parts: Mapping[str, str], secret: str) -> str:
    """Sign as `_api_signature`: the other `_api_*` headers, sorted, `k=v` joined by `&`."""
    text = "&".join(f"{name}={parts[name]}" for name in sorted(_API_SIGNED))
    return base64.b64encode(hmac.new(secret.encode(), text.encode(), hashlib.sha1).digest()).decode()


def sign_sha256(*, timestamp: str, nonce: str, token: str) -> str:
    return hashlib.sha256(f"{timestamp}{token}{nonce}{timestamp}".encode()).hexdigest()


def _objection_to_hmac(keys: Keys, headers: Mapping[str, str], at: datetime) -> str | None:
    if not all(headers.get(name) for name in _API_SIGNED):
        return MISSING
    if not _is_fresh(headers["_api_timestamp"], 1, at):
        return EXPIRED
    secret = keys.hmac_sha1.get(headers["_api_access_key"])
    if secret is None:
        return ILLEGAL_USER
    return None if _are_same(sign_hmac_sha1(headers, secret), headers[_API_SIGNATURE]) else MISMATCH


def _objection_to_sha256(keys: Keys, headers: Mapping[str, str], at: datetime) -> str | None:
    if not all(headers.get(name) for name in _TIF):
        return MISSING
    paasid, timestamp, nonce, signature = (headers[name] for name in _TIF)
    if not _is_fresh(timestamp, 1000, at):
        return EXPIRED
    token = keys.sha256.get(paasid)
    if token is None:
        return ILLEGAL_USER
    wanted = sign_sha256(timestamp=timestamp, nonce=nonce, token=token)
    return None if _are_same(wanted, signature.lower()) else MISMATCH


def _is_fresh(timestamp: str, unit_ms: int, at: datetime) -> bool:
    """Seconds for one style and milliseconds for the other; 13 digits are milliseconds in either."""
    if not (timestamp.isascii() and timestamp.isdigit()) or len(timestamp) > 13:
        return False
    told = int(timestamp) * (1 if len(timestamp) == 13 else unit_ms)
    return abs(epoch_ms(at) - told) <= LIFE / timedelta(milliseconds=1)


def _are_same(wanted: str, given: str) -> bool:
    return hmac.compare_digest(wanted.encode(), given.encode())
