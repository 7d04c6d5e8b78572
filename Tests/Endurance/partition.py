"""Deadlines hold whatever the network does (RT-D1): partitions, resets and lost packets between two namespaces."""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path
from typing import Any

from network import SERVER_ADDRESS, Network, missing
from probe import ProbeRun, ProbeServer, rows_of
from report import Report

KINDS = ("down", "reset", "lose")
CALLERS = 16
CONNECTIONS = 4
# 10 % and 100 ms, whichever is less, of each.
TIMEOUTS_MS = (1000, 500, 2000)
# The short form runs on loaded machines: a call may outlive its deadline by this, and none may hang.
OVERRUN_SHORT_MS = 2000
# Longest that a call may need to succeed again, beyond what TCP itself waits: it doubles its waits in an outage.
RECOVERY_SECONDS = 2.0


def run(report: Report) -> None:
    """Plays the episodes, one after the other, under one stream of calls."""
    if lack := missing():
        report.check(False, f"partition: {lack}")
        return
    seed = random.SystemRandom().randrange(1 << 32)
    print(f"partition: seed {seed}", flush=True)
    source = random.Random(seed)
    episodes = 20 if report.long else 6
    longest = 20 if report.long else 3
    plan = [(KINDS[index % 3], source.uniform(1, longest)) for index in range(episodes)]
    with Network() as network, tempfile.TemporaryDirectory() as folder:
        flags = ("--host", SERVER_ADDRESS, "--everywhere")
        with ProbeServer(*flags, prefix=network.inside(network.server)) as server:
            path = Path(folder) / "rows"
            calls = start_calls(network, server.port, path)
            try:
                times = [play(network, kind, seconds) for kind, seconds in plan]
                network.heal()
                result = calls.result()
            except BaseException:
                calls.kill()
                raise
            judge(report, result, rows_of(path), plan, times)
            wait_until_idle(report, server)


def start_calls(network: Network, port: int, path: Path) -> ProbeRun:
    """Callers in the other namespace, until they are told to end."""
    arguments: list[object] = ["calls", "--host", SERVER_ADDRESS, "--port", port, "--callers", CALLERS]
    arguments += ["--connections", CONNECTIONS, "--kind", "wait", "--wait-for", 5, "--pause", 5, "--seconds", 900]
    arguments += ["--until-input-ends", "--rows", path, "--timeout", *TIMEOUTS_MS]
    return ProbeRun(*arguments, prefix=network.inside(network.client))


def play(network: Network, kind: str, seconds: float) -> tuple[float, float]:
    """One episode, and time to recover; when it began and when all was well again."""
    time.sleep(1.5)
    begin = time.monotonic()
    getattr(network, kind)()
    time.sleep(seconds)
    network.heal()
    end = time.monotonic()
    time.sleep(RECOVERY_SECONDS)
    return begin, end


def judge(
    report: Report, result: Any, rows: list[Any], plan: list[tuple[str, float]], times: list[tuple[float, float]]
) -> None:
    """No call outlived its deadline; and the episodes were felt."""
    overruns = [(row["elapsedNanoseconds"] - row["timeoutNanoseconds"]) / 1e6 for row in rows]
    allowed = [min(100.0, row["timeoutNanoseconds"] / 1e7) for row in rows]
    late = sum(overrun > limit for overrun, limit in zip(overruns, allowed))
    report.figure("partition.calls", len(rows), f"codes {result['codes']}")
    report.limit("partition.overrun_max", max(0.0, *overruns), 100.0, "ms", asserted=False)
    report.limit("partition.late_calls", late, 0, f"of {len(rows)}")
    report.check(max(overruns) < OVERRUN_SHORT_MS, f"partition: a call outlived its deadline by {max(overruns):.0f} ms")
    for kind in KINDS:
        recoveries: list[float] = []
        felt = calm = 0
        for (name, _), (begin, end) in zip(plan, times):
            if name != kind:
                continue
            inside = [row for row in rows if begin <= ended(row) <= end]
            felt += sum(row["code"] != "OK" for row in inside)
            calm += sum(row["code"] == "OK" for row in rows if begin - 1 <= ended(row) <= begin)
            after = [ended(row) - end for row in rows if ended(row) > end and row["code"] == "OK"]
            recoveries.append(min(after, default=float("inf")))
        report.figure(f"partition.{kind}.failed_calls", felt)
        recovery = f"{max(recoveries):.2f} s, TCP's own back-off included"
        report.figure(f"partition.{kind}.recovery_max", recovery)
        report.check(calm > 0, f"partition: no call succeeded before the episodes of kind {kind}")
        report.check(max(recoveries) < 60, f"partition: calls never succeeded again after {kind}")
        if kind != "lose":
            report.check(felt > 0, f"partition: no call noticed the episodes of kind {kind}")


def ended(row: Any) -> float:
    """When a call ended."""
    return (row["beginNanoseconds"] + row["elapsedNanoseconds"]) / 1e9


def wait_until_idle(report: Report, server: ProbeServer) -> None:
    """After all of it no handler runs any more."""
    deadline = time.monotonic() + 20
    while server.stats()["handlersRunning"] and time.monotonic() < deadline:
        time.sleep(0.1)
    running = server.stats()["handlersRunning"]
    report.check(running == 0, f"partition: {running} handlers run after the last call")
