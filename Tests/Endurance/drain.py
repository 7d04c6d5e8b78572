"""Stops under load (RT-H6): what was acknowledged is kept, what was not begun says so and is done after the restart."""

from __future__ import annotations

import random
import socket
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from connection import BREACHES
from crash import NUMBERS_EACH, ROUND_SECONDS, WORKERS, CrashTest
from crash_ledger import Ledger, NumberModel, Operation
from estate import Estate
from frames import Code, Flag
from probe import ProbeRun, rows_of
from replies import ConnectionLost, RpcStatus
from report import Report
from serving import ServingServer

STOPS_SHORT = 8
STOPS_LONG = 50
EXIT_SECONDS = 5.0
BURST = 64
SWIFT_CALLERS = 8
SWIFT_NUMBERS = 16


class DrainTest(CrashTest):
    """The crash test with a stop in order instead of a kill: nothing is in doubt afterwards."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.source = random.Random(seed)
        self.server = ServingServer(folder).start()
        self.problems: list[str] = []
        self.acknowledged = self.lost = self.phantoms = self.replayed = self.in_doubt = self.applied = 0
        self.not_executed: list[Operation] = []
        self.ungreeted = 0
        self.exit_seconds: list[float] = []
        self.ledgers: list[Ledger] = []
        self._count_lock = threading.Lock()
        self.setup_numbers: set[str] = set()
        try:
            self.set_up()
        except BaseException:
            self.server.kill()
            raise

    def set_up(self) -> None:
        """Makes numbers for all workers."""
        with self.estate() as estate:
            estate.grant(10_000)
            numbers = estate.new_numbers(WORKERS * NUMBERS_EACH + SWIFT_NUMBERS)
            self.swift_numbers = numbers[WORKERS * NUMBERS_EACH :]
            for index in range(WORKERS):
                own = numbers[index * NUMBERS_EACH : (index + 1) * NUMBERS_EACH]
                pins = {number: estate.default_pin(number) for number in own}
                models = {number: NumberModel(pin, pin) for number, pin in pins.items()}
                self.ledgers.append(Ledger(models, self.source.randrange(1 << 32)))
        self.setup_numbers = set(numbers)

    def round(self) -> None:
        """Load, a burst of connects, a stop in the middle of both, and a restart."""
        begin = self.acknowledged
        threads = [threading.Thread(target=self.work, args=(ledger,)) for ledger in self.ledgers]
        for thread in threads:
            thread.start()
        target = begin + self.source.randint(20, 90)
        deadline = time.monotonic() + ROUND_SECONDS
        while self.acknowledged < target and time.monotonic() < deadline and not self.problems:
            time.sleep(0.001)
        if self.acknowledged < target and not self.problems:
            self.problem(f"only {self.acknowledged - begin} calls acknowledged in {ROUND_SECONDS} s")
        burst = [connecting(self.server.port) for _ in range(BURST)]
        asked = time.monotonic()
        self.server.terminate()
        status = self.server.stop()
        self.exit_seconds.append(time.monotonic() - asked)
        if status != 0:
            self.problem(f"the server ended with {status}")
        for sock in burst:
            sock.close()
        for thread in threads:
            thread.join()
        self.server.start()

    def work(self, ledger: Ledger) -> None:
        """One thread: operations until the server goes; then every one that was sent has an outcome."""
        try:
            estate = self.estate()
        except (OSError, ConnectionLost):
            return
        try:
            goes_on = True
            while goes_on and not self.problems:
                calls = []
                for operation in ledger.next_operations():
                    client = estate.clients[operation.role]
                    try:
                        calls.append((operation, client, client.begin(operation.path, operation.request, 20)))
                    except (ConnectionLost, OSError, RpcStatus):
                        # Not sent, or on a connection that names no call as accepted any more.
                        self.not_executed.append(operation)
                        goes_on = False
                for operation, client, call in calls:
                    goes_on = self.take(ledger, operation, client, call) and goes_on
        finally:
            for client in estate.clients.values():
                client.connection.abandon()

    def take(self, ledger: Ledger, operation: Operation, client: Any, call: Any) -> bool:
        """One outcome; whether the worker goes on."""
        try:
            self.acknowledge(ledger, operation, client.finish(call, operation.response_class))
            return True
        except RpcStatus as status:
            if status.code == Code.UNAVAILABLE and status.flags & Flag.NOT_EXECUTED:
                with self._count_lock:
                    self.not_executed.append(operation)
            else:
                self.problem(f"a call under load ended with {status}")
        except (ConnectionLost, OSError) as error:
            connection = client.connection
            if connection.incoming.hello is None:
                # Connected by the kernel and never accepted, or gone before the server had said a word.
                with self._count_lock:
                    self.ungreeted += 1
            else:
                goaways = [(goaway.reason, goaway.last) for goaway in connection.incoming.goaways]
                self.problem(
                    f"{operation.kind} on stream {call.stream} was neither answered nor refused: {error}; "
                    f"GOAWAYs (reason, last): {goaways}"
                )
        return False

    def check(self, whole: bool) -> None:
        """What was refused has had no effect; then all that the crash test checks."""
        with self.estate() as estate:
            for ledger in self.ledgers:
                refused = [operation for operation in self.not_executed if operation in ledger.pending.values()]
                for operation in refused:
                    self.check_untouched(estate, ledger, operation)
        super().check(whole)

    def check_untouched(self, estate: Estate, ledger: Ledger, operation: Operation) -> None:
        """A call that says NOT_EXECUTED has changed nothing."""
        if operation.fresh:
            if any(self.exists(estate, number) for number in operation.fresh):
                self.problem(f"{operation.number}: a phantom of a call that was not executed")
        elif difference := ledger.models[operation.number].difference(estate.number(operation.number)):
            self.problem(f"{operation.number}: {operation.kind} was not executed, and yet: {difference}")


def connecting(port: int) -> socket.socket:
    """A connect that is not waited for."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setblocking(False)
    sock.connect_ex(("127.0.0.1", port))
    return sock


