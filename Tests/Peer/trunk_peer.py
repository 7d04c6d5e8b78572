"""A second, independent client of Trunk/1: typed calls over a checked connection. It shares no code with the server."""

from __future__ import annotations

import os
import time
from typing import Any

from connection import Call, Connection
from frames import Code
from messages import status_of
from replies import RpcStatus

DEFAULT_TIMEOUT = 20.0


def new_request_id() -> bytes:
    """A UUIDv7."""
    raw = bytearray(int(time.time() * 1000).to_bytes(6) + os.urandom(10))
    raw[6] = raw[6] & 0x0F | 0x70
    raw[8] = raw[8] & 0x3F | 0x80
    return bytes(raw)


class TrunkClient:
    """Calls methods over one connection; any thread may use it."""

    def __init__(self, address: str, token: str | None = None) -> None:
        self.connection = Connection(address, token)

    def call(
        self,
        path: str,
        message: Any,
        response_class: Any,
        timeout: float = DEFAULT_TIMEOUT,
        token: str | None = None,
        fragment: int | None = None,
    ) -> Any:
        """Makes a call and gives its response; raises `RpcStatus` when it ends with another status than OK."""
        return self.finish(self.begin(path, message, timeout, token, fragment), response_class, timeout)

    def begin(
        self, path: str, message: Any, timeout: float, token: str | None = None, fragment: int | None = None
    ) -> Call:
        """Sends a call without waiting; `message` is a protobuf message, or bytes that are sent as they are."""
        data = message if isinstance(message, bytes) else message.SerializeToString()
        return self.connection.start(path, data, timeout, token, fragment)

    def finish(self, call: Call, response_class: Any, timeout: float = DEFAULT_TIMEOUT) -> Any:
        """Waits for a call that was begun; the deadline at the server comes first, hence the second more."""
        reply = self.connection.result(call, timeout + 1)
        if reply.code != Code.OK or reply.message is None:
            raise status_of(reply)
        return response_class.FromString(reply.message)

    def close(self) -> None:
        """Leaves in order; raises if the server broke the protocol on this connection."""
        self.connection.close()

    def __enter__(self) -> TrunkClient:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


__all__ = ["DEFAULT_TIMEOUT", "Code", "RpcStatus", "TrunkClient", "new_request_id"]
