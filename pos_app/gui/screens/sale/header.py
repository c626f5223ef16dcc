"""The top of the window: that this is a simulation, whose till it is, and how everything stands."""

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from pos_app.domain.shanghai import local
from pos_app.gui.screens.sale.tones import sign_of
from pos_app.gui.theme import Appearance, Role, give_role
from pos_app.gui.translation import Translation
from pos_app.gui.view_models.sale.view import StatusView
from pos_app.gui.widgets.labels import ElidedLabel, PlainLabel
from pos_app.gui.widgets.simulation_band import SimulationBand
from pos_app.gui.widgets.status_light import StatusLight
from pos_app.services.ports import Clock
from pos_app.services.ticket import Shop
from pos_app.wording import Language

_LIGHTS = 3
_CAMERA = 1
_TICK_MS = 5000
_ROOMY = 1100


class Header(QFrame):
    language_pressed = Signal()
    theme_pressed = Signal()
    camera_pressed = Signal()

    def __init__(
        self,
        *,
        shop: Shop,
        clock: Clock,
        translation: Translation,
        appearance: Appearance,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._shop = shop
        self._badge = shop.cashier
        self._clock = clock
        self._translation = translation
        self._appearance = appearance
        self._band = SimulationBand("", appearance)
        self._pharmacy = ElidedLabel(Role.STRONG)
        self._cashier = ElidedLabel(Role.SOFT)
        self._lights = tuple(StatusLight(appearance) for _ in range(_LIGHTS))
        self._language = _plain_button()
        self._theme = _plain_button()
        self._time = PlainLabel(Role.SOFT)
        give_role(self, Role.HEADER)
        self._lay_out()
        self._language.clicked.connect(self.language_pressed)
        self._theme.clicked.connect(self.theme_pressed)
        self._lights[_CAMERA].invite()
        self._lights[_CAMERA].pressed.connect(self.camera_pressed)
        translation.changed.connect(self._say)
        appearance.changed.connect(self._look_again)
        ticking = QTimer(self, interval=_TICK_MS)
        ticking.timeout.connect(self._tell_time)
        ticking.start()
        self._look_again()

    def render_view(self, statuses: tuple[StatusView, ...]) -> None:
        for light, status in zip(self._lights, statuses, strict=True):
            light.show_state(sign_of(status.tone), status.text)

    def show_cashier(self, badge: str) -> None:
        self._badge = badge
        self._say()

    def below_camera(self) -> QPoint:
        """Give the place on the screen where what belongs to the camera's light may open."""
        light = self._lights[_CAMERA]
        return light.mapToGlobal(light.rect().bottomLeft())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        is_brief = self.width() < self._appearance.px(_ROOMY)
        self._cashier.setVisible(not is_brief)
        for light in self._lights:
            light.be_brief(is_brief=is_brief)

    def _say(self) -> None:
        say, shop = self._translation.say, self._shop
        is_chinese = self._translation.language is Language.CHINESE
        self._band.set_text(say("window.simulation"))
        name = shop.name if is_chinese else shop.name_en
        self._pharmacy.setText(f"{name} · {say('window.till', till=shop.till)}")
        self._cashier.setText(say("window.cashier", cashier=self._badge))
        self._language.setText(say("window.language"))
        self._language.setAccessibleName(say("window.language_hint"))
        self._language.setToolTip(say("window.language_hint"))
        self._theme.setText(say(f"window.theme.{self._appearance.theme}"))
        self._theme.setAccessibleName(say("window.theme_hint"))
        self._theme.setToolTip(say("window.theme_hint"))
        self._tell_time()

    def _tell_time(self) -> None:
        now = local(self._clock.now())
        self._time.setText(f"{now:%H:%M}")
        self._time.setAccessibleName(self._translation.say("window.clock", time=f"{now:%H:%M}"))

    def _look_again(self) -> None:
        self._appearance.space(self.layout(), (16, 6, 16, 6), between=16)
        self._make_room()
        self._say()

    def _lay_out(self) -> None:
        across = QHBoxLayout(self)
        across.addWidget(self._band)
        across.addWidget(self._pharmacy)
        across.addWidget(self._cashier)
        across.addStretch(1)
        for light in self._lights:
            across.addWidget(light)
        across.addWidget(self._language)
        across.addWidget(self._theme)
        across.addWidget(self._time, 0, Qt.AlignmentFlag.AlignVCenter)


def _plain_button() -> QPushButton:
    button = QPushButton()
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    give_role(button, Role.PLAIN)
    return button
