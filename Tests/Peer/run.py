"""The conformance run: an independent peer plays the protocol document against the running server.

scripts/python Tests/Peer/run.py [--only WORD] [--seed N]
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
from pathlib import Path

# Imported for the checks they add, in this order.
import checks_opening
import checks_connection
import checks_abuse
import checks_calls
import checks_introspection
import checks_session
import checks_hostile
import checks_pin
import checks_drain
from checks import CHECKS, Context, run_check
from estate import Estate
from server import Server


def main() -> int:
    """Runs all checks, or those whose names contain a word."""
    parser = argparse.ArgumentParser(description="Conformance of the server, judged by an independent peer.")
    parser.add_argument("--only", default="", help="only checks whose names contain this")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    options = parser.parse_args()
    print(f"seed: {options.seed}", flush=True)
    # Both sides of more than a thousand connections need descriptors.
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    failed = passed = 0
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "data")
        try:
            server.start()
            estate = Estate(server.address, server.tokens)
            estate.grant(10_000)
            context = Context(server, estate, random.Random(options.seed))
            for name, function in CHECKS:
                if options.only not in name:
                    continue
                if run_check(name, function, context):
                    passed += 1
                else:
                    failed += 1
            context.estate.close()
            server.stop()
        except Exception as error:  # the end of a run is a result too
            print(f"FAILED the run itself: {error}", flush=True)
            failed += 1
        finally:
            server.kill()
            if failed:
                print("the end of the server's log:\n" + (server.log_end() if server.log.exists() else "none"))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
