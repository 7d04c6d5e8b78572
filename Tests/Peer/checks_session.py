"""A short session, cut in two writes at every byte, and ended at every byte."""

from __future__ import annotations

import struct

from checks import Context, check, same
from estate import HEALTH, TELEPHONY
from frames import (
    Flag,
    Frame,
    FrameType,
    Setting,
    encode_hello,
    encode_preface,
    grease_frame,
    u32,
)
from messages import message
from raw import RawConnection, request

# What a split needs to matter: time for the server to read the first part by itself.
PAUSE = 0.002


def session(token: str, number: str) -> list[Frame | bytes]:
    """Preface, HELLO, grease, a call, a PING, a call in two fragments, a call that fails, a RESET of an ended call."""
    get = message("telephony.v1.GetNumberRequest")(number={"e164": number}).SerializeToString()
    path = TELEPHONY + "GetNumber"
    settings: dict[int, bytes] = {Setting.MESSAGE_WIRE: u32(1 << 20)}
    return [
        encode_preface(),
        Frame(FrameType.HELLO, payload=encode_hello(settings, token.encode())),
        grease_frame(),
        request(1, HEALTH, b""),
        Frame(FrameType.PING, payload=b"12345678"),
        request(3, path, u32(len(get)) + get[:5], Flag.HAS_MESSAGE | Flag.MORE),
        Frame(FrameType.MESSAGE, Flag.END, 0, 3, get[5:]),
        request(5, path, b"\xff"),
    ]


def normal(raw: RawConnection) -> tuple[bytes, tuple[tuple[int, int, int, int, bytes], ...]]:
    """What came back without what may vary: random bytes, grease, load, time, and the order of different calls."""
    assert raw.incoming.preface is not None
    frames = []
    for frame in raw.frames:
        payload = frame.payload
        if frame.type >= 0x80:
            continue
        if frame.type == FrameType.HELLO:
            assert raw.incoming.hello is not None
            payload = repr(sorted(pair for pair in raw.incoming.hello.raw if not 0xE0 <= pair[0] <= 0xEF)).encode()
        if frame.type in (FrameType.RESPONSE, FrameType.END):
            metadata_bytes, _, _ = struct.unpack_from(">HHI", payload)
            payload = struct.pack(">HHI", metadata_bytes, 0, 0) + payload[8:]
        frames.append((frame.stream, int(frame.type), frame.flags, frame.code, payload))
    # Frames of one stream keep their order; calls of different streams may overtake each other.
    return raw.incoming.preface[:10], tuple(sorted(frames, key=lambda item: item[0]))


def noted(items: list[Frame | bytes]) -> tuple[bytes, list[Frame]]:
    """The bytes of a session, and its requests."""
    frames = [item for item in items if isinstance(item, Frame)]
    data = b"".join(item.encode() if isinstance(item, Frame) else item for item in items)
    return data, [frame for frame in frames if frame.type == FrameType.REQUEST]


class Splitter:
    """Plays a session in parts at new connections."""

    def __init__(self, context: Context) -> None:
        number = context.estate.new_numbers(1)[0]
        self.address = context.address
        self.data, self.requests = noted(session(context.token, number))

    def connect(self) -> RawConnection:
        """A connection that knows which calls the bytes will open."""
        raw = RawConnection(self.address, greet=False)
        for frame in self.requests:
            raw.note(frame)
        return raw

    def play(self, *parts: bytes) -> RawConnection:
        """Sends the parts with pauses, waits for all replies, leaves and reads to the end."""
        with self.connect() as raw:
            for part in parts[:-1]:
                raw.send(part)
                raw.pump(PAUSE)
            raw.send(parts[-1])
            raw.wait(lambda: len(raw.replies) == 3 and bool(raw.pongs))
            raw.half_close()
            raw.end()
            return raw


@check("a session in two writes, split at every byte, is answered with the same bytes")
def split_everywhere(context: Context) -> None:
    splitter = Splitter(context)
    wanted = normal(splitter.play(splitter.data))
    same([reply[0] for reply in wanted[1]], [0, 0, 1, 3, 5], "streams of the frames answered")
    for position in range(1, len(splitter.data)):
        found = normal(splitter.play(splitter.data[:position], splitter.data[position:]))
        same(found, wanted, f"the answer when split at {position}")
    single = [splitter.data[at : at + 1] for at in range(len(splitter.data))]
    same(normal(splitter.play(*single)), wanted, "the answer to single bytes")


@check("a session that ends at any byte is closed in order, with no more answers than its whole frames earn")
def truncated_everywhere(context: Context) -> None:
    splitter = Splitter(context)
    for position in range(len(splitter.data)):
        with splitter.connect() as raw:
            raw.send(splitter.data[:position])
            raw.half_close()
            raw.end()
            if position < 12:
                assert raw.incoming.preface is None, f"an answer to {position} bytes of preface"
            assert raw.incoming.at_frame_end, f"half a frame in answer to {position} bytes"
            assert len(raw.replies) < 3, f"all calls answered after {position} bytes"
