"""Joins the windows to the counter; it loads Qt, so it is imported only when a window is wanted."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread

from pos_app.bootstrap import Counter, open_pictures
from pos_app.bootstrap.cameras import address_of, camera_list, choice_of_camera
from pos_app.bootstrap.day_end import DayEnd
from pos_app.bootstrap.keeping import put_back_as_ordered
from pos_app.bootstrap.phones import Phone, show_pay_code
from pos_app.config import Config, write_camera, write_look
from pos_app.domain.code import PayChannel
from pos_app.domain.money import Money
from pos_app.domain.pay_code import ShownPayCode
from pos_app.domain.refusal import Refusal
from pos_app.domain.voucher import Channel, CodeKind, PaymentConsent, PhoneOwner, ShownCode
from pos_app.faults import Fault, StoreFault
from pos_app.gui.application import film_sale, run_window, watch_window
from pos_app.gui.camera_watch import Watched
from pos_app.gui.film import Filmed, SaleScript
from pos_app.gui.ports import CameraChoice, CounterPorts, PictureReading, RestoreEnd, WindowSettings
from pos_app.gui.tokens import Scale, Theme
from pos_app.host import SystemClock
from pos_app.phone.png import code_png
from pos_app.scanner.camera import LiveCamera
from pos_app.scanner.intake import PictureReader
from pos_app.scanner.source import CameraIndex, parse_source
from pos_app.services.day_end import RestoreOrder

_DEMO_PERSON = "plenty"
_DEMO_BASKET = ("100001", "100001", "100002", "100003", "100003", "100004")
_DEMO_CASH = Money(50_00)
_FIRST_CAMERA = Path("/dev/video0")  # Linux shows a camera as a file; elsewhere one is opened when it is named


@dataclass(frozen=True, slots=True)
class WindowClosed:
    """With an order, a backup is to take the place of the books, and the window is to open again."""

    exit_code: int
    order: RestoreOrder | None


def show_windows(counter: Counter, config: Config, *, restored: RestoreEnd | None = None) -> WindowClosed:
    """Open the cashier window and stay until it is closed; `restored` is what came of an order before it."""
    orders: list[RestoreOrder] = []
    with open_pictures() as pictures:
        Thread(target=_warm_up, args=(pictures,), name="warm-up", daemon=True).start()
        ports = replace(
            _ports(counter, pictures, config, camera=_camera(config)),
            day_end=DayEnd(counter, config, orders.append),
            restored=restored,
        )
        exit_code = run_window(ports, _settings(config))
    return WindowClosed(exit_code, orders[-1] if orders else None)


def restore(config: Config, order: RestoreOrder) -> RestoreEnd:
    """Put back what was ordered, now that nothing has the books open; what went wrong is for the next window to say."""
    try:
        found = put_back_as_ordered(config, order)
    except Fault as fault:
        return RestoreEnd(order.backup, fault=str(fault))
    return RestoreEnd(order.backup, refusal=found if isinstance(found, Refusal) else None)


def film_demo(counter: Counter, config: Config, folder: Path) -> Filmed:
    """Play one whole sale where nobody sees it, keeping pictures of the window in `folder`."""
    app = counter.office.platform.customer_app

    def voucher() -> bytes:
        shown = app.show(_DEMO_PERSON, kind=CodeKind.CERTIFICATE, channel=Channel.NATIONAL)
        if isinstance(shown, Refusal):
            raise AssertionError(f"the demo's customer has no code: {shown}")  # noqa: TRY004  not a type: a mistake of ours
        return code_png(shown.text)

    catalogue = counter.office.catalogue
    barcodes = tuple(product.barcode for product in map(catalogue.find, _DEMO_BASKET) if product)
    script = SaleScript(barcodes=barcodes, voucher=voucher, cash=_DEMO_CASH)
    with open_pictures() as pictures:
        return film_sale(_ports(counter, pictures, config, camera=None), _settings(config), script, folder)


def watch_camera(counter: Counter, config: Config, *, seconds: int) -> Watched:
    """Open the window for so many seconds and count what of its camera's frames is painted and read."""
    with open_pictures() as pictures:
        ports = _ports(counter, pictures, config, camera=_camera(config))
        return watch_window(ports, _settings(config), seconds=seconds)


def _warm_up(pictures: PictureReader) -> None:
    """Start the reader's process while the first goods are scanned; a machine that cannot says so when one is read."""
    with suppress(Fault):
        pictures.warm_up()


class _Phone:
    """The customer's phone, with the picture of its code."""

    def __init__(self, app: Phone) -> None:
        self._app = app

    def people(self) -> tuple[PhoneOwner, ...]:
        return self._app.people()

    def show(
        self, person_id: str, *, kind: CodeKind, channel: Channel, member: str | None = None
    ) -> ShownCode | Refusal:
        return self._app.show(person_id, kind=kind, channel=channel, member=member, by_hand=True)

    def pay_code(self, person_id: str, channel: PayChannel) -> ShownPayCode:
        return show_pay_code(person_id, channel)

    def confirm_payment(self, person_id: str, password: str, *, member: str | None = None) -> PaymentConsent | Refusal:
        return self._app.confirm_payment(person_id, password, member=member)

    def draw(self, text: str) -> bytes:
        return code_png(text)


class _Cameras:
    """The cameras of this machine, and the one that the till's folder remembers."""

    def __init__(self, data: Path) -> None:
        self._data = data

    def listed(self) -> Sequence[CameraChoice]:
        found = camera_list()
        return [CameraChoice(address_of(it, found), it.name, it.is_virtual, it.sizes) for it in found]

    def choose(self, address: str) -> LiveCamera:
        chosen = choice_of_camera(address)
        with suppress(StoreFault):  # a disk that takes no more lets the camera be used today all the same
            write_camera(self._data, chosen)
        return LiveCamera(parse_source(chosen), loops=True)


def _ports(counter: Counter, pictures: PictureReading, config: Config, *, camera: LiveCamera | None) -> CounterPorts:
    return CounterPorts(
        open_till=counter.open_till,
        catalogue=counter.office.catalogue,
        pictures=pictures,
        phone=_Phone(counter.office.phone),
        camera=camera,
        cameras=_Cameras(config.data),
        clock=SystemClock(),
        shop=counter.office.shop,
        shifts=counter.shifts,
        bills=counter.bills,
        refunds=counter.refunds,
        tasks=counter.tasks,
        edits=counter.edits,
        last_ticket=counter.last_ticket,
        recovered=counter.finished_at_start,
        last_sale=counter.last_ticket.at_start(),
        remember=_remember(config),
        crash_folder=config.data / "crashes",
    )


def _camera(config: Config) -> LiveCamera | None:
    """Open what the person named, else the machine's first camera if it has one; a film plays again and again."""
    if config.camera:
        return LiveCamera(parse_source(config.camera), loops=True)
    return LiveCamera(CameraIndex(0)) if _FIRST_CAMERA.exists() else None


def _settings(config: Config) -> WindowSettings:
    return WindowSettings(config.language, Theme(config.theme), Scale(config.scale_percent))


def _remember(config: Config) -> Callable[[WindowSettings], None]:
    def remember(settings: WindowSettings) -> None:
        write_look(config.data, language=settings.language, theme=settings.theme, scale_percent=settings.scale)

    return remember
