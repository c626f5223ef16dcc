"""A part of a picture, and the way from there to the whole and back."""

from dataclasses import dataclass

from pos_app.domain.scan import Point
from pos_app.scanner.frame import GreyImage
from pos_app.scanner.outline import Corners


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """Pixels of a picture, and where their first one is in it."""

    image: GreyImage
    left: int = 0
    top: int = 0

    def to_picture(self, corners: Corners) -> Corners:
        return _moved(corners, self.left, self.top)

    def inside(self, corners: Corners) -> Corners:
        return _moved(corners, -self.left, -self.top)


def _moved(corners: Corners, x: int, y: int) -> Corners:
    first, second, third, fourth = (Point(corner.x + x, corner.y + y) for corner in corners)
    return first, second, third, fourth
