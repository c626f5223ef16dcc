"""A platform at an address: one HTTP request a message, and no reply wherever there is any doubt."""

import httpx

from pos_app.clients.line import open_line
from pos_app.clients.transport import NoReply

TRADE_PATH = "/fsi/api/rsfComIfsService/callService"
DECODE_PATH = "/ec/trans"
CONNECT_S = 3.0
REPLY_S = 10.0  # a till's patience; after it the outcome is unknown
_ANSWER_LIMIT_BYTES = 4_000_000
_JSON = {"content-type": "application/json;charset=UTF-8", "accept": "application/json"}


class Http:
    """`clients.transport.Transport` to a distant platform, over lines that are kept open."""

    def __init__(self, url: str, *, reply_s: float = REPLY_S) -> None:
        self._client = open_line(url, httpx.Timeout(reply_s, connect=CONNECT_S), _JSON)

    def call(self, request: str) -> str:
        return self._post(TRADE_PATH, request)

    def decode(self, request: str) -> str:
        return self._post(DECODE_PATH, request)

    def is_there(self) -> bool:
        """Say whether a platform of this simulation answers at the address."""
        try:
            return self._client.get("/health").json()["simulation"] is True
        except (httpx.HTTPError, ValueError, KeyError, TypeError):
            return False

    def close(self) -> None:
        self._client.close()

    def _post(self, path: str, request: str) -> str:
        try:
            with self._client.stream("POST", path, content=request.encode()) as response:
                return _text(response)
        except httpx.HTTPError as error:
            raise NoReply(f"{type(error).__name__}: {error}") from error


def _text(response: httpx.Response) -> str:
    """Read an answer; only a 200 whose whole text is UTF-8 is one."""
    if response.status_code != httpx.codes.OK:
        raise NoReply(f"HTTP {response.status_code}")
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > _ANSWER_LIMIT_BYTES:
            raise NoReply(f"more than {_ANSWER_LIMIT_BYTES} bytes")
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise NoReply("not UTF-8") from error
