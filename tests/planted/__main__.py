"""`python -m tests.planted [NAME]`: plant each defect, or those whose name holds NAME, and show which test caught it.

The exit code is 0 when every one was caught.
"""

import sys

from tests.planted.defects import DEFECTS
from tests.planted.trial import is_caught


def main(part: str = "") -> int:
    missed = 0
    for defect in DEFECTS:
        if part not in defect.name:
            continue
        caught = is_caught(defect)
        missed += not caught
        sys.stdout.write(f"{'caught' if caught else 'MISSED'}  {defect.name:28} {defect.caught_by}\n")
        sys.stdout.flush()
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
