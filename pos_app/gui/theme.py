"""One look for every window: Fusion, our palette, one generated stylesheet and one font, all from `Tokens`."""

from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QLayout, QWidget

from pos_app import fonts
from pos_app.gui.stylesheet import build_stylesheet
from pos_app.gui.tokens import Scale, Theme, Tokens, tokens_of


class Role(StrEnum):
    """What a widget is in the look; the stylesheet knows each of these and nothing else."""

    CARD = "card"
    OFFER = "offer"
    HEADER = "header"
    TITLE = "title"
    STRONG = "strong"
    ROW = "row"
    SOFT = "soft"
    CAPTION = "caption"
    BALANCE = "balance"
    AMOUNT = "amount"
    AMOUNT_ACCENT = "amount-accent"
    AMOUNT_SOFT = "amount-soft"
    HUGE = "huge"
    HUGE_ACCENT = "huge-accent"
    FIELD = "field"
    PRIMARY = "primary"
    SECONDARY = "secondary"
    PLAIN = "plain"
    WAY = "way"
    HAIRLINE = "hairline"
    TAG = "tag"
    KEYCAP = "keycap"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


def give_role(widget: QWidget, role: Role) -> None:
    """Say what a widget is; said again with another role, it changes its look at once."""
    if widget.property("role") != role.value:
        widget.setProperty("role", role.value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class Appearance(QObject):
    """The look in force. Widgets that paint themselves read `tokens` and `scale` and repaint on `changed`."""

    changed = Signal()

    def __init__(self, application: QApplication, *, theme: Theme, scale: Scale) -> None:
        super().__init__(application)
        self._application = application
        self.theme = theme
        self.scale = scale
        application.setStyle("Fusion")
        self.family = load_font()
        application.styleHints().colorSchemeChanged.connect(self._follow_system)
        self._apply()

    @property
    def tokens(self) -> Tokens:
        scheme = self._application.styleHints().colorScheme()
        return tokens_of(self.theme, system_is_dark=scheme is Qt.ColorScheme.Dark)

    def wear(self, *, theme: Theme | None = None, scale: Scale | None = None) -> None:
        """Change the look of everything that is open."""
        chosen = (theme or self.theme, scale or self.scale)
        if chosen != (self.theme, self.scale):
            self.theme, self.scale = chosen
            self._apply()

    def px(self, design: float) -> int:
        return self.scale.px(design)

    def gap(self, design: float) -> int:
        return self.scale.gap(design)

    def space(self, layout: QLayout | None, margins: tuple[float, float, float, float], *, between: float) -> None:
        """Set a layout's margins (left, top, right, bottom) and the room between its parts, in the design's units."""
        if layout is not None:
            layout.setContentsMargins(*map(self.gap, margins))
            layout.setSpacing(self.gap(between))

    def font(self, design: float, *, is_bold: bool = False) -> QFont:
        """Give the font for what paints itself, at a size of the design."""
        font = QFont(self.family)
        font.setPixelSize(self.px(design))
        font.setBold(is_bold)
        return font

    def _follow_system(self) -> None:
        if self.theme is Theme.SYSTEM:
            self._apply()

    def _apply(self) -> None:
        self._application.setFont(self.font(15))
        self._application.setPalette(build_palette(self.tokens))
        self._application.setStyleSheet(build_stylesheet(self.tokens, self.scale))
        self.changed.emit()


def load_font() -> str:
    """Take the font that comes with the program, so that every machine shows the same; give its family."""
    identifier = QFontDatabase.addApplicationFont(str(fonts.sans_path()))
    families = QFontDatabase.applicationFontFamilies(identifier)
    if not families:
        raise RuntimeError("the font that comes with the program cannot be read")
    return families[0]


def build_palette(tokens: Tokens) -> QPalette:
    """Say the tokens in Qt's own words, for what no stylesheet reaches."""
    palette = QPalette()
    role = QPalette.ColorRole
    for target, colour in (
        (role.Window, tokens.bg),
        (role.WindowText, tokens.ink),
        (role.Base, tokens.panel),
        (role.AlternateBase, tokens.bg),
        (role.Text, tokens.ink),
        (role.PlaceholderText, tokens.soft),
        (role.Button, tokens.panel),
        (role.ButtonText, tokens.ink),
        (role.BrightText, tokens.bad),
        (role.Highlight, tokens.accent),
        (role.HighlightedText, tokens.on_accent),
        (role.Link, tokens.accent),
        (role.ToolTipBase, tokens.panel),
        (role.ToolTipText, tokens.ink),
        (role.Light, tokens.panel),
        (role.Mid, tokens.line),
        (role.Dark, tokens.line),
        (role.Accent, tokens.accent),
    ):
        palette.setColor(target, QColor(colour))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, QColor(tokens.soft))
    return palette
