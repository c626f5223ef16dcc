"""Joins our reader to the lab's contest, beside each engine alone, on photographs or on generated counters."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pos_app.domain.scan import FoundCode
from pos_app.host import busy_s
from pos_app.lab.contest import Contestant, ReadPicture, Wanted, engines
from pos_app.lab.measure import Plan, Stopwatch, Trial, on_clips, on_live_frames, on_photos, on_scenes
from pos_app.lab.picture import GreyImage
from pos_app.lab.truth import PhotoSet, TruthFault, read_photo_sets
from pos_app.opencv import tick
from pos_app.scanner.belief import is_counter_code
from pos_app.scanner.picture import grey_picture
from pos_app.scanner.reader import LIVE, STILL, Effort, Reader
from pos_app.scanner.symbology import ALL_SYMBOLOGIES, BAR_SYMBOLOGIES, VOUCHER_SYMBOLOGIES

OURS, YARDSTICK = "pos_app", "zxing-cpp"
ENGINES = tuple(engine.name for engine in engines())

_SYMBOLOGIES = {
    Wanted.VOUCHERS: VOUCHER_SYMBOLOGIES,
    Wanted.GOODS: BAR_SYMBOLOGIES,
    Wanted.ANYTHING: ALL_SYMBOLOGIES,
}


def photo_sets(folder: Path) -> tuple[PhotoSet, ...]:
    """Read the truth of all photographs below a folder; TruthFault where there is none."""
    return read_photo_sets(folder)


def still_contestants() -> tuple[Contestant, ...]:
    """Give our reader as it reads stills, and each engine alone."""
    return (_ours(STILL), *engines())


def trials_on_photos(sets: Sequence[PhotoSet]) -> Iterator[Trial]:
    return on_photos(sets, still_contestants(), Stopwatch(busy_s), grey_picture)


def trials_on_counters(plan: Plan) -> Iterator[Trial]:
    """Read generated stills, clips and live frames; work counts, for the machine may have other things to do."""
    watch = Stopwatch(busy_s)
    yield from on_scenes(plan, still_contestants(), watch)
    live = (_ours(LIVE), *engines())
    yield from on_clips(plan, live, watch)
    yield from on_live_frames(plan, live, watch)


def _ours(effort: Effort) -> Contestant:
    def open_reader() -> ReadPicture:
        reader = Reader(tick=tick, is_plausible=is_counter_code, patience=busy_s)

        def read(image: GreyImage, wanted: Wanted) -> Sequence[FoundCode]:
            reading = reader.read(image, _SYMBOLOGIES[wanted], effort)
            return (*reading.codes, *reading.repeats)

        return read

    return Contestant(OURS, open_reader)


__all__ = [
    "ENGINES",
    "OURS",
    "YARDSTICK",
    "Plan",
    "TruthFault",
    "photo_sets",
    "still_contestants",
    "trials_on_counters",
    "trials_on_photos",
]
