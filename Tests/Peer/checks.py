"""The list of checks of the conformance run, and what they share."""

from __future__ import annotations

import random
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass

from connection import BREACHES
from estate import Estate
from frames import Code, Flag
from raw import RawConnection
from replies import Reply
from server import Server


@dataclass
class Context:
    """What a check gets: the server under test and clients of it."""

    server: Server
    estate: Estate
    source: random.Random

    @property
    def address(self) -> str:
        """Where the server listens."""
        return self.server.address

    @property
    def token(self) -> str:
        """A token that may do most."""
        return self.server.tokens["operator-admin"]

    def raw(self, role: str | None = "operator-admin") -> RawConnection:
        """A greeted connection for wrong bytes, with the token of a role for the whole of it."""
        return RawConnection(self.address, self.server.tokens[role] if role else None)


Check = Callable[[Context], None]
CHECKS: list[tuple[str, Check]] = []


def check(name: str) -> Callable[[Check], Check]:
    """Adds a function to the run under a name in plain words."""

    def add(function: Check) -> Check:
        CHECKS.append((name, function))
        return function

    return add


def run_check(name: str, function: Check, context: Context) -> bool:
    """Runs one check and prints how it went; a breach on any connection fails the check it happened in."""
    BREACHES.clear()
    begin = time.monotonic()
    try:
        function(context)
        assert not BREACHES, f"the server broke {'; '.join(BREACHES)}"
        assert context.server.alive, "the server has died"
    except Exception as error:  # every failure of a check is a result
        place = traceback.extract_tb(error.__traceback__)[-1]
        why = str(error) or type(error).__name__
        print(f"FAILED {name}: {why} [{place.name}:{place.lineno}]", flush=True)
        return False
    print(f"ok {name} ({time.monotonic() - begin:.2f} s)", flush=True)
    return True


def same(found: object, wanted: object, what: str) -> None:
    """Asserts that two things are equal."""
    assert found == wanted, f"{what}: {found!r} instead of {wanted!r}"


def expect_end(reply: Reply, code: Code, flags: Flag | None = None, rule: str | None = None) -> None:
    """Asserts status, flags (those of END but TRUNCATED) and the rule in front of the text."""
    found = f"{reply.code.name}({reply.flags!r}) {reply.text!r}"
    assert reply.code == code, f"{found} instead of {code.name}"
    if flags is not None:
        assert reply.flags & ~Flag.TRUNCATED == flags, f"{found} instead of flags {flags!r}"
    if rule is not None:
        assert reply.text.startswith(rule + " "), f"{found} instead of a text that begins with {rule}"
