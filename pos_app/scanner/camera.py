"""A camera that a window can switch on and off: a fresh source and a fresh loop each time."""

from collections.abc import Callable

from pos_app.domain.scan import Reading
from pos_app.opencv import tick
from pos_app.scanner.belief import is_counter_code
from pos_app.scanner.capture import label_of, open_source
from pos_app.scanner.frame import Preview
from pos_app.scanner.loop import ScannerLoop, ScanSighting, SourceLive, SourceState, Watchers
from pos_app.scanner.reader import Reader
from pos_app.scanner.source import SourceAddress
from pos_app.scanner.symbology import ALL_SYMBOLOGIES, VOUCHER_SYMBOLOGIES


class LiveCamera:
    """What `--camera` names."""

    def __init__(self, address: SourceAddress, *, loops: bool = False) -> None:
        self._address = address
        self._loops = loops
        self._wanted = VOUCHER_SYMBOLOGIES
        self._loop: ScannerLoop | None = None

    @property
    def label(self) -> str:
        return label_of(self._address)

    def start(
        self,
        on_preview: Callable[[Preview], None],
        on_codes: Callable[[Reading], None],
        on_trouble: Callable[[str], None],
    ) -> None:
        """Begin to show and read frames; the callbacks come on threads of the loop."""
        self.stop()

        def on_sighting(sighting: ScanSighting) -> None:
            on_codes(sighting.reading)

        def on_state(state: SourceState) -> None:
            on_trouble("" if isinstance(state, SourceLive) else state.trouble or "")

        self._loop = ScannerLoop(
            open_source(self._address, loops=self._loops),
            Reader(tick=tick, is_plausible=is_counter_code),
            Watchers(on_preview, on_sighting, on_state),
            wanted=self._wanted,
        )
        self._loop.begin_scan(self._wanted)  # it may have changed while the loop was made
        self._loop.start()

    def expect_goods(self, *, is_expected: bool) -> None:
        """Look for the codes of packages, too, or for vouchers and pay codes alone, which is faster."""
        self._wanted = ALL_SYMBOLOGIES if is_expected else VOUCHER_SYMBOLOGIES
        loop = self._loop
        if loop is not None:
            loop.begin_scan(self._wanted)

    def stop(self) -> None:
        """End both threads; no callback comes afterwards."""
        if self._loop is not None:
            self._loop.stop()
            self._loop = None
