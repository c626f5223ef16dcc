"""A folder of pictures with a truth.json beside them: what `bench read --photos` scores and `scan` reads."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import zxingcpp
from PIL import Image

from pos_app.lab.clip import film
from pos_app.lab.counter import EMPTY, draw_scene
from pos_app.lab.degrade import degrade
from pos_app.lab.drawing import draw_code
from pos_app.lab.factor import Factor
from pos_app.lab.picture import GreyImage, developed, seeded
from pos_app.lab.specimens import Carrier, Specimen, certificate, specimen
from pos_app.qr import draw

_MODULE_PX = 8
_BAR_PX = 3
_MARGIN = 40


@dataclass(frozen=True, slots=True)
class Plate:
    """One picture of an album: its name without ending, what must be read in it, and the picture."""

    name: str
    texts: tuple[str, ...]
    image: GreyImage


def specimens(names: Sequence[str], count: int, seed: int) -> Iterable[Plate]:
    """Draw `count` codes of each name, clean."""
    for place, name in enumerate(names):
        for number in range(count):
            one = specimen(name, seeded(seed, place, number))
            yield Plate(f"{name}-{number:03d}", (one.text,), draw_specimen(one))


def spoilt(factors: Sequence[Factor], count: int, seed: int, text: str | None = None) -> Iterable[Plate]:
    """Draw `count` codes and spoil each by the same factors."""
    for number in range(count):
        chance = seeded(seed, number)
        says = text or certificate(chance)
        yield Plate(f"code-{number:03d}", (says,), developed(degrade(draw_code(says), factors, chance).light))


def scenes(categories: Sequence[str], count: int, seed: int) -> Iterable[Plate]:
    """Draw `count` counters of each category."""
    for place, category in enumerate(categories):
        for number in range(count):
            chance = seeded(seed, place, number)
            text = certificate(chance)
            texts = () if category == EMPTY else (text,)
            yield Plate(f"{category.replace(' ', '-')}-{number:03d}", texts, draw_scene(category, text, chance))


def clip(category: str, seed: int) -> Iterable[Plate]:
    """Give the frames of one clip."""
    chance = seeded(seed)
    text = certificate(chance)
    for number, frame in enumerate(film(category, text, chance)):
        yield Plate(f"frame-{number:03d}", (text,), frame)


def draw_specimen(one: Specimen) -> GreyImage:
    """Draw the symbol that carries a text, with its quiet zone."""
    if one.carrier is Carrier.QR:
        return np.asarray(draw(one.text, module=_MODULE_PX).convert("L"), np.uint8)
    symbol = zxingcpp.create_barcode(one.text, zxingcpp.BarcodeFormat[one.carrier.value])
    drawn = np.asarray(zxingcpp.write_barcode_to_image(symbol, scale=_BAR_PX), np.uint8)
    return np.pad(drawn, _MARGIN, constant_values=255)


def write_album(folder: Path, plates: Iterable[Plate]) -> tuple[Path, ...]:
    """Write the pictures and their truth; OSError where that cannot be."""
    folder.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    truths: list[dict[str, object]] = []
    for plate in plates:
        path = folder / f"{plate.name}.png"
        Image.fromarray(plate.image).save(path, "PNG")
        paths.append(path)
        truths.append({"file": path.name, "texts": list(plate.texts)})
    document = {"source": "pos-app lab (SIMULATION)", "images": truths}
    (folder / "truth.json").write_text(json.dumps(document, ensure_ascii=False, indent=1), "utf-8")
    return tuple(paths)
