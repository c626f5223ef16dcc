"""How a person's data may be shown: one rule for window, paper, log and JSON."""

_STAR = "*"


def mask_name(name: str) -> str:
    """Keep the first character: `李**`. Works on characters, so rare ones stay whole."""
    return name[:1] + _STAR * (len(name) - 1)


def mask_number(number: str) -> str:
    """Keep four characters at each end of an ID or person number; a short one is hidden whole."""
    if len(number) <= 8:
        return _STAR * len(number)
    return number[:4] + _STAR * (len(number) - 8) + number[-4:]


def mask_code(text: str) -> str:
    """Show the first three characters of what was scanned and how long it was, nothing that can be replayed."""
    return f"{text[:3]}…({len(text)})" if len(text) > 3 else _STAR * len(text)
