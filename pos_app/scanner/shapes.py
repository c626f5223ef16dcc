"""What the codes of this counter look like, as text patterns: data, so that it crosses to another process."""

import re
from collections.abc import Callable, Iterable

COUNTER_SHAPES = (
    r"424[0-9]{25}",  # 医保电子凭证
    r"SSC1:[0-9A-Za-z:.\-]{8,120}",  # 电子社保卡, in the simulator's own dress
    r"[0-9]{16,24}",  # pay codes, trace codes, ID numbers
    r"[0-9]{8}|[0-9]{12,14}",  # EAN-8, EAN-13, GTIN, 药品本位码
    r"01[0-9]{14}(11|17|10|21)[\x1d!-z]{1,60}",  # GS1 element strings
)


def matcher(shapes: Iterable[str]) -> Callable[[bytes], bool]:
    """Give a predicate that holds for a payload which one of the patterns describes from end to end."""
    whole = re.compile("|".join(f"(?:{shape})" for shape in shapes).encode("ascii"))
    return lambda payload: whole.fullmatch(payload) is not None
