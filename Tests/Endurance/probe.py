"""Starts and asks the probe program, a server and callers of Trunk written for these tests."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
BINARY = os.environ.get("TRUNK_PROBE", str(ROOT / ".build/debug/TrunkProbe"))
ENVIRONMENT = dict(os.environ, SWIFT_BACKTRACE="enable=no")
STOP_SECONDS = 20


class ProbeServer:
    """A serving probe; `prefix` is put before its command, to run it in a namespace."""

    def __init__(self, *flags: object, prefix: Sequence[str] = ()) -> None:
        command = [*prefix, BINARY, "serve", *map(str, flags)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ENVIRONMENT, text=True, bufsize=1
        )
        try:
            self.port: int = self._answer()["port"]
        except BaseException:
            self.kill()
            raise

    def _answer(self) -> Any:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the probe ended with {self.process.wait(STOP_SECONDS)}")
        return json.loads(line)

    def tell(self, command: str) -> None:
        """Gives it a command that prints nothing."""
        assert self.process.stdin is not None
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()

    def stats(self) -> Any:
        """What it has counted."""
        self.tell("stats")
        return self._answer()

    def ledger(self) -> dict[str, list[int]]:
        """For every label how often its handler ran, and how many effects there are."""
        self.tell("ledger")
        return self._answer()

    def resident_kib(self) -> int:
        """Memory that the process has in use."""
        return self.stats()["residentKiB"]

    def stop(self) -> int:
        """Lets it drain and end; its exit status."""
        if self.process.poll() is None and self.process.stdin is not None:
            self.process.stdin.close()
        try:
            return self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            raise RuntimeError(f"the probe did not end in {STOP_SECONDS} s") from None
        finally:
            if self.process.stdout is not None:
                self.process.stdout.close()

    def kill(self) -> None:
        """Ends it without a word."""
        self.process.kill()
        self.process.wait()

    def __enter__(self) -> ProbeServer:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self.stop()
        else:
            self.kill()


class ProbeRun:
    """A run of another command of the probe."""

    def __init__(self, *arguments: object, prefix: Sequence[str] = ()) -> None:
        self.process = subprocess.Popen(
            [*prefix, BINARY, *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=ENVIRONMENT,
            text=True,
        )

    def end_input(self) -> None:
        """Tells it to begin nothing more."""
        if self.process.stdin is not None and not self.process.stdin.closed:
            self.process.stdin.close()

    def result(self, patience: float = 120) -> Any:
        """Waits for its end and gives what it printed."""
        try:
            self.end_input()
            self.process.stdin = None
            output, _ = self.process.communicate(timeout=patience)
        except BaseException:
            self.kill()
            raise
        if not output.strip():
            raise RuntimeError(f"the probe ended with {self.process.returncode} and printed nothing")
        return json.loads(output.splitlines()[-1])

    def kill(self) -> None:
        """Ends it without a word."""
        self.process.kill()
        self.process.wait()


def run_probe(*arguments: object, prefix: Sequence[str] = (), patience: float = 120) -> Any:
    """Runs a command of the probe to its end."""
    return ProbeRun(*arguments, prefix=prefix).result(patience)


def rows_of(path: Path) -> list[Any]:
    """The rows that the probe has written to a file."""
    return [json.loads(line) for line in path.read_text().splitlines()]
