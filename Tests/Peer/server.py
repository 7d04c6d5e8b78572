"""Starts and stops the project's server for tests."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

from messages import ROOT

START_SECONDS = 60
STOP_SECONDS = 30


class Server:
    """A server on a data directory, which may be started again after it was stopped or killed."""

    def __init__(self, data: Path, flags: tuple[str, ...] = (), log: Path | None = None) -> None:
        self.data = data
        self.flags = flags
        self.log = log or data.parent / "server.log"
        self.binary = os.environ.get("TELEPHONYD", str(ROOT / ".build/debug/telephonyd"))
        self.process: subprocess.Popen[bytes] | None = None
        self.asked = False
        self.address = ""
        self.tokens: dict[str, str] = {}

    def start(self) -> Server:
        """Starts the server and waits until it says that it is ready."""
        ready = self.data.parent / "ready.json"
        ready.unlink(missing_ok=True)
        self.asked = False
        command = [self.binary, "dev", "--data", str(self.data), "--address", "127.0.0.1:0"]
        command += ["--ready-file", str(ready), *self.flags]
        environment = dict(os.environ, SWIFT_BACKTRACE="enable=no")
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                content = json.loads(ready.read_text())
                self.address, self.tokens = content["address"], content["tokens"]
                return self
            except (FileNotFoundError, json.JSONDecodeError):
                pass
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended with {self.process.returncode}:\n{self.log_end()}")
            time.sleep(0.005)
        self.kill()
        raise RuntimeError(f"the server was not ready in {START_SECONDS} s:\n{self.log_end()}")

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self.process is not None and self.process.poll() is None

    def terminate(self) -> None:
        """Asks the server to go, without waiting."""
        if self.process is not None:
            # Once only: a second signal may mean "at once".
            self.asked = True
            self.process.send_signal(signal.SIGTERM)

    def stop(self) -> int:
        """Stops the server in order and gives its exit status."""
        if self.process is None:
            return 0
        if self.process.poll() is None and not self.asked:
            self.terminate()
        try:
            return self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            raise RuntimeError(f"the server did not stop in {STOP_SECONDS} s") from None

    def kill(self) -> None:
        """Kills the server without warning."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def log_end(self) -> str:
        """The last lines of its log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-20:])
