"""Calls opened and cancelled as fast as they can be written, by a peer that never reads (RT-E8)."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable

from frames import Frame, FrameType, Reason
from probe import ProbeServer, run_probe
from report import Report
from sockets import (
    STUBBORN,
    WAIT,
    connect,
    do_message,
    last_goaway,
    opening,
    read_to_end,
    request,
    reset,
    u32,
    wait_message,
)

CALLS = 100_000
# Twice what the abuse budget allows, so that every connection is cut.
CALLS_PER_CONNECTION = 2_000
# Calls at one time that the server allows a connection, and this test has one connection at a time.
HANDLERS_MAX = 256
IDLE_SECONDS = 5.0


def cancelled(stream: int) -> bytes:
    """A call that waits, and its end."""
    return request(stream, WAIT, wait_message(60)) + reset(stream)


def stubborn(stream: int) -> bytes:
    """The same, with a handler that does not care."""
    return request(stream, STUBBORN, do_message("x")) + reset(stream)


def faulty(stream: int) -> bytes:
    """A call that the server itself has to end: CREDIT of 0 (TRK-401)."""
    return request(stream, WAIT, wait_message(60)) + Frame(FrameType.CREDIT, 0, 0, stream, u32(0)).encode()


def run(report: Report) -> None:
    """Three kinds of flood, each to its end."""
    for name, make in (("cancel", cancelled), ("stubborn", stubborn), ("fault", faulty)):
        with ProbeServer() as server:
            flood(report, name, server, make)


def flood(report: Report, name: str, server: ProbeServer, make: Callable[[int], bytes]) -> None:
    """Writes all calls, over a new connection whenever one has been cut."""
    begin = time.monotonic()
    connections = CALLS // CALLS_PER_CONNECTION
    told = 0
    slowest_idle = 0.0
    for _ in range(connections):
        told += one_connection(server.port, make) == Reason.EXCESSIVE
        slowest_idle = max(slowest_idle, until_idle(server))
    seconds = time.monotonic() - begin
    stats = server.stats()
    handlers = stats["handlers"]
    report.figure(f"churn.{name}", f"{CALLS} calls in {seconds:.1f} s over {connections} connections")
    report.figure(f"churn.{name}.connections_cut", stats["closes"], connections)
    report.figure(f"churn.{name}.handlers_max", f"{handlers['runningMax']} of {handlers['begun']} begun", HANDLERS_MAX)
    report.limit(f"churn.{name}.idle_again", slowest_idle, 2.0, "s")
    report.check(handlers["begun"] > 0, f"churn.{name}: no handler ever ran")
    report.check(handlers["runningMax"] <= HANDLERS_MAX, f"churn.{name}: {handlers['runningMax']} handlers at once")
    report.check(
        stats["closes"] == {"violation": connections}, f"churn.{name}: not every connection was cut: {stats['closes']}"
    )
    report.check(told == connections, f"churn.{name}: {told} of {connections} were told GOAWAY(EXCESSIVE)")
    report.check(stats["handlersRunning"] == 0, f"churn.{name}: {stats['handlersRunning']} handlers run on")
    good = run_probe("calls", "--port", server.port, "--callers", 4, "--count", 50)
    report.check(good["codes"] == {"OK": 200}, f"churn.{name}: other calls afterwards: {good['codes']}")


def one_connection(port: int, make: Callable[[int], bytes]) -> int:
    """Writes calls without reading, in one go; then the reason that the server gave for its end."""
    with connect(port) as sock:
        sock.sendall(opening() + b"".join(make(2 * index + 1) for index in range(CALLS_PER_CONNECTION)))
        sock.shutdown(socket.SHUT_WR)
        return last_goaway(read_to_end(sock))


def until_idle(server: ProbeServer) -> float:
    """Waits until no handler runs and no connection is open; how long that took."""
    begin = time.monotonic()
    while time.monotonic() - begin < IDLE_SECONDS:
        stats = server.stats()
        if stats["handlersRunning"] == 0 and stats["connectionsOpen"] == 0:
            break
        time.sleep(0.005)
    return time.monotonic() - begin
