"""The one stylesheet: what each role looks like, written from tokens and a scale."""

from string import Template

from pos_app.gui.tokens import Scale, Tokens

# Sizes are `$px_N`: N of the design times the scale; `$gap_N` grows more slowly.
# `role` is a property that theme.give_role sets.
_TEMPLATE = Template("""
* { font-size: ${px_15}px; }
QWidget { color: $ink; }
QMainWindow, QDialog, QWidget[role="page"] { background: $bg; }
QToolTip { background: $panel; color: $ink; border: 1px solid $line; padding: ${px_4}px; }

QFrame[role="card"] { background: $panel; border: 1px solid $line; border-radius: ${px_8}px; }
QFrame[role="offer"] { background: $panel; border: 2px solid $accent; border-radius: ${px_8}px; }
QFrame[role="header"] { background: $panel; border: none; border-bottom: 1px solid $line; }
QFrame[role="hairline"] { background: $line; border: none; min-height: 1px; max-height: 1px; }

QLabel { background: transparent; border: none; }
QLabel[role="title"] { font-size: ${px_24}px; font-weight: bold; }
QLabel[role="strong"] { font-size: ${px_17}px; font-weight: bold; }
QLabel[role="row"] { font-size: ${px_17}px; }
QLabel[role="soft"] { font-size: ${px_14}px; color: $soft; }
QLabel[role="caption"] { font-size: ${px_13}px; color: $soft; }
QLabel[role="balance"] { font-size: ${px_20}px; }
QLabel[role="keycap"] { font-size: ${px_14}px; background: $bg; border: 1px solid $line; border-radius: ${px_4}px;
    padding: ${px_2}px ${px_8}px; }
QLabel[role="amount"] { font-size: ${px_24}px; }
QLabel[role="amount-accent"] { font-size: ${px_24}px; color: $accent; }
QLabel[role="amount-soft"] { font-size: ${px_24}px; color: $soft; }
QLabel[role="huge"] { font-size: ${px_46}px; font-weight: bold; }
QLabel[role="huge-accent"] { font-size: ${px_46}px; font-weight: bold; color: $accent; }
QLabel[role="tag"] { font-size: ${px_12}px; color: $soft; border: 1px solid $line; border-radius: ${px_3}px;
    padding: 0 ${px_6}px; }
QLabel[role="good"] { color: $accent; }
QLabel[role="warn"] { color: $warn; }
QLabel[role="bad"] { color: $bad; }

QLineEdit { background: $panel; color: $ink; border: 1px solid $line; border-radius: ${px_8}px;
    padding: 0 ${px_12}px; min-height: ${px_36}px; selection-background-color: $accent;
    selection-color: $on_accent; }
QLineEdit:focus { border: 2px solid $focus; }
QLineEdit[role="field"] { font-size: ${px_19}px; min-height: ${px_48}px; padding: 0 ${px_14}px; }
QLineEdit:disabled { color: $soft; background: $bg; }

QPushButton, QToolButton { background: $panel; color: $ink; border: 1px solid $line; border-radius: ${px_8}px;
    padding: ${px_4}px ${px_12}px; min-height: ${px_34}px; }
QPushButton:hover, QToolButton:hover { background: $accent_soft; }
QPushButton:pressed, QToolButton:pressed { border-color: $accent; }
QPushButton:focus, QToolButton:focus { border: 2px solid $focus; outline: none; }
QPushButton:disabled, QToolButton:disabled { color: $soft; background: $bg; border-style: dashed; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: bold; }
QPushButton[role="primary"]:hover { background: $accent; border-color: $ink; }
QPushButton[role="primary"]:focus { border: 3px solid $focus; padding: ${px_2}px ${px_10}px;
    text-decoration: underline; }
QPushButton[role="primary"]:disabled { background: $bg; color: $soft; border: 1px dashed $line; }
QPushButton[role="way"] { padding: ${px_2}px ${px_4}px; min-height: ${px_30}px; font-size: ${px_14}px; }
QPushButton[role="plain"], QToolButton[role="plain"] { background: transparent; border: 1px solid transparent;
    min-height: ${px_26}px; padding: ${px_2}px ${px_8}px; color: $soft; font-size: ${px_14}px; }
QPushButton[role="plain"]:hover, QToolButton[role="plain"]:hover { background: $accent_soft; color: $ink; }
QPushButton[role="plain"]:focus, QToolButton[role="plain"]:focus { border: 2px solid $focus; }

QComboBox { background: $panel; color: $ink; border: 1px solid $line; border-radius: ${px_8}px;
    padding: 0 ${px_10}px; min-height: ${px_34}px; }
QComboBox:focus { border: 2px solid $focus; }
QComboBox QHeaderView { background: $panel; border: none; }
QHeaderView::section { background: $panel; color: $soft; font-size: ${px_13}px; border: none;
    border-bottom: 1px solid $line; padding: 0 ${gap_12}px; }
QAbstractItemView { background: $panel; color: $ink; border: 1px solid $line;
    selection-background-color: $accent_soft; selection-color: $ink; outline: none; }

QAbstractItemView { background: $panel; color: $ink; border: none; outline: none;
    selection-background-color: $accent_soft; selection-color: $ink; }
QMenu { background: $panel; color: $ink; border: 1px solid $line; padding: ${px_4}px 0; }
QMenu::item { padding: ${px_6}px ${px_24}px ${px_6}px ${px_34}px; }
QMenu::item:selected { background: $accent_soft; color: $ink; }
QMenu::item:disabled { color: $soft; background: transparent; }
QMenu::indicator { width: ${px_14}px; height: ${px_14}px; left: ${px_10}px; }
QMenu::separator { height: 1px; background: $line; margin: ${px_4}px 0; }
QTextBrowser, QPlainTextEdit, QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QPlainTextEdit { background: $panel; color: $ink; border: 1px solid $line; border-radius: ${px_8}px; }
QScrollArea { border: 2px solid transparent; border-radius: ${px_4}px; }
QScrollArea:focus, QPlainTextEdit:focus { border: 2px solid $focus; }

QProgressBar { background: $line; border: none; border-radius: ${px_2}px; max-height: ${px_4}px;
    min-height: ${px_4}px; }
QProgressBar::chunk { background: $accent; border-radius: ${px_2}px; }

QScrollBar:vertical { background: transparent; width: ${px_10}px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: ${px_10}px; margin: 0; }
QScrollBar::handle { background: $soft; border-radius: ${px_4}px; min-height: ${px_30}px; min-width: ${px_30}px;
    margin: ${px_2}px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
""")

_COLOURS = (
    "bg",
    "panel",
    "line",
    "ink",
    "soft",
    "accent",
    "accent_soft",
    "on_accent",
    "warn",
    "bad",
    "focus",
)


def build_stylesheet(tokens: Tokens, scale: Scale) -> str:
    """Write the stylesheet of a set of tokens at a scale; the same two give the same text."""
    values = {name: str(getattr(tokens, name)) for name in _COLOURS}
    sizes = (name for name in _TEMPLATE.get_identifiers() if name.startswith("px_"))
    values.update({name: str(scale.px(float(name.removeprefix("px_")))) for name in sizes})
    gaps = (name for name in _TEMPLATE.get_identifiers() if name.startswith("gap_"))
    values.update({name: str(scale.gap(float(name.removeprefix("gap_")))) for name in gaps})
    return _TEMPLATE.substitute(values)
