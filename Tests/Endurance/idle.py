"""What connections without calls cost (RT-E5)."""

from __future__ import annotations

import resource
import socket
import time

from probe import ProbeServer, run_probe
from report import Report
from sockets import DO, connect, do_message, opening, request

CONNECTIONS = 12_000
KIB_AIM = 8.0
KIB_MAX = 16.0
# Descriptors that either side needs for other things.
SPARE = 200


def run(report: Report) -> None:
    """Opens them, waits, makes a call on each, and sees that good calls do not suffer and everything is closed."""
    allowed = resource.getrlimit(resource.RLIMIT_NOFILE)[0] - SPARE
    if not report.check(allowed >= CONNECTIONS, f"idle: ulimit -n allows {allowed} connections, not {CONNECTIONS}"):
        return
    with ProbeServer() as server:
        # So that what the first calls allocate for good is not counted.
        before = run_probe("calls", "--port", server.port, "--callers", 8, "--seconds", 3, "--pause", 2)
        base = server.resident_kib()
        sockets: list[socket.socket] = []
        try:
            for index in range(CONNECTIONS):
                sockets.append(connect(server.port))
                sockets[-1].sendall(opening())
                if index % 500 == 499:
                    # Greeted, before the server's backlog is full.
                    sockets[-1].recv(1 << 12)
            wait_for_all(server)
            idle = (server.resident_kib() - base) / CONNECTIONS
            beside = run_probe("calls", "--port", server.port, "--callers", 8, "--seconds", 3, "--pause", 2)
            for sock in sockets:
                sock.sendall(request(1, DO, do_message("x" * 100)))
            time.sleep(1)
            for sock in sockets:
                sock.recv(1 << 12)
            used = (server.resident_kib() - base) / CONNECTIONS
            opened = server.stats()["connectionsOpen"]
        finally:
            for sock in sockets:
                sock.close()
        report.figure("idle.connections", opened, CONNECTIONS)
        report.figure("idle.memory_each", f"{idle:.1f} KiB", f"{KIB_MAX:.0f} KiB, aim {KIB_AIM:.0f} KiB")
        report.figure("idle.memory_each_after_a_call", f"{used:.1f} KiB", f"{KIB_MAX:.0f} KiB")
        report.limit("idle.good_p99", beside["p99Micros"] / 1e3, 1.5 * before["p99Micros"] / 1e3 + 5, "ms")
        report.check(opened >= CONNECTIONS, f"idle: {opened} connections are open")
        report.check(max(idle, used) <= KIB_MAX, f"idle: {idle:.1f} and {used:.1f} KiB for each connection")
        report.check(set(beside["codes"]) == {"OK"}, f"idle: other calls: {beside['codes']}")
        deadline = time.monotonic() + 20
        while server.stats()["connectionsOpen"] and time.monotonic() < deadline:
            time.sleep(0.1)
        left = server.stats()["connectionsOpen"]
        report.check(left == 0, f"idle: {left} connections are open after their clients have gone")


def wait_for_all(server: ProbeServer) -> None:
    """Waits until the server has accepted and greeted all of them."""
    deadline = time.monotonic() + 60
    while server.stats()["connectionsOpen"] < CONNECTIONS and time.monotonic() < deadline:
        time.sleep(0.1)
    time.sleep(1)
