"""Where the files of `assets/` are, in a checkout and in an installed wheel alike."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_INSTALLED = _PACKAGE / "_assets"
_ROOT = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent / "assets"


def asset(name: str) -> Path:
    """Return the path of an asset named relative to `assets/`; a missing one is our mistake and raises."""
    path = _ROOT / name
    if not path.exists():
        raise FileNotFoundError(f"asset {name} is not shipped")
    return path
