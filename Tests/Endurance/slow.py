"""Connections that say nothing, or a byte a second (RT-D4): each is closed by its own timer, and harms nobody."""

from __future__ import annotations

import selectors
import socket
import time
from dataclasses import dataclass

from frames import Flag, encode_call_header, encode_header
from probe import ProbeRun, ProbeServer, run_probe
from report import Report
from sockets import DO, connect, opening

EACH = 500
# TRK-121 for what comes before HELLO is read, from the connection on.
PREFACE_SECONDS = 5.0
# TRK-802 for a frame, from its first byte on: so much, and a second for every so many bytes of it.
FRAME_SECONDS = 5.0
FRAME_BYTES_PER_SECOND = 16_384
PAYLOAD = 16_000
TOLERANCE = 1.0
# The last connection is made long before this.
PATIENCE = 25.0


@dataclass
class Slow:
    """One slow connection: what it sends, a byte a second, and when its clock began."""

    kind: str
    sock: socket.socket
    trickle: bytes
    due: float
    sent: int = 0
    closed: float = 0.0

    def send_byte(self) -> None:
        """Sends the next byte; the server may be gone already."""
        try:
            self.sock.send(self.trickle[self.sent : self.sent + 1])
            self.sent += 1
        except OSError:
            pass

    def read(self, now: float) -> bool:
        """Reads; whether the server has closed."""
        try:
            if self.sock.recv(1 << 16):
                return False
        except BlockingIOError:
            return False
        except OSError:
            pass
        self.closed = now
        return True


def open_slow(kind: str, port: int) -> Slow:
    """A connection of this kind, with its clock running."""
    sock = connect(port)
    begin = time.monotonic()
    frame = FRAME_SECONDS + PAYLOAD / FRAME_BYTES_PER_SECOND
    request = encode_header(PAYLOAD, 2, Flag.END | Flag.HAS_MESSAGE, 0, 1) + encode_call_header(DO.encode())
    sock.setblocking(False)
    if kind == "silent":
        return Slow(kind, sock, b"", begin + PREFACE_SECONDS)
    if kind == "preface":
        return Slow(kind, sock, opening(), begin + PREFACE_SECONDS)
    sock.send(opening())
    if kind == "header":
        # Until its length has come, a frame has the time of an empty one.
        sock.send(request[:3])
        return Slow(kind, sock, request[3:12], begin + FRAME_SECONDS)
    sock.send(request)
    return Slow(kind, sock, bytes(PAYLOAD), begin + frame)


def run(report: Report) -> None:
    """2,000 slow connections, and some good callers beside them."""
    with ProbeServer() as server:
        before = run_probe("calls", "--port", server.port, "--callers", 8, "--seconds", 3, "--pause", 2)
        rss = server.resident_kib()
        good = ProbeRun("calls", "--port", server.port, "--callers", 8, "--seconds", 9, "--pause", 2)
        try:
            kinds = ("silent", "preface", "header", "payload")
            peers = [open_slow(kind, server.port) for _ in range(EACH) for kind in kinds]
            grown = watch(peers, server) - rss
            during = good.result()
        except BaseException:
            good.kill()
            raise
        for kind in kinds:
            judge(report, kind, [peer for peer in peers if peer.kind == kind])
        stats = server.stats()
        report.figure("slow.closes", stats["closes"])
        report.limit("slow.memory_each", grown / len(peers), 64, "KiB", asserted=True)
        report.limit("slow.good_p99", during["p99Micros"] / 1e3, 2 * before["p99Micros"] / 1e3 + 5, "ms")
        medians = f"{before['p50Micros']:.0f} µs before, {during['p50Micros']:.0f} µs beside them"
        report.figure("slow.good_p50", medians)
        report.check(set(during["codes"]) == {"OK"}, f"slow: other calls: {during['codes']}")


def watch(peers: list[Slow], server: ProbeServer) -> int:
    """Lets every connection send its byte a second, and notes when it is closed; the server's memory after 3 s."""
    selector = selectors.DefaultSelector()
    for peer in peers:
        selector.register(peer.sock, selectors.EVENT_READ, peer)
    begin = time.monotonic()
    beat = begin
    rss = 0
    while selector.get_map() and time.monotonic() < begin + PATIENCE:
        for key, _ in selector.select(0.05):
            peer = key.data
            if peer.read(time.monotonic()):
                selector.unregister(peer.sock)
                peer.sock.close()
        if time.monotonic() >= beat + 1:
            beat += 1
            for peer in peers:
                if not peer.closed:
                    peer.send_byte()
            if beat - begin >= 3 and not rss:
                rss = server.resident_kib()
    for key in list(selector.get_map().values()):
        selector.unregister(key.fileobj)
        key.data.sock.close()
    selector.close()
    return rss


def judge(report: Report, kind: str, peers: list[Slow]) -> None:
    """All closed, and in time."""
    left = sum(not peer.closed for peer in peers)
    if not report.check(left == 0, f"slow.{kind}: {left} connections were never closed"):
        return
    differences = sorted(peer.closed - peer.due for peer in peers)
    name = f"slow.{kind}"
    report.figure(f"{name}.closed", len(peers), len(peers))
    report.figure(f"{name}.after_timer", f"{differences[0]:+.2f} to {differences[-1]:+.2f} s", f"+-{TOLERANCE} s")
    # Too early is wrong at any speed.
    report.check(differences[0] > -TOLERANCE, f"{name}: closed {-differences[0]:.2f} s too early")
    if report.long:
        report.check(differences[-1] < TOLERANCE, f"{name}: closed {differences[-1]:.2f} s too late")
