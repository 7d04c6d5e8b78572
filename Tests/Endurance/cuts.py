"""Connections cut at every point of a call (RT-D6): one effect with a request id, nothing sent twice without."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from typing import Any

from cutting_proxy import CuttingProxy, Point
from estate import Estate, wrong_pin
from probe import ProbeServer, rows_of, run_probe
from report import Report
from serving import ServingServer

SHARE = 0.05
ATTEMPTS_MAX = 1.1
CALLERS = 8
CALLS_SHORT = 4_000
CALLS_LONG = 40_000
NUMBERS_SHORT = 200
NUMBERS_LONG = 1_000
TRIES = 3


def run(report: Report) -> None:
    """At the probe's own methods, then at the service."""
    seed = random.SystemRandom().randrange(1 << 32)
    print(f"cuts: seed {seed}", flush=True)
    with ProbeServer() as server:
        for kind in ("add", "addOnce"):
            at_probe(report, server, kind, seed)
    at_service(report, seed)


def label_in(frame: bytes) -> bytes | None:
    """The label in a REQUEST of a probe's caller: field 1 at its end."""
    place = frame.find(b"call:")
    return None if place < 0 else frame[place:]


def at_probe(report: Report, server: ProbeServer, kind: str, seed: int) -> None:
    """Calls whose handler counts how often it ran."""
    calls = CALLS_LONG if report.long else CALLS_SHORT
    proxy = CuttingProxy(server.port, SHARE, seed, label_in)
    with tempfile.TemporaryDirectory() as folder:
        rows_path = Path(folder) / "rows"
        arguments: list[object] = ["calls", "--port", proxy.port, "--kind", kind, "--callers", CALLERS]
        arguments += ["--connections", CALLERS, "--count", calls // CALLERS, "--calls-per-connection", 20]
        arguments += ["--prefix", f"call:{kind}", "--timeout", 5000, "--seconds", 600, "--rows", rows_path]
        try:
            run_probe(*arguments, patience=700)
        finally:
            proxy.stop()
        rows = rows_of(rows_path)
    name = f"cuts.{kind}"
    judge_attempts(report, name, proxy, rows)
    ledger = server.ledger()
    twice = wrong = 0
    for row in rows:
        runs, effects = ledger.get(row["label"], [0, 0])
        twice += kind == "add" and proxy.sent.get(row["label"].encode(), 0) > 1
        # Done when it says so; not done when it says so; once at most in any case.
        wrong += effects > 1 or (row["code"] == "OK" and effects != 1) or (row["notExecuted"] and runs > 0)
    report.figure(f"{name}.sent_twice", twice, 0 if kind == "add" else "none")
    report.check(twice == 0, f"{name}: {twice} calls without a request id were sent twice")
    report.check(wrong == 0, f"{name}: {wrong} calls have more or fewer effects than they should")
    again = sum(runs > 1 for label, (runs, _) in ledger.items() if label.startswith(f"call:{kind}-"))
    report.figure(f"{name}.run_again", again)
    if kind == "add":
        report.check(again == 0, f"{name}: {again} calls without a request id ran twice")
    else:
        failed = sum(row["code"] != "OK" for row in rows)
        limit = unlucky(len(rows))
        report.figure(f"{name}.failed_for_good", failed, limit)
        report.check(failed <= limit, f"{name}: {failed} calls with a request id failed for good: {codes(rows)}")
        report.check(again > 0, f"{name}: no call ran again, so nothing was shown of such calls")


def at_service(report: Report, seed: int) -> None:
    """Wrong PINs, each with a request id: a try that was made again is one try."""
    count = NUMBERS_LONG if report.long else NUMBERS_SHORT
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = ServingServer(folder).start()
        try:
            with Estate(server.address, server.tokens) as estate:
                estate.grant(count)
                numbers = [number for _ in range(0, count, 100) for number in estate.new_numbers(min(100, count))]
                lines = [f"{number} {wrong_pin(estate.default_pin(number))}\n" for number in numbers]
            (folder / "numbers").write_text("".join(lines))
            proxy = CuttingProxy(server.port, SHARE, seed, request_id_in)
            arguments: list[object] = ["changes", "--port", proxy.port, "--kind", "wrongPIN", "--callers", CALLERS]
            arguments += ["--token-file", server.token_file("pbx"), "--numbers-file", folder / "numbers"]
            arguments += ["--changes", TRIES, "--calls-per-connection", 20, "--timeout", 10_000, "--seconds", 600]
            try:
                run_probe(*arguments, "--rows", folder / "rows", patience=700)
            finally:
                proxy.stop()
            rows = rows_of(folder / "rows")
            with Estate(server.address, server.tokens) as estate:
                failures = {number: estate.pin_status(number).failures for number in numbers}
            server.stop()
        finally:
            server.kill()
    judge_attempts(report, "cuts.sign_in", proxy, rows)
    judge_tries(report, rows, failures)


def request_id_in(frame: bytes) -> bytes | None:
    """The request id in a SignIn: field 15 of the message, or whatever field has 16 bytes last."""
    if b"pin.v1.PinService/SignIn" not in frame[:100]:
        return None
    place = frame.rfind(b"\x10", 0, len(frame) - 16)
    return frame[place + 1 : place + 17] if place == len(frame) - 17 else frame


def judge_attempts(report: Report, name: str, proxy: CuttingProxy, rows: list[Any]) -> None:
    """Every point was hit, and little was sent again."""
    attempts = sum(proxy.sent.values()) / max(1, len(rows))
    report.figure(f"{name}.calls", f"{len(rows)} over {proxy.connections} connections, {codes(rows)}")
    report.figure(f"{name}.cuts", {point.value: count for point, count in proxy.cuts.items()})
    report.limit(f"{name}.attempts", attempts, ATTEMPTS_MAX, "x calls", asserted=True)
    report.check(all(proxy.cuts[point] > 0 for point in Point), f"{name}: not every point was cut")


def judge_tries(report: Report, rows: list[Any], failures: dict[str, int]) -> None:
    """The failures that the service counts are the tries that were made, each once."""
    done: dict[str, int] = {}
    maybe: dict[str, int] = {}
    for row in rows:
        number = row["label"].split("/")[0]
        if row["code"] == "OK":
            done[number] = done.get(number, 0) + 1
        elif not row["notExecuted"]:
            maybe[number] = maybe.get(number, 0) + 1
    wrong = [
        f"{number}: {count} failures, {done.get(number, 0)} tries answered and {maybe.get(number, 0)} unknown"
        for number, count in failures.items()
        if not done.get(number, 0) <= count <= done.get(number, 0) + maybe.get(number, 0)
    ]
    report.figure("cuts.sign_in.tries_counted_wrong", len(wrong), 0)
    report.check(not wrong, f"cuts.sign_in: {wrong[:3]}")
    failed = sum(row["code"] != "OK" for row in rows)
    limit = unlucky(len(rows))
    report.figure("cuts.sign_in.failed_for_good", failed, limit)
    report.check(failed <= limit, f"cuts.sign_in: {failed} tries with a request id failed for good: {codes(rows)}")


def unlucky(calls: int) -> int:
    """How many of so many calls may lose all three attempts: one in 8,000 does by chance, one in 200 never."""
    return max(1, calls // 200)


def codes(rows: list[Any]) -> dict[str, int]:
    """How many calls ended with each status."""
    found: dict[str, int] = {}
    for row in rows:
        found[row["code"]] = found.get(row["code"], 0) + 1
    return found
