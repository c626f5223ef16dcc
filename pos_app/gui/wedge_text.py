"""What a keyboard-wedge scanner puts around and into a code, and what an input method makes of it; undone here."""

import re
import unicodedata
from collections.abc import Callable
from string import punctuation

ENDS = "\r\n\t"
GROUP_SEPARATOR = "\x1d"  # between the elements of a GS1 code

# AIM identifiers (ISO/IEC 15424): ], a letter for the symbology and a modifier; so a scanner tells what it read.
_AIM = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_FRAMING = "\x02\x03"  # start and end of text, which some scanners send too
# A scanner presses keys of an American keyboard; what the system makes of them where another one is set.
_LAYOUTS = (str.maketrans("&é\"'(-è_çà", "1234567890"), str.maketrans("yzYZÖöß", "zyZY:;-"))
_OTHER_LETTERS = "éèçàÖöß"
_PUNCTUATION = str.maketrans({"。": ".", "、": "/", "】": "]", "【": "[", "《": "<", "》": ">", "—": "_"})


def repaired(text: str) -> str:
    """Give the ASCII that was meant where a Chinese input method wrote full-width signs; nothing else is changed."""
    return unicodedata.normalize("NFKC", text.translate(_PUNCTUATION)) if not text.isascii() else text


def bare(text: str) -> str:
    """Take away what frames a code: its identifier, signs that a shop had its scanner send, ends wherever they are."""
    joined = "".join(sign for sign in text if sign not in ENDS + _FRAMING)
    found = _AIM.match(joined)
    # Every code of the counter begins and ends with a letter or a digit.
    return (joined[found.end() :] if found else joined).strip(punctuation)


def meant(text: str, is_code: Callable[[str], bool]) -> str:
    """Take away what frames a code; undo Caps Lock or another keyboard's layout where that alone gives a code."""
    variants = (text, text.swapcase(), *(text.translate(layout) for layout in _LAYOUTS))
    return next(filter(is_code, map(bare, variants)), bare(text))


def may_be_in_code(sign: str) -> bool:
    """Whether a sign can stand in a code: print without blanks, and what separates and frames."""
    return len(sign) == 1 and ("!" <= sign <= "~" or sign in GROUP_SEPARATOR + _FRAMING + _OTHER_LETTERS)
