"""A camera that a window can switch on and off: a fresh source and a fresh loop each time."""

from collections.abc import Callable

from pos_app.domain.scan import Reading
from pos_app.scanner.belief import is_counter_code
from pos_app.scanner.capture import label_of, open_source
from pos_app.scanner.frame import Preview
from pos_app.scanner.loop import ScannerLoop, ScanSighting, SourceState, Watchers
from pos_app.scanner.opencv import tick
from pos_app.scanner.reader import Reader
from pos_app.scanner.source import SourceAddress
from pos_app.scanner.symbology import VOUCHER_SYMBOLOGIES, Symbology


class LiveCamera:
    """What `--camera` names; `on_state` is told when frames come, stay away or end, and why."""

    def __init__(
        self, address: SourceAddress, *, loops: bool = False, on_state: Callable[[SourceState], None] | None = None
    ) -> None:
        self._address = address
        self._loops = loops
        self._on_state = on_state or (lambda _state: None)
        self._wanted = VOUCHER_SYMBOLOGIES
        self._loop: ScannerLoop | None = None

    @property
    def label(self) -> str:
        return label_of(self._address)

    def start(self, on_preview: Callable[[Preview], None], on_codes: Callable[[Reading], None]) -> None:
        """Begin to show and read frames; both callbacks come on threads of the loop."""
        self.stop()

        def on_sighting(sighting: ScanSighting) -> None:
            on_codes(sighting.reading)

        self._loop = ScannerLoop(
            open_source(self._address, loops=self._loops),
            Reader(tick=tick, is_plausible=is_counter_code),
            Watchers(on_preview, on_sighting, self._on_state),
            wanted=self._wanted,
        )
        self._loop.start()

    def expect(self, wanted: frozenset[Symbology]) -> None:
        """Say which kinds of code the till waits for; the fewer, the faster."""
        self._wanted = wanted
        if self._loop is not None:
            self._loop.begin_scan(wanted)

    def stop(self) -> None:
        """End both threads; no callback comes afterwards."""
        if self._loop is not None:
            self._loop.stop()
            self._loop = None
