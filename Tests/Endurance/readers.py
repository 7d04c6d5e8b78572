"""Readers of streams that read slowly, or not at all (RT-D3): bounded memory for each, and no harm to the others."""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass
from typing import Any

from frames import Setting
from probe import ProbeRun, ProbeServer, run_probe
from report import Report
from sockets import CREDIT_MAX, REPEAT, connect, opening, repeat_message, request, u32

SILENT = 100
CRAWLING = 100
CRAWL_BYTES_PER_SECOND = 1024
# What each of them asks for: in the long form 1,000 messages a second, in the short one what a loaded machine can give.
PACE_LONG = (1_000, 2_000)
PACE_SHORT = (20_000, 16_000)
RECEIVE_BUFFER = 65_536
WATCHERS = 4
# Of all good watchers together a thousand messages a second, and in the long form of each.
WATCH_INTERVAL_SHORT_US = 4_000
WATCH_INTERVAL_LONG_US = 1_000
KIB_EACH_MAX = 1024 + 64
KIB_GROWTH_MAX = 150 * 1024
# Streams of eight bytes a millisecond, on one connection: what they may hold, the server's own growth included.
SMALL_STREAMS = 20
SMALL_SECONDS = 18
SMALL_KIB_MAX = 8 * 1024
# Time without progress of output until the server closes; the default in the long form.
STALLED_SHORT_MS = 3_000
STALLED_LONG_MS = 30_000


@dataclass
class Reader:
    """A connection with one stream on it, which reads `rate` bytes a second."""

    sock: socket.socket
    rate: int
    closed: bool = False


def open_reader(port: int, rate: int, has_all_credit: bool, pace: tuple[int, int]) -> Reader:
    """A reader whose stream is limited by its credit, or by the socket alone."""
    interval, payload = pace
    sock = connect(port, RECEIVE_BUFFER)
    settings = {Setting.CREDIT: u32(CREDIT_MAX)} if has_all_credit else {}
    message = repeat_message(payload, 1_000_000, interval)
    sock.sendall(opening(settings) + request(1, REPEAT, message, timeout_us=0))
    sock.setblocking(False)
    return Reader(sock, rate)


def run(report: Report) -> None:
    """The others alone, then beside the bad readers."""
    if report.long:
        small_messages(report)
    seconds = 45 if report.long else 15
    pace = PACE_LONG if report.long else PACE_SHORT
    interval = WATCH_INTERVAL_LONG_US if report.long else WATCH_INTERVAL_SHORT_US
    stalled = STALLED_LONG_MS if report.long else STALLED_SHORT_MS
    with ProbeServer("--output-stalled", stalled) as server:
        before = [started.result() for started in start_others(server, 3, interval)]
        base = server.resident_kib()
        readers = [
            open_reader(server.port, rate, index % 2 == 0, pace)
            for rate, count in ((0, SILENT), (CRAWL_BYTES_PER_SECOND, CRAWLING))
            for index in range(count)
        ]
        try:
            beside = start_others(server, seconds, interval)
            peak = crawl(readers, seconds, server)
            during = [run_of.result() for run_of in beside]
            closes = server.stats()["closes"]
        finally:
            for reader in readers:
                reader.sock.close()
        until_gone(report, server)
        after = server.resident_kib()
        judge(report, base, peak, after, closes, readers)
        judge_others(report, before, during)


def small_messages(report: Report) -> None:
    """Many small messages that nobody reads are bounded in memory, not in bytes alone."""
    with ProbeServer() as server:
        base = server.resident_kib()
        with connect(server.port, RECEIVE_BUFFER) as sock:
            message = repeat_message(8, 1_000_000, 1_000)
            calls = [request(2 * index + 1, REPEAT, message, timeout_us=0) for index in range(SMALL_STREAMS)]
            sock.sendall(opening({Setting.CREDIT: u32(CREDIT_MAX)}) + b"".join(calls))
            time.sleep(SMALL_SECONDS)
            grown = server.resident_kib() - base
        until_gone(report, server)
    report.limit("readers.small_messages", grown, SMALL_KIB_MAX, "KiB")


def start_others(server: ProbeServer, seconds: float, interval: int) -> list[ProbeRun]:
    """Good watchers of a steady stream each, and good callers."""
    arguments: list[object] = ["watch", "--port", server.port, "--watchers", WATCHERS, "--interval", interval]
    watch = ProbeRun(*arguments, "--count", int(seconds * 1e6 / interval))
    try:
        arguments = ["calls", "--port", server.port, "--callers", 4, "--seconds", seconds, "--pause", 2]
        calls = ProbeRun(*arguments, "--timeout", 10_000)
    except BaseException:
        watch.kill()
        raise
    return [watch, calls]


def crawl(readers: list[Reader], seconds: float, server: ProbeServer) -> int:
    """Lets every reader read what it may, four times a second; the most memory that the server had."""
    peak = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        beat = time.monotonic() + 0.25
        for reader in readers:
            read_some(reader)
        peak = max(peak, server.resident_kib())
        time.sleep(max(0.0, beat - time.monotonic()))
    return peak


def read_some(reader: Reader) -> None:
    """A quarter of a second's bytes."""
    if reader.closed or reader.rate == 0:
        return
    try:
        reader.closed = not reader.sock.recv(reader.rate // 4)
    except BlockingIOError:
        pass
    except OSError:
        reader.closed = True


def until_gone(report: Report, server: ProbeServer) -> None:
    """After their end the server has no connection and runs no handler."""
    deadline = time.monotonic() + 20
    stats = server.stats()
    while (stats["connectionsOpen"] or stats["handlersRunning"]) and time.monotonic() < deadline:
        time.sleep(0.1)
        stats = server.stats()
    left = (stats["connectionsOpen"], stats["handlersRunning"])
    report.check(left == (0, 0), f"readers: {left[0]} connections and {left[1]} handlers are left")


def judge(
    report: Report, base: int, peak: int, after: int, closes: dict[str, int], readers: list[Reader]
) -> None:
    """Memory, and that those who never read were cut."""
    report.limit("readers.memory_each_max", (peak - base) / len(readers), KIB_EACH_MAX, "KiB", asserted=True)
    report.limit("readers.memory_growth", peak - base, KIB_GROWTH_MAX, "KiB", asserted=True)
    report.figure("readers.memory_left", f"{after - base} KiB")
    report.figure("readers.closes", closes)
    # Half of the silent ones have given all credit, so that their sockets fill up; the others wait for credit.
    cut = sum(count for reason, count in closes.items() if reason == "output stalled")
    wanted = SILENT // 2
    report.check(cut >= wanted, f"readers: {cut} of {wanted} connections without progress were cut: {closes}")


def judge_others(report: Report, before: list[Any], during: list[Any]) -> None:
    """The good ones."""
    for name, alone, beside in (("watch", before[0], during[0]), ("calls", before[1], during[1])):
        report.figure(f"readers.{name}.p50", f"{beside['p50Micros']:.0f} µs, alone {alone['p50Micros']:.0f} µs")
        limit = 2 * alone["p99Micros"] / 1e3 + 5
        report.limit(f"readers.{name}.p99", beside["p99Micros"] / 1e3, limit, "ms")
    for watch in (before[0], during[0]):
        report.check(not watch["failures"], f"readers: good watchers failed: {watch['failures']}")
        counts = watch["messages"], watch["wanted"]
        report.check(counts[0] == counts[1], f"readers: {counts[0]} of {counts[1]} messages")
    for calls in (before[1], during[1]):
        report.check(set(calls["codes"]) == {"OK"}, f"readers: good calls: {calls['codes']}")
