"""The conformance table in both directions, written from protos/PROTOCOL.md alone.

A client that breaks rules plays against the running server, and a server that breaks rules against our client.

scripts/python Tests/Peer/conformance.py [--only WORD] [--half server|client]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys

import conformance_cases
import conformance_client
import conformance_replies
from conformance_server import judged
from messages import ROOT

START_SECONDS = 60


def start_server() -> tuple[subprocess.Popen[bytes], str]:
    """The echo service on a free port."""
    binary = os.environ.get("TRUNK_PROBE", str(ROOT / ".build/debug/TrunkProbe"))
    process = subprocess.Popen([binary, "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    return process, f"127.0.0.1:{json.loads(process.stdout.readline())['port']}"


def run_server_half(only: str) -> tuple[int, int]:
    """All sequences against the server; passed and failed."""
    passed = failed = 0
    process, address = start_server()
    try:
        for case in conformance_cases.all_cases():
            if only not in f"{case.rule} {case.name}":
                continue
            try:
                wrong = judged(address, case)
            except (AssertionError, OSError) as error:
                wrong = f"{case.rule} {case.name}: {error}"
            if wrong is None and process.poll() is not None:
                wrong = f"{case.rule} {case.name}: the server has died"
            passed += wrong is None
            failed += wrong is not None
            if wrong is not None:
                print(f"FAILED server: {wrong}", flush=True)
    finally:
        process.kill()
        process.wait()
    return passed, failed


def run_client_half(only: str) -> tuple[int, int]:
    """All sequences against the client; passed and failed."""
    return conformance_client.run(only, conformance_replies.all_cases())


def main() -> int:
    """Runs both halves, or one."""
    parser = argparse.ArgumentParser(description="The conformance table, both directions.")
    parser.add_argument("--only", default="", help="only sequences whose rule or name contains this")
    parser.add_argument("--half", choices=["server", "client"], help="only sequences against this side")
    options = parser.parse_args()
    passed = failed = 0
    halves = {"server": run_server_half, "client": run_client_half}
    for half, run in halves.items():
        if options.half in (None, half):
            good, bad = run(options.only)
            print(f"figure: conformance table, {half} judged: {good} of {good + bad} sequences")
            passed, failed = passed + good, failed + bad
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
