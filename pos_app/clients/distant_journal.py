"""What the request journal of a distant platform of this simulation says of a message, by its control interface."""

from collections.abc import Iterable
from datetime import datetime

import httpx
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from pos_app.clients.line import open_line
from pos_app.services.reconciliation_ports import Moment, Side

_TIMEOUT = httpx.Timeout(10.0)


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    at: datetime
    infno: str
    sent: str
    code: str | None = None


_ROWS = TypeAdapter(tuple[_Told, ...])


class DistantStory:
    """`services.reconciliation_ports.Story` over HTTP; a platform that keeps no such journal tells nothing."""

    def __init__(self, url: str) -> None:
        self._client = open_line(url, _TIMEOUT)

    def of(self, *, msgid: str, sale_no: str) -> Iterable[Moment]:
        del sale_no  # the platform knows nothing of a till's numbers
        if not msgid:
            return ()
        try:
            answer = self._client.get("/control/journal", params={"text": msgid})
            answer.raise_for_status()
            return tuple(map(_moment, _ROWS.validate_json(answer.content)))
        except (httpx.HTTPError, ValidationError):
            return ()

    def close(self) -> None:
        self._client.close()


def _moment(told: _Told) -> Moment:
    said = f"refused:{told.code}" if told.code and told.sent == "answered" else told.sent
    return Moment(told.at, Side.PLATFORM, told.infno, said)
