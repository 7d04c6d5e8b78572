"""One Trunk/1 connection over a blocking socket: any thread may call, a reader thread takes the replies."""

from __future__ import annotations

import random
import socket
import threading
import time
from dataclasses import dataclass, field

from frames import (
    CALLS_FLOOR,
    FRAME_FLOOR,
    MESSAGE_FLOOR,
    STREAM_MAX,
    Breach,
    Code,
    Flag,
    Frame,
    FrameType,
    Meta,
    Reason,
    Setting,
    encode_call_header,
    encode_goaway,
    encode_hello,
    encode_preface,
    encode_tlv,
    grease_frame,
    u32,
)
from incoming import Incoming
from replies import ConnectionLost, Reply, ReplyReader, RpcStatus

MESSAGE_MAX = 4 << 20
METADATA_MAX = 16_384
# Every breach that any connection of this process has met, for the end of a run.
BREACHES: list[str] = []


@dataclass
class Call:
    """A call that was sent and has not ended."""

    stream: int
    reader: ReplyReader
    done: threading.Event = field(default_factory=threading.Event)
    reply: Reply | None = None
    failure: Exception | None = None
    sent_at: float = field(default_factory=time.monotonic)

    def finish(self, reply: Reply | None, failure: Exception | None = None) -> None:
        """Ends the call for the thread that waits."""
        self.reply, self.failure = reply, failure
        self.done.set()


