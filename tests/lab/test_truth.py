"""Folders of photographs with a truth.json: what stands there is what is scored."""

import json
from pathlib import Path

import pytest
from PIL import Image

from pos_app.domain.scan import Point
from pos_app.lab.contest import Wanted
from pos_app.lab.score import Nothing, Places, Texts
from pos_app.lab.truth import PhotoSet, TruthFault, read_photo_sets

QUAD = [[10, 20], [30, 20], [30, 40], [10, 40]]


def folder_with(tmp_path: Path, name: str, *pictures: dict[str, object], orientation: int = 1) -> Path:
    folder = tmp_path / name
    folder.mkdir()
    exif = Image.Exif()
    exif[0x0112] = orientation
    for picture in pictures:
        Image.new("L", (200, 100), 255).save(folder / str(picture["file"]), exif=exif)
    (folder / "truth.json").write_text(json.dumps({"source": "by hand", "images": pictures}))
    return folder


def only_set(tmp_path: Path) -> PhotoSet:
    (one,) = read_photo_sets(tmp_path)
    return one


def test_texts_places_and_nothing_are_told_apart(tmp_path: Path) -> None:
    folder_with(
        tmp_path,
        "shelf-mixed",
        {"file": "a.jpg", "texts": ["é"], "bytes_hex": "c3a9"},
        {"file": "b.jpg", "codes": [QUAD]},
        {"file": "c.jpg", "texts": []},
    )
    photos = only_set(tmp_path).photos
    assert [photo.path.name for photo in photos] == ["a.jpg", "b.jpg", "c.jpg"]
    spelt = photos[0].truth
    assert isinstance(spelt, Texts)
    assert {"é".encode(), b"\xe9", "é".encode("gb18030")} <= spelt.spellings[0]
    assert photos[1].truth == Places(((Point(10, 20), Point(30, 20), Point(30, 40), Point(10, 40)),))
    assert photos[2].truth == Nothing()


@pytest.mark.parametrize(
    ("orientation", "corner"),
    [
        (1, (10, 20)),
        (2, (190, 20)),
        (3, (190, 80)),
        (4, (10, 80)),
        (5, (20, 10)),
        (6, (80, 10)),
        (7, (80, 190)),
        (8, (20, 190)),
    ],
)
def test_places_turn_as_the_picture_turns(tmp_path: Path, orientation: int, corner: tuple[int, int]) -> None:
    folder_with(tmp_path, "turned", {"file": "a.jpg", "codes": [QUAD]}, orientation=orientation)
    truth = only_set(tmp_path).photos[0].truth
    assert isinstance(truth, Places)
    assert truth.outlines[0][0] == Point(*corner)


@pytest.mark.parametrize(
    ("pictures", "wanted"),
    [
        ([{"file": "a.jpg", "texts": ["6901234567892"]}, {"file": "b.jpg", "texts": []}], Wanted.GOODS),
        ([{"file": "a.jpg", "texts": ["6901234567892"]}, {"file": "b.jpg", "texts": ["hello"]}], Wanted.VOUCHERS),
        ([{"file": "a.jpg", "codes": [QUAD]}], Wanted.VOUCHERS),
        ([{"file": "a.jpg", "texts": []}, {"file": "b.jpg"}], Wanted.ANYTHING),
    ],
)
def test_a_set_is_read_for_what_it_holds(tmp_path: Path, pictures: list[dict[str, object]], wanted: Wanted) -> None:
    folder_with(tmp_path, "one", *pictures)
    assert only_set(tmp_path).wanted is wanted


@pytest.mark.parametrize(("text", "twin"), [("012345678905", "0012345678905"), ("0012345678905", "012345678905")])
def test_a_upc_may_be_told_as_the_ean_that_it_is(tmp_path: Path, text: str, twin: str) -> None:
    folder_with(tmp_path, "upc", {"file": "a.jpg", "texts": [text]})
    assert only_set(tmp_path).photos[0].truth == Texts((frozenset({text.encode(), twin.encode()}),))


def test_sets_are_summed_up_by_family_and_places_apart_from_texts(tmp_path: Path) -> None:
    folder_with(tmp_path, "boof-glare", {"file": "a.jpg", "codes": [QUAD]})
    folder_with(tmp_path, "boof-decoding", {"file": "a.jpg", "texts": ["x"]})
    folder_with(tmp_path, "boof-lots")
    assert {one.name: one.family for one in read_photo_sets(tmp_path)} == {
        "boof-decoding": "boof texts",
        "boof-glare": "boof",
    }


@pytest.mark.parametrize(
    "content", ["", "{}", '{"images": [{"texts": []}]}', '{"images": [{"file": "a.jpg", "codes": [[1]]}]}']
)
def test_a_truth_of_another_form_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "truth.json").write_text(content)
    with pytest.raises(TruthFault, match=r"truth\.json"):
        read_photo_sets(tmp_path)


def test_a_missing_picture_and_a_missing_truth_are_named(tmp_path: Path) -> None:
    with pytest.raises(TruthFault, match="no truth"):
        read_photo_sets(tmp_path)
    (tmp_path / "truth.json").write_text('{"images": [{"file": "gone.jpg"}]}')
    with pytest.raises(TruthFault, match=r"gone\.jpg"):
        read_photo_sets(tmp_path)
