"""Measures the real window with a camera of thirty frames a second: what is painted, what is read, what it costs."""

from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from pos_app.bootstrap import open_counter
from pos_app.bootstrap.windows import watch_camera
from pos_app.config import Config
from pos_app.host import busy_s, elapsed_s
from pos_app.lab.reel import FRAMES_PER_SECOND, write_reel
from pos_app.lab.tally import percentile


@dataclass(frozen=True, slots=True)
class CameraFigures:
    """What of the camera's frames was painted and read in so many seconds, and how busy the program was."""

    seconds: float
    offered: float
    """Frames a second that the camera gave."""
    painted: float
    read: float
    with_code: int
    read_p50_ms: float
    read_p95_ms: float
    busy_percent: float
    """Of one core, all threads together."""


def measure_camera(config: Config, *, size: tuple[int, int], seconds: int, seed: int) -> CameraFigures:
    """Open the window on an empty till with a film as its camera, and close it again."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        reel = folder / "counter.avi"
        write_reel(reel, size=size, seed=seed)
        alone = replace(config, data=folder / "till", camera=str(reel))
        with open_counter(alone) as counter:
            begun, busy = elapsed_s(), busy_s()
            watched = watch_camera(counter, alone, seconds=seconds)
            lasted, worked = elapsed_s() - begun, busy_s() - busy
    times = watched.read_ms or [0.0]
    return CameraFigures(
        seconds=seconds,
        offered=FRAMES_PER_SECOND,
        painted=watched.painted / seconds,
        read=len(watched.read_ms) / seconds,
        with_code=watched.with_code,
        read_p50_ms=percentile(times, 0.5),
        read_p95_ms=percentile(times, 0.95),
        busy_percent=100 * worked / lasted,
    )
