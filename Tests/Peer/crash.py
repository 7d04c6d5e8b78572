"""Kills the server under load, again and again, and checks what is left: nothing lost, nothing that nobody sent.

scripts/python Tests/Peer/crash.py [--kills N] [--seconds-max S] [--seed N]
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from connection import BREACHES
from crash_ledger import BAD_OUTCOMES, Ledger, NumberModel, Operation
from estate import DIRECTORY, SITE, TELEPHONY, Estate, ref
from frames import Code
from messages import method
from replies import ConnectionLost, RpcStatus
from server import Server

WORKERS = 8
NUMBERS_EACH = 4
ROUND_SECONDS = 30
# Above this many numbers the whole list is read every tenth round and at the end only.
LIST_EVERY_ROUND = 2_000


class CrashTest:
    """The server, its ledgers, and what was found."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.source = random.Random(seed)
        self.server = Server(folder / "data").start()
        self.problems: list[str] = []
        self.acknowledged = 0
        self.lost = 0
        self.phantoms = 0
        self.replayed = 0
        self.in_doubt = 0
        self.applied = 0
        self.ledgers: list[Ledger] = []
        with self.estate() as estate:
            estate.grant(10_000)
            numbers = estate.new_numbers(WORKERS * NUMBERS_EACH)
            for index in range(WORKERS):
                own = numbers[index * NUMBERS_EACH : (index + 1) * NUMBERS_EACH]
                pins = {number: estate.default_pin(number) for number in own}
                models = {number: NumberModel(pin, pin) for number, pin in pins.items()}
                self.ledgers.append(Ledger(models, self.source.randrange(1 << 32)))
        self.setup_numbers = set(numbers)
        self._count_lock = threading.Lock()

    def estate(self) -> Estate:
        """New clients of the server as it runs now."""
        return Estate(self.server.address, self.server.tokens)

    def problem(self, text: str) -> None:
        """Notes what was found wrong, and counts what is lost or was never sent."""
        with self._count_lock:
            self.problems.append(text)
            self.lost += " lost " in text
            self.phantoms += " phantom " in text

    def round(self) -> None:
        """Load, a kill at a random moment, a restart, and the checks."""
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
        time.sleep(self.source.uniform(0.005, 0.060))
        self.server.kill()
        for thread in threads:
            thread.join()
        self.server.start()

    def work(self, ledger: Ledger) -> None:
        """One thread: an operation on each of its numbers at a time, until the connection is gone."""
        try:
            estate = self.estate()
        except (OSError, ConnectionLost):
            return
        try:
            while True:
                calls = []
                for operation in ledger.next_operations():
                    client = estate.clients[operation.role]
                    calls.append((operation, client, client.begin(operation.path, operation.request, 20)))
                for operation, client, call in calls:
                    response = client.finish(call, operation.response_class)
                    self.acknowledge(ledger, operation, response)
        except (ConnectionLost, OSError):
            pass
        except RpcStatus as status:
            self.problem(f"a call under load ended with {status}")
        finally:
            for client in estate.clients.values():
                client.connection.abandon()

    def acknowledge(self, ledger: Ledger, operation: Operation, response: Any) -> None:
        """Counts an operation as done."""
        wrong = ledger.acknowledge(operation, response)
        with self._count_lock:
            self.acknowledged += 1
        if wrong:
            self.problem(f"{operation.number}: {wrong}")

    def check(self, whole: bool) -> None:
        """After a restart: the state of every number, retries of what was not acknowledged, and of what was."""
        with self.estate() as estate:
            for ledger in self.ledgers:
                self.check_states(estate, ledger)
                self.retry_pending(estate, ledger)
                self.replay_done(estate, ledger)
                for number, model in ledger.models.items():
                    if difference := model.difference(estate.number(number)):
                        self.problem(f"{number} after retries: {difference}")
            if whole:
                self.check_list(estate)

    def check_states(self, estate: Estate, ledger: Ledger) -> None:
        """Acknowledged changes are there; what is pending has happened as a whole or not at all."""
        for number, model in ledger.models.items():
            found = estate.number(number)
            pending = ledger.pending.get(number)
            maybe = pending.after.difference(found) if pending is not None and pending.after is not None else "none"
            difference = model.difference(found)
            self.in_doubt += pending is not None
            self.applied += bool(difference) and not maybe
            if difference and maybe:
                self.problem(f"{number}: {difference} (pending: {pending.kind if pending else 'nothing'})")
        for operation in ledger.pending.values():
            if operation.fresh and len({self.exists(estate, number) for number in operation.fresh}) != 1:
                self.problem(f"{operation.fresh}: a phantom part of a provision")

    def exists(self, estate: Estate, number: str) -> bool:
        """Whether there is such a number."""
        request_class, response_class = method(TELEPHONY + "GetNumber")
        try:
            estate.clients["platform"].call(TELEPHONY + "GetNumber", request_class(number=ref(number)), response_class)
            return True
        except RpcStatus as status:
            if status.code != Code.NOT_FOUND:
                raise
            return False

    def retry_pending(self, estate: Estate, ledger: Ledger) -> None:
        """Sends what was not acknowledged again, twice: one effect, and the same answer."""
        for operation in list(ledger.pending.values()):
            client = estate.clients[operation.role]
            response = client.call(operation.path, operation.request, operation.response_class)
            if wrong := ledger.acknowledge(operation, response):
                self.problem(f"{operation.number}: a retry: {wrong}")
            self.replay(estate, operation)

    def replay_done(self, estate: Estate, ledger: Ledger) -> None:
        """Sends some of what was acknowledged in this round again: nothing may change."""
        for operation in self.source.sample(ledger.done, min(3, len(ledger.done))):
            self.replay(estate, operation)
        ledger.done.clear()

    def replay(self, estate: Estate, operation: Operation) -> None:
        """Sends one operation again under its request id."""
        client = estate.clients[operation.role]
        self.replayed += 1
        response = client.call(operation.path, operation.request, operation.response_class)
        # A success of a generation that is dead is answered no more.
        good = operation.kind == "right" and operation.response.outcome not in BAD_OUTCOMES
        if good and response.outcome in BAD_OUTCOMES:
            if estate.pin_status(operation.number).generation > operation.response.generation:
                return
        if not operation.same_answer(response):
            answers = f"{operation.response} first, then {response}".replace("\n", " ")
            self.problem(f"{operation.number}: {operation.kind} sent again has another answer: {answers}")

    def check_list(self, estate: Estate) -> None:
        """All numbers at the site are those provisioned, each with the id that was told."""
        wanted = {number: identifier for ledger in self.ledgers for number, identifier in ledger.provisioned.items()}
        found: dict[str, str] = {}
        token = b""
        while True:
            page = estate.call("platform", DIRECTORY + "ListNumbers", site_id=SITE, page_size=1000, page_token=token)
            found |= {number.e164: number.id for number in page.numbers}
            token = page.next_page_token
            if not token:
                break
        for number in wanted.keys() - found.keys() | self.setup_numbers - found.keys():
            self.problem(f"{number}: a lost number")
        for number in found.keys() - wanted.keys() - self.setup_numbers:
            self.problem(f"{number}: a phantom number")
        for number in wanted.keys() & found.keys():
            if wanted[number] != found[number]:
                self.problem(f"{number}: a phantom id")

    def check_pins(self) -> None:
        """At the end the PIN of every number is the one in its ledger."""
        with self.estate() as estate:
            for ledger in self.ledgers:
                for number, model in ledger.models.items():
                    outcome = estate.sign_in_outcome(number, model.pin)
                    good = ("LOCKED", "REJECTED") if model.locked else ("ACCEPTED", "CHANGE_REQUIRED")
                    if outcome not in good:
                        self.problem(f"{number}: the PIN of the ledger is lost : {outcome}")

    @property
    def many(self) -> bool:
        """Whether the list has grown long."""
        return sum(len(ledger.provisioned) for ledger in self.ledgers) > LIST_EVERY_ROUND


