"""The bracketed code at the end of a platform's sentence: `FSI-个人账户已冻结[account_frozen]`.

The national messages have no table of error codes, only text. Real platforms end it with a module and code in
brackets, and there the simulator puts its own stable code.
"""

import re

from pos_app.domain.refusal import Refusal, RefusalCode

_LIMIT = 200  # err_msg C200
_CODE = re.compile(r"\[([a-z0-9_]+)\]$", re.ASCII)


def write_refusal(sentence: str, code: RefusalCode) -> str:
    ending = f"[{code}]"
    return f"FSI-{sentence}"[: _LIMIT - len(ending)] + ending


def read_refusal(text: str) -> Refusal:
    """Read a platform's refusal; a text without one of our codes is PLATFORM_REFUSED with the text as detail."""
    found = _CODE.search(text)
    if found and found.group(1) in set(RefusalCode):
        return Refusal(RefusalCode(found.group(1)), text[: found.start()].removeprefix("FSI-"))
    return Refusal(RefusalCode.PLATFORM_REFUSED, text)
