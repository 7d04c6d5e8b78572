"""The replies of unary calls: one state machine per call, and the status of a call that failed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from frames import Breach, Code, Flag, Frame, FrameType, Meta, ReplyHeader, decode_reply_header

STARTS_LIKE_A_RULE = re.compile(r"^TRK-")
RULE_TEXT = re.compile(r"^TRK-\d{3} \S")


@dataclass(frozen=True)
class Reply:
    """How a call ended at the wire."""

    code: Code
    flags: Flag
    message: bytes | None
    header: ReplyHeader | None

    @property
    def text(self) -> str:
        """Status text, empty if there is none."""
        value = self.header.first(Meta.TEXT) if self.header else None
        return (value or b"").decode("utf-8")

    @property
    def limit(self) -> tuple[str, int] | None:
        """The limit that was hit: its name and value."""
        value = self.header.first(Meta.LIMIT) if self.header else None
        if value is None:
            return None
        return value[1 : 1 + value[0]].decode("ascii"), int.from_bytes(value[1 + value[0] :])

    @property
    def not_executed(self) -> bool:
        """Whether the call had no effect."""
        return bool(self.flags & Flag.NOT_EXECUTED)


class RpcStatus(Exception):
    """A call that did not end with OK."""

    def __init__(self, code: Code, flags: Flag, text: str, details: Any = None, limit: Any = None) -> None:
        reason = f" {details.reason}" if details is not None and details.reason else ""
        super().__init__(f"{code.name}{reason}: {text}")
        self.code = code
        self.flags = flags
        self.text = text
        self.details = details
        self.limit = limit

    @property
    def reason(self) -> str:
        """The stable reason of ErrorDetails, empty if there is none."""
        return self.details.reason if self.details is not None else ""

    @property
    def fields(self) -> list[str]:
        """Paths of the fields that are wrong."""
        return [item.field for item in self.details.field_violations] if self.details is not None else []


class ConnectionLost(Exception):
    """The connection ended under a call; whether it had an effect is not known."""


@dataclass
class ReplyReader:
    """Reads the frames of one call until it ends: TRK-301 to TRK-316 and TRK-320 as far as a client sees them."""

    message_max: int
    metadata_max: int
    reset: bool = False
    header: ReplyHeader | None = None
    total: int = 0
    parts: bytearray = field(default_factory=bytearray)

    def feed(self, frame: Frame) -> Reply | None:
        """Takes a frame of the call; gives the reply when it ends it."""
        if frame.type == FrameType.CREDIT:
            if int.from_bytes(frame.payload) == 0:
                raise Breach("TRK-401", "CREDIT of 0")
            return None
        if frame.flags & Flag.COMPRESSED:
            raise Breach("TRK-314", "COMPRESSED, and compression was not announced")
        if frame.type == FrameType.RESPONSE:
            return self._response(frame)
        if frame.type == FrameType.MESSAGE:
            return self._message(frame)
        return self._end(frame)

    def _response(self, frame: Frame) -> Reply | None:
        if self.header is not None:
            raise Breach("TRK-312", "a second RESPONSE")
        flags = Flag(frame.flags)
        if not flags & Flag.HAS_MESSAGE:
            raise Breach("TRK-316", "RESPONSE without a message")
        if bool(flags & Flag.END) == bool(flags & Flag.MORE):
            raise Breach("TRK-307" if flags & Flag.END else "TRK-316", f"RESPONSE with flags {frame.flags:02X}")
        self.header = decode_reply_header(frame.payload, self.metadata_max)
        rest = self.header.rest
        if flags & Flag.END:
            if len(rest) > self.message_max:
                raise Breach("TRK-803", f"a message of {len(rest)} bytes, announced were {self.message_max}")
            return Reply(Code.OK, Flag.NONE, rest, self.header)
        if len(rest) < 4:
            raise Breach("TRK-308", "the total is missing")
        self.total = int.from_bytes(rest[:4])
        if self.total > self.message_max:
            raise Breach("TRK-803", f"a message of {self.total} bytes, announced were {self.message_max}")
        self._add(rest[4:], last=False)
        return None

    def _message(self, frame: Frame) -> Reply | None:
        if self.header is None:
            raise Breach("TRK-316", "MESSAGE before RESPONSE")
        flags = Flag(frame.flags)
        if bool(flags & Flag.END) == bool(flags & Flag.MORE):
            raise Breach("TRK-307" if flags & Flag.END else "TRK-316", f"MESSAGE with flags {frame.flags:02X}")
        self._add(frame.payload, last=bool(flags & Flag.END))
        if flags & Flag.END:
            return Reply(Code.OK, Flag.NONE, bytes(self.parts), self.header)
        return None

    def _add(self, part: bytes, last: bool) -> None:
        if not part:
            raise Breach("TRK-309", "an empty fragment")
        self.parts += part
        if len(self.parts) > self.total or last and len(self.parts) != self.total:
            raise Breach("TRK-308", f"{len(self.parts)} bytes of a message of {self.total}")

    def _end(self, frame: Frame) -> Reply:
        header = decode_reply_header(frame.payload, self.metadata_max)
        if header.rest:
            raise Breach("TRK-306", "something follows the header of END")
        if frame.code == 0 and not self.reset:
            raise Breach("TRK-316", "END with code 0")
        reply = Reply(Code(frame.code), Flag(frame.flags), None, header)
        try:
            text = reply.text
        except UnicodeDecodeError as error:
            raise Breach("section 4", "a status text that is not UTF-8") from error
        if STARTS_LIKE_A_RULE.match(text) and not RULE_TEXT.match(text):
            raise Breach("TRK-605", f"the text {text!r}")
        return reply