class Connection:
    """A client's side of one connection. Breaches by the server close it and fail every call."""

    def __init__(self, address: str, token: str | None = None, frame_max: int = FRAME_FLOOR) -> None:
        host, _, port = address.rpartition(":")
        self._socket = socket.create_connection((host.strip("[]"), int(port)), timeout=10)
        self._socket.settimeout(None)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._incoming = Incoming(frame_max=frame_max)
        self._lock = threading.Lock()
        self._calls: dict[int, Call] = {}
        self._next = 1
        self._pings: list[tuple[bytes, threading.Event]] = []
        self._hello = threading.Event()
        self._ended = threading.Event()
        self._leaving = False
        self.breach: Breach | None = None
        settings: dict[int, bytes] = {
            Setting.FRAME: u32(frame_max),
            Setting.MESSAGE_DECODED: u32(MESSAGE_MAX),
            Setting.MESSAGE_WIRE: u32(MESSAGE_MAX),
            Setting.METADATA: u32(METADATA_MAX),
            Setting.SOFTWARE: b"peer/1",
        }
        hello = Frame(FrameType.HELLO, payload=encode_hello(settings, token.encode() if token else None))
        self._socket.sendall(encode_preface() + hello.encode() + grease_frame().encode())
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    @property
    def incoming(self) -> Incoming:
        """What the server has sent, for checks of preface, HELLO and GOAWAY."""
        return self._incoming

    def wait_hello(self, timeout: float = 10) -> None:
        """Waits for the server's HELLO."""
        if not self._hello.wait(timeout) or self._incoming.hello is None:
            raise self.breach or ConnectionLost("no HELLO from the server")

    def setting(self, setting: Setting) -> int:
        """A setting of the server's HELLO."""
        self.wait_hello()
        assert self._incoming.hello is not None
        return self._incoming.hello.value(setting)

    def start(
        self, path: str, message: bytes, timeout: float, token: str | None = None, fragment: int | None = None
    ) -> Call:
        """Sends a call; in fragments of at most `fragment` bytes of payload if that is given, or if it must be."""
        within_floors = len(message) <= MESSAGE_FLOOR and len(self._calls) < CALLS_FLOOR
        if not (within_floors and fragment is None):
            self.wait_hello()
            if len(message) > min(self.setting(Setting.MESSAGE_WIRE), self.setting(Setting.MESSAGE_DECODED)):
                raise RpcStatus(Code.RESOURCE_EXHAUSTED, Flag.NOT_EXECUTED, "the server's limit, found before sending")
        if timeout <= 0:
            raise RpcStatus(Code.DEADLINE_EXCEEDED, Flag.NOT_EXECUTED, "no time left")
        metadata = encode_tlv(random.randint(0xE0, 0xEF), b"grease")
        if token is not None:
            metadata += encode_tlv(Meta.TOKEN, token.encode())
        header = encode_call_header(path.encode(), metadata, timeout_us=max(1, int(timeout * 1e6)))
        frame_max = fragment or (FRAME_FLOOR if within_floors else self.setting(Setting.FRAME))
        if len(header) + len(message) <= frame_max:
            first = Frame(FrameType.REQUEST, Flag.END | Flag.HAS_MESSAGE, payload=header + message)
            return self._open(first)
        room = frame_max - len(header) - 4
        payload = header + u32(len(message)) + message[:room]
        call = self._open(Frame(FrameType.REQUEST, Flag.HAS_MESSAGE | Flag.MORE, payload=payload))
        for position in range(room, len(message), frame_max):
            part = message[position : position + frame_max]
            flags = Flag.END if position + frame_max >= len(message) else Flag.MORE
            if call.done.is_set():
                break
            self._write(Frame(FrameType.MESSAGE, flags, stream=call.stream, payload=part))
        return call

    def result(self, call: Call, timeout: float) -> Reply:
        """Waits for a call; one that does not end in time is reset and fails with DEADLINE_EXCEEDED."""
        if not call.done.wait(timeout):
            self.reset(call)
            raise RpcStatus(Code.DEADLINE_EXCEEDED, Flag.NONE, "the client waited no longer")
        if call.failure is not None:
            raise call.failure
        assert call.reply is not None
        return call.reply

    def reset(self, call: Call) -> None:
        """Sends RESET(CANCELLED); the slot stays taken until the server ends the call."""
        call.reader.reset = True
        self._write(Frame(FrameType.RESET, code=1, stream=call.stream, payload=b"not wanted any more"))

    def ping(self, timeout: float = 5) -> bool:
        """Sends PING and waits for its PONG."""
        payload = random.randbytes(8)
        answered = threading.Event()
        with self._lock:
            self._pings.append((payload, answered))
        self._write(Frame(FrameType.PING, payload=payload))
        return answered.wait(timeout)

    def wait_end(self, timeout: float) -> bool:
        """Waits until the server has closed."""
        return self._ended.wait(timeout)

    def close(self, timeout: float = 10) -> None:
        """Leaves: GOAWAY, no more writing, and the server closes; raises the breach if there was one."""
        with self._lock:
            self._leaving = True
        try:
            self._write(Frame(FrameType.GOAWAY, code=Reason.SHUTDOWN, payload=encode_goaway()))
            self._socket.shutdown(socket.SHUT_WR)
        except (OSError, ConnectionLost):
            pass
        if not self._ended.wait(timeout):
            self._break(Breach("TRK-707", "the server did not close after the client had left"))
        self._socket.close()
        if self.breach:
            raise self.breach

    def abandon(self) -> None:
        """Drops the connection without a word."""
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._socket.close()

    def _open(self, first: Frame) -> Call:
        with self._lock:
            if self._ended.is_set():
                raise self.breach or ConnectionLost("the connection has ended")
            if self._leaving or self._incoming.goaways or self._next > STREAM_MAX:
                raise RpcStatus(Code.UNAVAILABLE, Flag.NOT_EXECUTED, "no more calls on this connection")
            stream, self._next = self._next, self._next + 2
            call = Call(stream, ReplyReader(MESSAGE_MAX, METADATA_MAX))
            self._calls[stream] = call
            self._incoming.highest_stream = stream
            self._send(Frame(first.type, first.flags, 0, stream, first.payload))
        return call

    def _write(self, frame: Frame) -> None:
        with self._lock:
            self._send(frame)

    def _send(self, frame: Frame) -> None:
        try:
            self._socket.sendall(frame.encode())
        except OSError as error:
            raise ConnectionLost(str(error)) from error

    def _read(self) -> None:
        end: Exception = ConnectionLost("the server has closed")
        try:
            while data := self._socket.recv(1 << 16):
                for frame in self._incoming.feed(data):
                    self._take(frame)
            if not self._incoming.at_frame_end:
                end = ConnectionLost("the server has closed inside a frame")
        except Breach as breach:
            self._break(breach)
            end = breach
        except OSError as error:
            end = ConnectionLost(str(error))
        with self._lock:
            self._ended.set()
            self._hello.set()
            for call in self._calls.values():
                call.finish(None, end)
            self._calls.clear()

    def _break(self, breach: Breach) -> None:
        self.breach = breach
        BREACHES.append(str(breach))
        self.abandon()

    def _take(self, frame: Frame) -> None:
        if frame.type == FrameType.HELLO:
            self._hello.set()
        elif frame.type == FrameType.PING:
            self._write(Frame(FrameType.PONG, payload=frame.payload))
        elif frame.type == FrameType.PONG:
            self._pong(frame.payload)
        elif frame.type == FrameType.GOAWAY:
            self._goaway()
        elif frame.type < 0x80:
            self._reply(frame)

    def _pong(self, payload: bytes) -> None:
        with self._lock:
            index = next((i for i, (sent, _) in enumerate(self._pings) if sent == payload), None)
            if index is None:
                raise Breach("TRK-701", "a PONG that no PING asked for")
            self._pings[index][1].set()
            # Of several PINGs only the newest is answered.
            del self._pings[: index + 1]

    def _goaway(self) -> None:
        last = min(goaway.last for goaway in self._incoming.goaways)
        with self._lock:
            for stream in [stream for stream in self._calls if stream > last]:
                failure = RpcStatus(Code.UNAVAILABLE, Flag.NOT_EXECUTED, "the server is going")
                self._calls.pop(stream).finish(None, failure)

    def _reply(self, frame: Frame) -> None:
        with self._lock:
            call = self._calls.get(frame.stream)
        if call is None:
            raise Breach("TRK-320", f"{frame} on a stream whose call has ended or never began")
        reply = call.reader.feed(frame)
        if reply is None:
            return
        # The server cannot have taken longer than the client has waited; half a second for clocks of threads.
        if reply.header is not None and reply.header.micros > (time.monotonic() - call.sent_at + 0.5) * 1e6:
            raise Breach("section 4", f"{reply.header.micros} µs in the reply header are more than have passed")
        with self._lock:
            self._calls.pop(frame.stream, None)
        call.finish(reply)
