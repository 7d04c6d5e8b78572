"""Two network namespaces with a wire between them, and what can go wrong with a wire."""

from __future__ import annotations

import os
import shutil
import subprocess
from types import TracebackType

SERVER_ADDRESS = "10.213.87.1"
CLIENT_ADDRESS = "10.213.87.2"

LOSS_RULES = """
table inet trouble {
  chain incoming { type filter hook input priority 0; policy accept; numgen random mod 100 < 20 drop; }
}
"""
RESET_RULES = """
table inet trouble {
  chain incoming {
    type filter hook input priority 0; policy accept;
    ip daddr SERVER_ADDRESS meta l4proto tcp reject with tcp reset
  }
}
""".replace("SERVER_ADDRESS", SERVER_ADDRESS)


def missing() -> str:
    """What this machine lacks for it, or nothing."""
    if os.geteuid() != 0:
        return "namespaces need root"
    tools = [tool for tool in ("ip", "nft") if shutil.which(tool) is None]
    return f"not installed: {' '.join(tools)}" if tools else ""


class Network:
    """A namespace for the server and one for its clients; gone at the end whatever happens."""

    def __init__(self) -> None:
        # The caller's script takes away what has this prefix, should this process be killed.
        prefix = os.environ.get("ENDURANCE_NAMESPACES", f"endurance-{os.getpid()}")
        self.server, self.client = f"{prefix}-s", f"{prefix}-c"

    def __enter__(self) -> Network:
        self.remove()
        try:
            for name in (self.server, self.client):
                run("ip", "netns", "add", name)
                run("ip", "-n", name, "link", "set", "lo", "up")
            run("ip", "-n", self.server, "link", "add", "wire", "type", "veth", "peer", "name", "wire",
                "netns", self.client)
            for name, address in ((self.server, SERVER_ADDRESS), (self.client, CLIENT_ADDRESS)):
                run("ip", "-n", name, "address", "add", f"{address}/24", "dev", "wire")
                run("ip", "-n", name, "link", "set", "wire", "up")
        except BaseException:
            self.remove()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.remove()

    def remove(self) -> None:
        """Takes the namespaces away; harmless when they are not there."""
        for name in (self.server, self.client):
            subprocess.run(["ip", "netns", "delete", name], check=False, capture_output=True)

    def inside(self, name: str) -> list[str]:
        """What to put before a command that shall run in a namespace."""
        return ["ip", "netns", "exec", name]

    def down(self) -> None:
        """Takes the wire down."""
        run("ip", "-n", self.server, "link", "set", "wire", "down")

    def reset(self) -> None:
        """Answers every packet to the server with a reset."""
        self._rules(self.server, RESET_RULES)

    def lose(self) -> None:
        """Drops every fifth packet on either side."""
        for name in (self.server, self.client):
            self._rules(name, LOSS_RULES)

    def heal(self) -> None:
        """All is well again."""
        run("ip", "-n", self.server, "link", "set", "wire", "up")
        for name in (self.server, self.client):
            run(*self.inside(name), "nft", "flush", "ruleset")

    def _rules(self, name: str, rules: str) -> None:
        command = [*self.inside(name), "nft", "-f", "-"]
        subprocess.run(command, check=True, input=rules, text=True, capture_output=True)


def run(*command: str) -> None:
    """Runs a command that must succeed."""
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()}")