def run(report: Report) -> None:
    """All stops; then the Swift callers that went on through them; then two signals at once."""
    seed = random.SystemRandom().randrange(1 << 32)
    print(f"drain: seed {seed}", flush=True)
    stops = STOPS_LONG if report.long else STOPS_SHORT
    BREACHES.clear()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        test = DrainTest(folder, seed)
        swift = None
        try:
            swift = start_swift(test, folder)
            for _ in range(stops):
                test.round()
                test.check(whole=False)
                if test.problems:
                    break
            swift.end_input()
            swift.result()
            test.check(whole=True)
            test.check_pins()
            judge(report, test, stops)
            judge_swift(report, test, rows_of(folder / "rows"))
            second_signal(report, test.server)
        finally:
            if swift is not None:
                swift.kill()
            test.server.kill()


def start_swift(test: DrainTest, folder: Path) -> ProbeRun:
    """Callers of the Swift client that set labels, through all restarts, and wait for the server when it is away."""
    (folder / "numbers").write_text("".join(number + "\n" for number in test.swift_numbers))
    arguments: list[object] = ["changes", "--port", test.server.port, "--kind", "label", "--callers", SWIFT_CALLERS]
    arguments += ["--token-file", test.server.token_file("operator-admin"), "--numbers-file", folder / "numbers"]
    arguments += ["--changes", 1_000_000, "--timeout", 20_000, "--seconds", 1800, "--rows", folder / "rows"]
    return ProbeRun(*arguments, "--wait-for-ready", "--until-input-ends")


def judge(report: Report, test: DrainTest, stops: int) -> None:
    """The stops."""
    done = len(test.exit_seconds)
    report.figure("drain.stops", done, stops)
    report.figure("drain.acknowledged", test.acknowledged)
    report.figure("drain.not_executed", len(test.not_executed))
    report.figure("drain.lost_before_greeting", test.ungreeted)
    report.limit("drain.exit_max", max(test.exit_seconds), EXIT_SECONDS, "s")
    for text in [*test.problems[:10], *BREACHES[:10]]:
        print(f"drain: after stop {done}: {text}")
    report.check(not test.problems and not BREACHES, f"drain: {len(test.problems)} problems, {len(BREACHES)} breaches")
    report.check(done == stops, f"drain: {done} stops")
    report.check(len(test.not_executed) > 0, "drain: no call was ever refused, so nothing was shown of such calls")


def judge_swift(report: Report, test: DrainTest, rows: list[Any]) -> None:
    """Every call of the Swift client succeeded, by its own retries; and the labels are the last ones set."""
    codes: dict[str, int] = {}
    for row in rows:
        codes[row["code"]] = codes.get(row["code"], 0) + 1
    waited = sum(row["elapsedNanoseconds"] > 100_000_000 for row in rows)
    report.figure("drain.own_retry", f"{codes}, {waited} of them longer than 100 ms", "OK alone")
    failed = [row for row in rows if row["code"] != "OK"]
    for row in failed[:5]:
        print(f"drain: {row['label']}: {row['code']} notExecuted {row['notExecuted']}: {row['text']}")
    report.check(not failed and len(rows) > 0, f"drain: {len(failed)} of {len(rows)} calls failed through restarts")
    last = {row["label"].split("/")[0]: int(row["label"].split("/")[1]) for row in rows if row["code"] == "OK"}
    with test.estate() as estate:
        wrong = [number for number, label in last.items() if int(estate.number(number).label or 0) < label]
    report.check(not wrong, f"drain: acknowledged labels are lost at {wrong}")


def second_signal(report: Report, server: ServingServer) -> None:
    """A second SIGTERM ends the server at once, whatever runs: a connection that keeps the drain waiting."""
    with socket.create_connection(("127.0.0.1", server.port)) as sock:
        sock.sendall(b"\x89TRK")
        server.terminate()
        time.sleep(0.2)
        begin = time.monotonic()
        server.terminate()
        status = server.stop()
        seconds = time.monotonic() - begin
    report.limit("drain.second_signal", seconds, 1.0, "s")
    report.check(status in (0, 130), f"drain: after a second signal the server ended with {status}")
