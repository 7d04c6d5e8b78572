"""`telephonyd serve` for tests: the same address and the same tokens, however often it is started again."""

from __future__ import annotations

import hashlib
import os
import secrets
import socket
import subprocess
import time
from pathlib import Path

from server import START_SECONDS, Server

ROLES = {
    "platform": "platform platform",
    "operator-admin": "operator-admin operator:bluebird",
    "pbx": "pbx operator:bluebird",
}


class ServingServer(Server):
    """A server on the store that `telephonyd dev` has furnished."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "data")
        # Once as `dev`, which makes keys, store and the organisations of the sample data.
        super().start()
        super().stop()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.address = f"127.0.0.1:{self.port}"
        self.tokens = {role: secrets.token_hex(32) for role in ROLES}
        self.token_list = folder / "tokens"
        self._write(self.token_list, "".join(
            f"{hashlib.sha256(self.tokens[role].encode()).hexdigest()} {grant} test-{role}\n"
            for role, grant in ROLES.items()
        ))

    def start(self) -> ServingServer:
        """Starts it and waits until it serves."""
        self.asked = False
        command = [self.binary, "serve", "--store", str(self.data / "store/telephony.db")]
        command += ["--keys", str(self.data / "telephony.keys"), "--tokens", str(self.token_list)]
        command += ["--address", self.address]
        begin = self.log.stat().st_size
        with self.log.open("ab") as log:
            environment = dict(os.environ, SWIFT_BACKTRACE="enable=no")
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if b"serving on" in self.log.read_bytes()[begin:]:
                return self
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended with {self.process.returncode}:\n{self.log_end()}")
            time.sleep(0.005)
        self.kill()
        raise RuntimeError(f"the server did not serve in {START_SECONDS} s:\n{self.log_end()}")

    def token_file(self, role: str) -> Path:
        """A file with the token of a role alone."""
        path = self.token_list.parent / f"{role}.token"
        self._write(path, self.tokens[role] + "\n")
        return path

    @staticmethod
    def _write(path: Path, text: str) -> None:
        path.touch(mode=0o600)
        path.write_text(text)