def play(test: CrashTest, kills: int, seconds_max: float) -> int:
    """Plays the rounds; gives the number of kills."""
    begin = time.monotonic()
    for killed in range(1, kills + 1):
        test.round()
        last = killed == kills or time.monotonic() - begin > seconds_max
        test.check(whole=last or not test.many or killed % 10 == 0)
        if last or test.problems:
            return killed
    return kills


def main() -> int:
    """Plays the whole test and prints its figures."""
    parser = argparse.ArgumentParser(description="Kills the server under load and checks what is left.")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seconds-max", type=float, default=float("inf"))
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    options = parser.parse_args()
    print(f"seed: {options.seed}", flush=True)
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        test: CrashTest | None = None
        try:
            test = CrashTest(Path(folder), options.seed)
            kills = play(test, options.kills, options.seconds_max)
            test.check_pins()
            test.server.stop()
            for text in [*test.problems[:20], *BREACHES]:
                print(f"FAILED after kill {kills}: {text}")
            bad = bool(test.problems or BREACHES)
            passed, failed = kills - bad, int(bad)
            print(f"figure: kills={kills} acknowledged={test.acknowledged} lost={test.lost} phantoms={test.phantoms} "
                  f"unanswered={test.in_doubt} of_these_done={test.applied} repeated={test.replayed}")
        except Exception as error:  # the end of a run is a result too
            print(f"FAILED the run itself: {type(error).__name__} {error}")
            failed += 1
        finally:
            if test is not None:
                test.server.kill()
                if failed:
                    print("the end of the server's log:\n" + test.server.log_end())
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
