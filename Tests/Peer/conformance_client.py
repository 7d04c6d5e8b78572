"""The server half of the table: sequences against our client, and what the document wants of it."""

from __future__ import annotations

import json
import os
import queue
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from conformance_wire import PATIENCE, Link, is_noise, line
from frames import Breach, Code, Frame, FrameType
from messages import ROOT
from trunk_server import END, HAS, Listener, answer_all, end, goaway, greeting, response, timeout_of

Item = bytes | Frame | str
DONE = b"\x0a\x02hi"
# In a case: the server shuts down its side.
SHUT = "shut"


@dataclass(frozen=True)
class Case:
    """What the server sends to a client whose call 1 has come; a str is a line of the client's that is waited for."""

    rule: str
    name: str
    sends: tuple[Item, ...]
    # How the call ends for its caller: status, what its text begins with, the sizes of the messages that came.
    code: Code
    text: str = ""
    messages: tuple[int, ...] = ()
    # What the client writes meanwhile, its REQUEST and its messages not counted.
    wants: tuple[str, ...] = ()
    call: str = "do 2"
    hello: bytes | None = None
    deflate: bool = False
    not_executed: bool = False

    @property
    def closes(self) -> bool:
        """Whether the client closes the connection."""
        return "closed" in self.wants


class Subject:
    """The program with our client in it."""

    def __init__(self) -> None:
        binary = os.environ.get("CLIENT_UNDER_TEST", str(ROOT / ".build/debug/ClientUnderTest"))
        self.process = subprocess.Popen([binary], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.outcomes: dict[str, dict[str, Any]] = {}
        self.lines: queue.Queue[dict[str, Any]] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for text in self.process.stdout:
            self.lines.put(json.loads(text))

    def say(self, *words: object) -> None:
        """One command."""
        assert self.process.stdin is not None
        self.process.stdin.write(" ".join(map(str, words)) + "\n")
        self.process.stdin.flush()

    def outcome(self, name: str, timeout: float = PATIENCE) -> dict[str, Any] | None:
        """How a call went; None when it has not ended in time."""
        deadline = time.monotonic() + timeout
        while name not in self.outcomes:
            try:
                found = self.lines.get(timeout=max(0.001, deadline - time.monotonic()))
            except queue.Empty:
                return None
            self.outcomes[found["id"]] = found
        return self.outcomes.pop(name)


def next_line(link: Link, found: list[str], timeout: float = PATIENCE) -> Frame | None:
    """Reads frames until one counts; REQUEST, messages and half-closes do not."""
    while frame := link.frame(timeout):
        kinds = (FrameType.REQUEST, FrameType.MESSAGE, FrameType.END)
        if not is_noise(frame) and frame.type not in kinds:
            found.append(line(frame))
            return frame
    found.append("closed" if link.closed else "nothing")
    return None


def wait_for(link: Link, wanted: str) -> Frame:
    """Reads until the client has written this line."""
    seen = []
    while frame := link.frame():
        seen.append(line(frame) if frame.type < 0x80 else "extension")
        if seen[-1].startswith(wanted):
            return frame
    raise AssertionError(f"no {wanted} after {seen}")


def outcome_line(outcome: dict[str, Any] | None) -> str:
    """An outcome as a line: rules only, where a text begins with one."""
    if outcome is None:
        return "no outcome"
    text = outcome["text"].split(" ")[0] if outcome["text"].startswith("TRK-") else ""
    return f"{Code(outcome['code']).name} {outcome['notExecuted']} {outcome['messages']} {text}".rstrip()


def judged(case: Case, subject: Subject, index: int) -> str | None:
    """None when the client does what is wanted, else what is wrong."""
    listener = Listener()
    name = f"case{index}"
    method, count = case.call.split(" ")
    subject.say("connect", listener.port, "deflate" if case.deflate else "")
    subject.say(method, name, 4_000, count)
    link = listener.accept(PATIENCE)
    if link is None:
        return f"{case.rule} {case.name}: the client does not connect"
    found: list[str] = []
    try:
        play(case, link)
        while len(found) < len(case.wants) and next_line(link, found) is not None:
            pass
        if "closed" in found:
            link.close()
        outcome = subject.outcome(name, 0.3)
        if outcome is None:
            # A call that was not executed is sent once more, elsewhere.
            answer_all(listener, 1.0 if case.closes else 0.1)
            outcome = subject.outcome(name)
        text = case.text if case.text.startswith("TRK-") else ""
        wanted = f"{case.code.name} {case.not_executed} {list(case.messages)} {text}".rstrip()
        if found != list(case.wants) or outcome_line(outcome) != wanted:
            return f"{case.rule} {case.name}: {found}, {outcome_line(outcome)} instead of {list(case.wants)}, {wanted}"
        return None if case.closes else lives(case, link, subject, index)
    finally:
        link.close()
        listener.close()


def play(case: Case, link: Link) -> None:
    """Greets, waits for the call, and sends what the case has; what is broken in a greeting needs no call."""
    link.send(case.hello if case.hello is not None else greeting())
    if case.hello is None:
        wait_for(link, "REQUEST 1")
    batch: list[bytes | Frame] = []
    for item in case.sends:
        if isinstance(item, str):
            link.send(*batch)
            batch = []
            if item == SHUT:
                link.socket.shutdown(socket.SHUT_WR)
            else:
                wait_for(link, item)
        else:
            batch.append(item)
    link.send(*batch)


def lives(case: Case, link: Link, subject: Subject, index: int) -> str | None:
    """Ends a call that was reset, and makes another on the same connection."""
    if any(want.startswith("RESET 1") for want in case.wants):
        link.send(end(1, Code.CANCELLED))
    subject.say("do", f"live{index}", 4_000, 3)
    request = wait_for(link, "REQUEST 3")
    left = timeout_of(request)
    if not 0 < left <= 4_000_000:
        return f"TRK-501 {case.name}: {left} µs are told of 4 s"
    link.send(response(3, DONE, END | HAS))
    outcome = subject.outcome(f"live{index}")
    found: list[str] = []
    if outcome is None or outcome["code"] != 0 or outcome["messages"] != [2]:
        return f"{case.rule} {case.name}: the connection does not live: {outcome}, {next_line(link, found, 0.1)}"
    return None


def told_anew(subject: Subject) -> str | None:
    """TRK-501: a call that is sent once more tells the time that is left then."""
    listener = Listener()
    subject.say("connect", listener.port)
    subject.say("do", "anew", 4_000, 2)
    link = listener.accept(PATIENCE)
    assert link is not None, "the client does not connect"
    first = timeout_of(wait_for(link, "REQUEST 1"))
    time.sleep(0.4)
    link.send(greeting(), goaway(8, 0))
    again = listener.accept(PATIENCE)
    assert again is not None, "the call is not sent once more"
    second = timeout_of(wait_for(again, "REQUEST 1"))
    again.send(greeting(), response(1, DONE))
    outcome = subject.outcome("anew")
    for each in (link, again):
        each.close()
    listener.close()
    if not 0 < first <= 4_000_000 or not 0 < second <= first - 400_000:
        return f"TRK-501: {first} µs are told of 4 s, and {second} more than 0.4 s later"
    return None if outcome_line(outcome) == "OK False [2]" else f"TRK-501: {outcome_line(outcome)}"


def never_sent(subject: Subject) -> str | None:
    """TRK-505: a call whose time is over before its connection is made is not sent."""
    listener = Listener()
    listener.socket.listen(0)
    fillers = []
    # A full queue of the kernel's lets nobody connect.
    for _ in range(4):
        filler = socket.socket()
        filler.setblocking(False)
        filler.connect_ex(("127.0.0.1", listener.port))
        fillers.append(filler)
    time.sleep(0.1)
    subject.say("connect", listener.port)
    subject.say("do", "over", 300, 2)
    outcome = subject.outcome("over")
    if outcome_line(outcome) != "DEADLINE_EXCEEDED True []":
        return f"TRK-505: {outcome_line(outcome)}"
    for filler in fillers:
        filler.close()
    listener.socket.settimeout(2)
    kinds = []
    try:
        while True:
            link = Link(listener.socket.accept()[0])
            begun = link.preface(0.5)
            while begun and (frame := link.frame(0.5)):
                kinds.append(frame.type)
            link.close()
    except TimeoutError:
        pass
    listener.close()
    return f"TRK-505: the client has sent {kinds}" if FrameType.REQUEST in kinds else None


def run(only: str, cases: list[Case]) -> tuple[int, int]:
    """All sequences against the client; passed and failed."""
    subject = Subject()
    passed = failed = 0
    for index, case in enumerate(cases):
        if only not in f"{case.rule} {case.name}":
            continue
        wrong = attempt(lambda program, case=case, index=index: judged(case, program, index), subject)
        if subject.process.poll() is not None:
            wrong = f"{case.rule} {case.name}: the client has died"
            subject = Subject()
        passed += wrong is None
        failed += wrong is not None
        if wrong is not None:
            print(f"FAILED client: {wrong}", flush=True)
    for rule, check in (("TRK-501", told_anew), ("TRK-505", never_sent)):
        if only in rule:
            wrong = attempt(check, subject)
            passed += wrong is None
            failed += wrong is not None
            if wrong is not None:
                print(f"FAILED client: {wrong}", flush=True)
    subject.process.kill()
    subject.process.wait()
    return passed, failed


def attempt(check: Callable[[Subject], str | None], subject: Subject) -> str | None:
    """What a check finds wrong; its exception is a finding too."""
    try:
        return check(subject)
    except (AssertionError, Breach, OSError) as error:
        return f"{check.__name__}: {error}"
