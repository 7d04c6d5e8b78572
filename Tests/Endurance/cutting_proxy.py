"""A proxy that knows frames, notes every request that passes, and cuts connections at chosen points of a call."""

from __future__ import annotations

import asyncio
import itertools
import random
import threading
from collections.abc import Callable
from enum import Enum

from frames import HEADER_BYTES, PREFACE_BYTES, FrameType


class Point(Enum):
    """Where a call is cut."""

    BEFORE_REQUEST = "before the request"
    MID_REQUEST = "in the request"
    AFTER_REQUEST = "after the request"
    BEFORE_RESPONSE = "before the response"
    MID_RESPONSE = "in the response"
    AFTER_RESPONSE = "after the response"


class Cut(Exception):
    """The connection is cut here."""


class Link:
    """One connection through the proxy: a call of it may be the one to be cut."""

    def __init__(self) -> None:
        self.doomed: dict[int, Point] = {}


class CuttingProxy:
    """Listens on a loopback port of its own, in a thread of its own, until `stop`."""

    def __init__(self, port: int, share: float, seed: int, key: Callable[[bytes], bytes | None]) -> None:
        self.upstream = port
        self.share = share
        self.source = random.Random(seed)
        # In turn, so that every one is hit.
        self._points = itertools.cycle(Point)
        # Which call a REQUEST is, by what is in it; None for those that are not noted.
        self.key = key
        self.sent: dict[bytes, int] = {}
        self.cuts = dict.fromkeys(Point, 0)
        self.connections = 0
        self.port = 0
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError("the proxy does not listen")

    def stop(self) -> None:
        """Closes everything."""
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._end = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        server = await asyncio.start_server(self._accept, "127.0.0.1", 0, backlog=512)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._end.wait()
        server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        upstream: asyncio.StreamWriter | None = None
        try:
            answers, upstream = await asyncio.open_connection("127.0.0.1", self.upstream)
            link = Link()
            ways = [
                asyncio.create_task(self._forward(link, reader, upstream, self._request)),
                asyncio.create_task(self._forward(link, answers, writer, self._response)),
            ]
            done, rest = await asyncio.wait(ways, return_when=asyncio.FIRST_EXCEPTION)
            for way in rest:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            for end in (writer, upstream):
                if end is not None:
                    end.transport.abort()

    async def _forward(
        self,
        link: Link,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        judge: Callable[[Link, int, int, bytes, asyncio.StreamWriter], None],
    ) -> None:
        """Passes frames on until the end of input or the cut."""
        try:
            writer.write(await reader.readexactly(PREFACE_BYTES))
            while True:
                header = await reader.readexactly(HEADER_BYTES)
                payload = await reader.readexactly(int.from_bytes(header[:4]))
                try:
                    judge(link, header[4], int.from_bytes(header[8:]), header + payload, writer)
                except Cut:
                    # What was passed on before the cut arrives; then both sides lose the connection.
                    await asyncio.wait_for(writer.drain(), 5)
                    await asyncio.sleep(0.002)
                    raise
                await writer.drain()
        except asyncio.IncompleteReadError as error:
            writer.write(error.partial)
            if writer.can_write_eof():
                writer.write_eof()

    def _request(self, link: Link, kind: int, stream: int, frame: bytes, writer: asyncio.StreamWriter) -> None:
        if kind != FrameType.REQUEST:
            writer.write(frame)
            return
        point = next(self._points) if self.source.random() < self.share else None
        key = self.key(frame)
        if point == Point.BEFORE_REQUEST:
            # The client has sent it all the same.
            self._note(key)
            raise self._cut(point)
        self._note(key)
        if point == Point.MID_REQUEST:
            writer.write(frame[: self.source.randrange(1, len(frame))])
            raise self._cut(point)
        writer.write(frame)
        if point == Point.AFTER_REQUEST:
            raise self._cut(point)
        if point is not None:
            link.doomed[stream] = point

    def _response(self, link: Link, kind: int, stream: int, frame: bytes, writer: asyncio.StreamWriter) -> None:
        point = link.doomed.get(stream) if kind in (FrameType.RESPONSE, FrameType.END) else None
        if point == Point.BEFORE_RESPONSE:
            raise self._cut(point)
        if point == Point.MID_RESPONSE:
            writer.write(frame[: self.source.randrange(1, len(frame))])
            raise self._cut(point)
        writer.write(frame)
        if point == Point.AFTER_RESPONSE:
            raise self._cut(point)

    def _note(self, key: bytes | None) -> None:
        if key is not None:
            self.sent[key] = self.sent.get(key, 0) + 1

    def _cut(self, point: Point) -> Cut:
        self.cuts[point] += 1
        return Cut(point.value)
