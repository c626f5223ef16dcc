"""Joins a camera to the sale: its picture to the box, and each code that it shows to the till, once."""

from PySide6.QtCore import QObject, Slot

from pos_app.domain.code import GoodsCode, TraceCode, classify_bytes
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.scan import Reading
from pos_app.gui.camera_feed import CameraFeed, FeedState
from pos_app.gui.camera_sight import derive_camera_sight, source_name
from pos_app.gui.translation import Translation
from pos_app.gui.view_models.sale.model import SaleViewModel
from pos_app.gui.widgets.camera_view import CameraView
from pos_app.services.ports import Clock
from pos_app.services.scan_session import GONE_S, Agreed, ScanSession, SeveralCodes

# A package that lies in view is read now and then, on a busy machine seconds apart; it must not be sold each time.
_GOODS_GONE_S = 30.0


class CameraIntake(QObject):
    """A code held before the camera counts once; shown again, or asked for again by F6, it counts again."""

    def __init__(
        self, *, feed: CameraFeed, view: CameraView, model: SaleViewModel, clock: Clock, translation: Translation
    ) -> None:
        super().__init__(view)
        self._feed = feed
        self._view = view
        self._model = model
        self._clock = clock
        self._translation = translation
        self._session = ScanSession()
        self._was_armed = False
        feed.changed.connect(self._show)
        feed.read.connect(self._read)
        view.painted.connect(feed.painted)
        translation.changed.connect(self._show)
        model.changed.connect(self._watch_arming)
        self._show()

    @Slot()
    def _show(self) -> None:
        self._view.render_view(derive_camera_sight(self._feed.feed, self._translation.wording))
        feed = self._feed.feed
        name = source_name(feed.label, self._translation.wording)
        self._model.note_camera(name, is_silent=feed.state is FeedState.SILENT)

    @Slot(object)
    def _read(self, reading: Reading) -> None:
        contents, beside = _meant([code.payload for code in reading.codes])
        gone_s = _GOODS_GONE_S if self._feed.reads_goods else GONE_S
        match self._session.see(contents, at=self._clock.now().timestamp(), beside=beside, gone_s=gone_s):
            case Agreed(payload):
                self._model.take_code(classify_bytes(payload))
            case SeveralCodes():
                self._model.decline(Refusal(RefusalCode.SEVERAL_CODES))
            case None:
                pass

    @Slot()
    def _watch_arming(self) -> None:
        is_armed = self._model.view.scan.is_armed
        if is_armed and not self._was_armed:
            self._session.reset()
        self._was_armed = is_armed


def _meant(payloads: list[bytes]) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """Tell what is shown from what lies about: a voucher beside packages is meant as a voucher."""
    is_package = {payload: isinstance(classify_bytes(payload), GoodsCode | TraceCode) for payload in payloads}
    packages = tuple(payload for payload in payloads if is_package[payload])
    others = tuple(payload for payload in payloads if not is_package[payload])
    return (others, packages) if others else (packages, ())
