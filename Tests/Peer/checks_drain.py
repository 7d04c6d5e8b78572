"""The last check: the server is asked to go while calls wait."""

from __future__ import annotations

from checks import Context, check, expect_end, same
from estate import HEALTH, TELEPHONY
from frames import NONE_REFUSED, Code, Flag, Frame, FrameType, Reason, u32
from raw import request


@check("TRK-705 to TRK-708: SIGTERM drains: two GOAWAYs, new calls dropped unread, waiting calls ended after the grace")
def drain(context: Context) -> None:
    context.estate.close()
    with context.raw() as raw, context.raw() as idle:
        half = request(3, TELEPHONY + "GetNumber", u32(9) + b"x", Flag.HAS_MESSAGE | Flag.MORE)
        raw.send(request(1, HEALTH, b""), half)
        raw.reply(1)
        assert idle.ping(), "no PONG"
        context.server.terminate()
        assert raw.wait(lambda: bool(raw.incoming.goaways)), "no GOAWAY"
        first = raw.incoming.goaways[0]
        same((first.reason, first.last), (Reason.SHUTDOWN, NONE_REFUSED), "the first GOAWAY")
        assert raw.wait(lambda: any(frame.type == FrameType.PING for frame in raw.frames)), "no PING"
        raw.send(request(5, HEALTH, b""))
        same(raw.reply(5).code, Code.OK, "a call between the two GOAWAYs")
        ping = next(frame for frame in raw.frames if frame.type == FrameType.PING)
        raw.send(Frame(FrameType.PONG, payload=ping.payload))
        assert raw.wait(lambda: len(raw.incoming.goaways) == 2), "no second GOAWAY"
        second = raw.incoming.goaways[1]
        same((second.reason, second.last), (Reason.SHUTDOWN, 5), "the second GOAWAY")
        raw.send(request(7, HEALTH, b""))
        expect_end(raw.reply(3), Code.UNAVAILABLE)
        raw.half_close()
        raw.end()
        assert 7 not in raw.replies, "a call above last was answered"
        assert idle.wait(lambda: bool(idle.incoming.goaways)), "no GOAWAY on a connection without calls"
        idle.half_close()
        idle.end()
    same(context.server.stop(), 0, "the exit status")
    context.server.start()
    context.estate.connect(context.server.address, context.server.tokens)
