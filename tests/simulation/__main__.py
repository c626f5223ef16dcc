"""`python -m tests.simulation SEED`: run one seed again and tell its story; with `--to` many, and what they came to."""

import argparse
import sys

from tests.simulation.campaign import Totals, quiet_platform
from tests.simulation.run import SALES, Report, SimulationFailed, simulate


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("seed", type=int)
    parser.add_argument("--to", type=int, help="run all seeds up to this one")
    parser.add_argument("--sales", type=int, default=SALES)
    parser.add_argument("--moments", default="", help="make these fatal, parted by semicolons, instead of its own")
    words = parser.parse_args()
    plan = tuple(filter(None, words.moments.split(";")))
    seeds = range(words.seed, (words.to or words.seed) + 1)
    totals, failed = Totals(), 0
    for seed in seeds:
        report = Report(seed)
        with quiet_platform():
            try:
                simulate(seed, sales=words.sales, report=report, plan=plan)
            except SimulationFailed as failure:
                failed += 1
                _say(*report.story[-60:], str(failure))
        totals.add(report)
        if len(seeds) == 1:
            _say(*report.story, report.digest)
    _say(str(totals))
    return 1 if failed else 0


def _say(*lines: str) -> None:
    sys.stdout.write("\n".join((*lines, "")))


if __name__ == "__main__":
    sys.exit(main())
