"""The colours and sizes that every surface is made of, as data: three sets and one scale."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import assert_never


@dataclass(frozen=True, slots=True)
class Tokens:
    """One set of colours, each `#rrggbb` and named for what it says.

    Where two stand together in a pair (`warn` on `warn_soft`, `on_accent` on `accent`) their contrast is at least
    4.5 : 1, in the third set 7 : 1; a test holds it.
    """

    bg: str
    panel: str
    line: str
    ink: str
    soft: str
    accent: str
    accent_soft: str
    on_accent: str
    accent_bright: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    focus: str
    camera: str
    on_camera: str
    sim: str = "#F6B73C"
    sim_hatch: str = "#FFD27A"
    on_sim: str = "#3B2600"


LIGHT = Tokens(
    bg="#F3F5F2",
    panel="#FFFFFF",
    line="#DCE2DD",
    ink="#15211B",
    soft="#5A6A61",
    accent="#0B6E4F",
    accent_soft="#E1F1EA",
    on_accent="#FFFFFF",
    accent_bright="#4FE3AC",
    warn="#9A5B00",
    warn_soft="#FFF1D6",
    bad="#B3261E",
    bad_soft="#FBE6E4",
    focus="#1A73E8",
    camera="#0D120F",
    on_camera="#EAF1EC",
)

DARK = Tokens(
    bg="#111714",
    panel="#1A221E",
    line="#2E3A34",
    ink="#EAF1EC",
    soft="#9DB0A5",
    accent="#4FC79A",
    accent_soft="#143528",
    on_accent="#062016",
    accent_bright="#4FE3AC",
    warn="#F2B84B",
    warn_soft="#3A2C0F",
    bad="#FF8A80",
    bad_soft="#411915",
    focus="#8AB4F8",
    camera="#0A0E0C",
    on_camera="#EAF1EC",
)

HIGH_CONTRAST = Tokens(
    bg="#000000",
    panel="#000000",
    line="#FFFFFF",
    ink="#FFFFFF",
    soft="#FFFFFF",
    accent="#FFE600",
    accent_soft="#262200",
    on_accent="#000000",
    accent_bright="#FFE600",
    warn="#FFE600",
    warn_soft="#262200",
    bad="#FFB3AD",
    bad_soft="#2B0000",
    focus="#00E5FF",
    camera="#000000",
    on_camera="#FFFFFF",
)


class Theme(StrEnum):
    """What a person chose; the value is what the settings file says."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high-contrast"

    @property
    def following(self) -> "Theme":
        """The one that Ctrl+T comes to after this one."""
        members = list(Theme)
        return members[(members.index(self) + 1) % len(members)]


def tokens_of(theme: Theme, *, system_is_dark: bool) -> Tokens:
    match theme:
        case Theme.SYSTEM:
            return DARK if system_is_dark else LIGHT
        case Theme.LIGHT:
            return LIGHT
        case Theme.DARK:
            return DARK
        case Theme.HIGH_CONTRAST:
            return HIGH_CONTRAST
        case _:
            assert_never(theme)


class Scale(IntEnum):
    """How large everything is, in percent."""

    NORMAL = 100
    LARGE = 150
    LARGEST = 200

    def px(self, design: float) -> int:
        """Give the size on the screen of a size in the design."""
        return round(design * self / 100)

    def gap(self, design: float) -> int:
        """Give a distance between things: it grows a quarter as fast, so that large type still finds room."""
        return round(design * (300 + self) / 400)

    @property
    def larger(self) -> "Scale":
        return next((scale for scale in Scale if scale > self), self)

    @property
    def smaller(self) -> "Scale":
        return next((scale for scale in reversed(Scale) if scale < self), self)
