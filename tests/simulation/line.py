"""A line that loses, repeats, delays, reorders and garbles what passes between the till and the two behind it."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random  # noqa: TID251  a seed, so that a failure can be repeated

from pos_app.clients.transport import NoReply
from tests.simulation.houses import PlatformHouse
from tests.simulation.moments import Moments
from tests.simulation.weather import CALM, Weather

_WORDS = {
    "9001": "sign in",
    "9002": "sign out",
    "1101": "identify",
    "2101": "quote",
    "2102": "settle",
    "2103": "cancel",
    "2601": "reverse",
    "5201": "ask",
}
_INFNO = re.compile(r'"infno":"(\w+)"')
_CLOG, _PARTING = (2, 4), (2, 8)
_ROOM = 40  # messages that can be under way; the oldest arrives when there is no room


class Trouble(StrEnum):
    NONE = "arrives"
    LOST_BEFORE = "request lost"
    LOST_AFTER = "reply lost"
    DELAYED = "arrives later"
    REPLAYED = "arrives twice at once"
    REPLAYED_LATER = "arrives now and once more later"
    REQUEST_GARBLED = "arrives garbled, and whole later"
    REPLY_GARBLED = "reply garbled"
    CLOGGED = "clogged"
    PARTED = "parted"


_COMES_LATER = frozenset({Trouble.DELAYED, Trouble.CLOGGED, Trouble.REPLAYED_LATER, Trouble.REQUEST_GARBLED})


@dataclass(frozen=True, slots=True)
class Message:
    """A request on its way; `arrive` takes the text as it arrives, and gives None where nothing is answered."""

    word: str
    text: str
    arrive: Callable[[str], object | None]


class FaultyLine:
    """`clients.transport.Transport`; what is under way survives the death of either side."""

    def __init__(
        self,
        *,
        chance: Random,
        moments: Moments,
        platform: PlatformHouse,
        note: Callable[[str], None],
    ) -> None:
        self._chance = chance
        self._moments = moments
        self._platform = platform
        self._note = note
        self._weather = CALM
        self._clogged = 0
        self._parted = 0
        self.under_way: list[Message] = []
        self.troubles: Counter[Trouble] = Counter()
        self.sent = 0

    def turn(self, weather: Weather) -> None:
        """Let another weather begin; with a calm one the line is whole."""
        self._weather = weather
        if weather is CALM:
            self._clogged = self._parted = 0

    def part(self, messages: int) -> None:
        """Lose as many messages as are named, whatever the weather."""
        self._parted = messages

    def call(self, request: str) -> str:
        found = _INFNO.search(request)
        infno = found.group(1) if found else ""
        return str(self.send(Message(_WORDS.get(infno, infno), request, self._platform.trade)))

    def decode(self, request: str) -> str:
        return str(self.send(Message("decode", request, self._platform.decode)))

    def deliver_one(self) -> None:
        """Let any message that was under way arrive at last; nobody waits for its reply."""
        message = self.under_way.pop(self._chance.randrange(len(self.under_way)))
        self._note(f"late {message.word} {_digest(message.text)}")
        self._arrive(message)

    def send(self, message: Message) -> object:
        """Carry a message and its answer, as the weather lets them; NoReply where nothing comes back."""
        self.sent += 1
        with self._moments.about(message.word):
            self._moments.passes("to be sent")
            while len(self.under_way) > _ROOM or (self.under_way and self._chance.random() < self._weather.delayed):
                self.deliver_one()
            answer = self._carry(message, self._next_trouble())
            self._moments.passes("answered")
            return answer

    def _next_trouble(self) -> Trouble:
        if self._parted:
            self._parted -= 1
            return Trouble.PARTED
        if self._clogged:
            self._clogged -= 1
            return Trouble.CLOGGED
        weather, draw = self._weather, self._chance.random
        if draw() < weather.parted:
            self._parted = self._chance.randint(*_PARTING)
        if draw() < weather.clogged:
            self._clogged = self._chance.randint(*_CLOG)
        lot = draw()
        for trouble, rate in (
            (Trouble.LOST_BEFORE, weather.lost_before),
            (Trouble.LOST_AFTER, weather.lost_after),
            (Trouble.DELAYED, weather.delayed),
            (Trouble.REQUEST_GARBLED, weather.garbled / 2),
            (Trouble.REPLY_GARBLED, weather.garbled / 2),
        ):
            lot -= rate
            if lot < 0:
                return trouble
        if draw() < weather.replayed:
            return self._chance.choice((Trouble.REPLAYED, Trouble.REPLAYED_LATER))
        return Trouble.NONE

    def _carry(self, message: Message, trouble: Trouble) -> object:
        self.troubles[trouble] += 1
        self._note(f"{message.word} {trouble} {_digest(message.text)}")
        if trouble in _COMES_LATER:
            self.under_way.append(message)
        match trouble:
            case Trouble.LOST_BEFORE | Trouble.DELAYED | Trouble.CLOGGED | Trouble.PARTED:
                raise NoReply(trouble)
            case Trouble.LOST_AFTER:
                self._arrive(message)
                raise NoReply(trouble)
            case Trouble.REPLAYED:
                self._arrive(message)
                return self._answer(message)
            case Trouble.REQUEST_GARBLED:
                return self._answer(replace(message, text=_garbled(message.text)))
            case Trouble.REPLY_GARBLED:
                return _garbled(str(self._answer(message)))
            case Trouble.NONE | Trouble.REPLAYED_LATER:
                return self._answer(message)

    def _arrive(self, message: Message) -> object | None:
        """Bring a message to the platform; None where it says nothing, because it or its disk died on the way."""
        with self._moments.about(message.word):
            answer = message.arrive(message.text)
        self._note(f"  {'silence' if answer is None else _digest(str(answer))}")
        return answer

    def _answer(self, message: Message) -> object:
        answer = self._arrive(message)
        if answer is None:
            raise NoReply("silence")
        return answer


def _garbled(text: str) -> str:
    return text[: len(text) // 2].replace(":", "\x15") + "\x1a"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
