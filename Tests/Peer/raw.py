"""A connection for tests that send wrong bytes: blocking, without a thread, and as strict about what comes back."""

from __future__ import annotations

import random
import socket
import time
from collections.abc import Callable, Mapping

from frames import (
    Breach,
    Flag,
    Frame,
    FrameType,
    GoAway,
    Meta,
    Setting,
    encode_call_header,
    encode_hello,
    encode_preface,
    encode_tlv,
    grease_frame,
    u32,
)
from incoming import Incoming
from replies import Reply, ReplyReader

MESSAGE_MAX = 4 << 20
METADATA_MAX = 16_384
PATIENCE = 10.0


def opening(token: str | None = None, settings: Mapping[int, bytes] | None = None) -> bytes:
    """A client's preface, HELLO and grease."""
    if settings is None:
        settings = {Setting.MESSAGE_DECODED: u32(MESSAGE_MAX), Setting.MESSAGE_WIRE: u32(MESSAGE_MAX)}
        settings[Setting.METADATA] = u32(METADATA_MAX)
    hello = Frame(FrameType.HELLO, payload=encode_hello(settings, token.encode() if token else None))
    return encode_preface() + hello.encode() + grease_frame().encode()


def request(
    stream: int,
    path: str,
    message: bytes | None,
    flags: int = Flag.END | Flag.HAS_MESSAGE,
    token: str | None = None,
    metadata: bytes = b"",
    timeout_us: int = 10_000_000,
) -> Frame:
    """A REQUEST; `message` is whatever follows the call header."""
    if token is not None:
        metadata += encode_tlv(Meta.TOKEN, token.encode())
    header = encode_call_header(path.encode(), metadata, timeout_us)
    return Frame(FrameType.REQUEST, flags, 0, stream, header + (message or b""))


class RawConnection:
    """Sends any bytes; reads frames, replies and the end. Every frame that comes back is checked."""

    def __init__(self, address: str, token: str | None = None, greet: bool = True) -> None:
        host, _, port = address.rpartition(":")
        self.socket = socket.create_connection((host, int(port)), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.incoming = Incoming()
        self.frames: list[Frame] = []
        self.readers: dict[int, ReplyReader] = {}
        self.replies: dict[int, Reply] = {}
        self.pongs: list[bytes] = []
        self.closed = False
        if greet:
            self.send(opening(token))

    def __enter__(self) -> RawConnection:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def send(self, *items: bytes | Frame) -> None:
        """Sends everything in one write; every REQUEST with a proper stream opens a call."""
        for item in items:
            if isinstance(item, Frame):
                self.note(item)
        data = b"".join(item.encode() if isinstance(item, Frame) else item for item in items)
        try:
            self.socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            # The server may have closed already; what it said is still read.
            pass

    def note(self, frame: Frame) -> None:
        """Takes note of what a frame that is sent opens or resets."""
        if frame.type == FrameType.REQUEST and frame.stream % 2 and frame.stream > self.incoming.highest_stream:
            self.incoming.highest_stream = frame.stream
            self.readers[frame.stream] = ReplyReader(MESSAGE_MAX, METADATA_MAX)
        if frame.type == FrameType.RESET and frame.stream in self.readers:
            self.readers[frame.stream].reset = True

    def half_close(self) -> None:
        """Shuts down writing."""
        try:
            self.socket.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def pump(self, timeout: float) -> bool:
        """Reads once; False when nothing came in time or the connection has ended."""
        if self.closed:
            return False
        self.socket.settimeout(max(0.001, timeout))
        try:
            data = self.socket.recv(1 << 16)
        except (TimeoutError, BlockingIOError):
            return False
        except ConnectionResetError:
            data = b""
        if not data:
            self.closed = True
            return False
        for frame in self.incoming.feed(data):
            self._take(frame)
        return True

    def _take(self, frame: Frame) -> None:
        self.frames.append(frame)
        if frame.type == FrameType.PONG:
            self.pongs.append(frame.payload)
        if frame.type not in (FrameType.RESPONSE, FrameType.MESSAGE, FrameType.END, FrameType.CREDIT):
            return
        if frame.stream in self.replies or frame.stream not in self.readers:
            raise Breach("TRK-320", f"{frame} on a stream whose call has ended or never began")
        reply = self.readers[frame.stream].feed(frame)
        if reply is not None:
            self.replies[frame.stream] = reply

    def wait(self, condition: Callable[[], bool], timeout: float = PATIENCE) -> bool:
        """Reads until `condition()` holds; False when time is over or the connection has ended before."""
        deadline = time.monotonic() + timeout
        while not condition():
            left = deadline - time.monotonic()
            if left <= 0 or self.closed:
                return condition()
            self.pump(left)
        return True

    def reply(self, stream: int, timeout: float = PATIENCE) -> Reply:
        """Waits for the reply of a call."""
        if not self.wait(lambda: stream in self.replies, timeout):
            goaway = self.incoming.goaways[-1:] or "none"
            raise AssertionError(f"no reply on stream {stream}; closed: {self.closed}, GOAWAY: {goaway}")
        return self.replies[stream]

    def ping(self) -> bool:
        """Whether the server answers a PING."""
        payload = random.randbytes(8)
        self.send(Frame(FrameType.PING, payload=payload))
        return self.wait(lambda: payload in self.pongs)

    def end(self, timeout: float = PATIENCE) -> GoAway | None:
        """Waits for the end of the connection and gives the last GOAWAY."""
        if not self.wait(lambda: self.closed, timeout):
            raise AssertionError(f"the server has not closed in {timeout} s; read: {self.frames[-3:]}")
        return self.incoming.goaways[-1] if self.incoming.goaways else None
