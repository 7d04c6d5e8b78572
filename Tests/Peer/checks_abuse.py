"""Checks of limits that hold for a whole connection or address: the abuse budget, the receive pool, connections."""

from __future__ import annotations

from checks import Context, check, expect_end, same
from estate import HEALTH, TELEPHONY
from frames import Code, Flag, Frame, FrameType, Reason, u32
from messages import pool
from raw import RawConnection, request

GET = TELEPHONY + "GetNumber"
FIRST = Flag.HAS_MESSAGE | Flag.MORE
CONNECTIONS_PER_ADDRESS = 1_024


def expect_excessive(raw: RawConnection) -> None:
    """Waits for GOAWAY(EXCESSIVE) and the end."""
    goaway = raw.end()
    assert goaway is not None, "closed without GOAWAY"
    same(goaway.reason.name, "EXCESSIVE", "the reason")
    assert goaway.text.startswith("TRK-809 "), goaway.text


@check("TRK-809: the abuse budget is spent by unknown frames, then GOAWAY(EXCESSIVE)")
def unknown_frames(context: Context) -> None:
    with context.raw() as raw:
        for _ in range(60):
            raw.send(Frame(0xF5).encode() * 100)
        expect_excessive(raw)


@check("TRK-809: calls opened only to be reset spend it")
def rapid_reset(context: Context) -> None:
    with context.raw() as raw:
        for stream in range(1, 6_001, 2):
            raw.send(request(stream, GET, u32(9) + b"x", FIRST), Frame(FrameType.RESET, 0, 1, stream))
        expect_excessive(raw)
        assert len(raw.replies) >= 900, f"only {len(raw.replies)} calls were tolerated"


@check("TRK-809: malformed calls spend it, ten points each")
def malformed_flood(context: Context) -> None:
    with context.raw() as raw:
        raw.send(*[request(2 * index + 1, GET, b"", Flag.END) for index in range(300)])
        expect_excessive(raw)
        assert 90 <= len(raw.replies) <= 130, f"{len(raw.replies)} malformed calls were tolerated"


@check("TRK-702, TRK-809: PINGs that come too soon spend it, five points each")
def ping_flood(context: Context) -> None:
    with context.raw() as raw:
        for index in range(600):
            raw.send(Frame(FrameType.PING, payload=index.to_bytes(8)))
        expect_excessive(raw)


@check("TRK-809: 3,000 good calls in a row spend nothing")
def good_calls(context: Context) -> None:
    with context.raw() as raw:
        for begin in range(1, 6_001, 400):
            streams = range(begin, begin + 400, 2)
            raw.send(*[request(stream, HEALTH, b"") for stream in streams])
            for stream in streams:
                same(raw.reply(stream).code, Code.OK, f"the call on stream {stream}")


@check("TRK-403: a total that the receive pool cannot hold is refused at its first fragment, and room comes back")
def receive_pool(context: Context) -> None:
    with context.raw() as raw:
        total = u32(1 << 20) + b"x"
        raw.send(*[request(2 * index + 1, GET, total, FIRST) for index in range(17)])
        expect_end(raw.reply(33), Code.RESOURCE_EXHAUSTED, rule=None)
        reply = raw.replies[33]
        assert reply.not_executed, "without NOT_EXECUTED"
        assert reply.limit is not None and reply.limit[0] == "receive_pool_bytes", reply.limit
        same(len(raw.replies), 1, "calls ended")
        raw.send(Frame(FrameType.RESET, 0, 1, 1))
        expect_end(raw.reply(1), Code.CANCELLED, Flag.NOT_EXECUTED)
        raw.send(request(35, GET, total, FIRST), request(37, HEALTH, b""))
        same(raw.reply(37).code, Code.OK, "the call behind")
        assert 35 not in raw.replies, "no room after a reset"


@check("TRK-801: an address with too many connections gets GOAWAY(BUSY) in HELLO's place, and is served again later")
def connections(context: Context) -> None:
    opened: list[RawConnection] = []
    busy = None
    try:
        while busy is None and len(opened) <= CONNECTIONS_PER_ADDRESS:
            raw = context.raw()
            opened.append(raw)
            assert raw.wait(lambda: bool(raw.frames)), f"connection {len(opened)} was told nothing"
            if raw.frames[0].type == FrameType.GOAWAY:
                busy = raw
        assert busy is not None, f"{len(opened)} connections were all served"
        goaway = busy.incoming.goaways[0]
        same((goaway.reason, goaway.last), (Reason.BUSY, 0), "reason and last")
        assert goaway.text.startswith("TRK-801 "), goaway.text
        busy.end()
        assert len(opened) > CONNECTIONS_PER_ADDRESS // 2, f"busy at {len(opened)} connections"
        assert opened[0].ping(), "the first connection is served no longer"
    finally:
        for raw in opened:
            raw.socket.close()
    for _ in range(50):
        with context.raw() as raw:
            assert raw.wait(lambda: bool(raw.frames)), "nothing was told"
            if raw.frames[0].type == FrameType.HELLO:
                return
            raw.end()
    raise AssertionError("still busy after all had left")


@check("a service that nobody knows has no health")
def health(context: Context) -> None:
    with context.raw() as raw:
        raw.send(request(3, HEALTH, b"\x0a\x07no.such"), request(5, HEALTH, b"\x0a\x11pin.v1.PinService"))
        expect_end(raw.reply(3), Code.NOT_FOUND)
        same(raw.reply(5).message, b"\x08\x01", "the health of PinService")


@check("every unary method of every schema is served")
def all_methods(context: Context) -> None:
    files = ("pin/v1/pin_service", "telephony/v1/telephony_service", "directory/v1/directory_service")
    paths = []
    for file in (*files, "trunk/v1/introspection", "grpc/health/v1/health"):
        for service in pool().FindFileByName(file + ".proto").services_by_name.values():
            paths += [f"{service.full_name}/{method.name}" for method in service.methods if method.name != "Watch"]
    assert len(paths) > 35, f"only {len(paths)} methods in the schemas"
    unserved = []
    with context.raw("platform") as raw:
        for index, path in enumerate(paths):
            raw.send(request(2 * index + 1, path, b""))
            if raw.reply(2 * index + 1).code == Code.UNIMPLEMENTED:
                unserved.append(path)
    assert not unserved, f"UNIMPLEMENTED: {', '.join(unserved)}"
