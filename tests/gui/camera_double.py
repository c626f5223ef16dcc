"""A camera that shows what a test says, from a thread of its own."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from pos_app.domain.scan import Reading
from pos_app.gui.ports import PreviewFrame

NOTHING_READ = Reading((), 1.0, 4, 2)


@dataclass(frozen=True)
class Frame:
    dropped: int = 0
    width: int = 4
    height: int = 2
    rgb: bytes = bytes(24)


class CameraDouble:
    """Speaks on a thread of its own, as a camera does, whenever a test says so."""

    def __init__(self, label: str = "Camera 1") -> None:
        self.label = label
        self.calls: list[str] = []
        self.goods: list[bool] = []
        self.on_preview: Callable[[PreviewFrame], None] = lambda _frame: None
        self.on_codes: Callable[[Reading], None] = lambda _reading: None
        self.on_trouble: Callable[[str], None] = lambda _trouble: None

    def start(
        self,
        on_preview: Callable[[PreviewFrame], None],
        on_codes: Callable[[Reading], None],
        on_trouble: Callable[[str], None],
    ) -> None:
        self.calls.append("start")
        self.on_preview, self.on_codes, self.on_trouble = on_preview, on_codes, on_trouble

    def expect_goods(self, *, is_expected: bool) -> None:
        self.goods.append(is_expected)

    def stop(self) -> None:
        self.calls.append("stop")

    def shoot(self, *frames: Frame) -> None:
        self._speak(lambda: [self.on_preview(frame) for frame in frames])

    def fail(self, trouble: str) -> None:
        self._speak(lambda: self.on_trouble(trouble))

    def read(self, reading: Reading = NOTHING_READ) -> None:
        self._speak(lambda: self.on_codes(reading))

    @staticmethod
    def _speak(words: Callable[[], object]) -> None:
        thread = threading.Thread(target=words)
        thread.start()
        thread.join()
