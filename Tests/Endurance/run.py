"""The endurance run: what must hold under trouble, load and malice, for longer than a unit test may take.

scripts/endurance [--long] [NAME...]
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

# The independent peer of the conformance tests is used here too.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "Peer"))

import churn
import cuts
import drain
import idle
import partition
import readers
import slow
import streams
from report import Report

TESTS: dict[str, Callable[[Report], None]] = {
    "partition": partition.run,
    "readers": readers.run,
    "churn": churn.run,
    "slow": slow.run,
    "idle": idle.run,
    "drain": drain.run,
    "cuts": cuts.run,
    "streams": streams.run,
}


def main() -> int:
    """Runs all tests, or those named."""
    parser = argparse.ArgumentParser(description="Endurance of Trunk and of the server.")
    parser.add_argument("--long", action="store_true", help="whole sizes; times and rates are judged as well")
    parser.add_argument("names", nargs="*", choices=[*TESTS, []], metavar="NAME", help=" ".join(TESTS))
    options = parser.parse_args()
    passed = failed = 0
    for name in options.names or TESTS:
        report = Report(options.long)
        begin = time.monotonic()
        try:
            TESTS[name](report)
        except Exception as error:  # the end of a test is a result too
            traceback.print_exc()
            report.check(False, f"{name}: {type(error).__name__} {error}")
        print(f"{name}: {report.passed} held, {report.failed} did not, {time.monotonic() - begin:.0f} s", flush=True)
        passed += report.passed
        failed += report.failed
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
