"""What an endurance test has measured and found."""

from __future__ import annotations


class Report:
    """Prints figures with their limits, and counts what held and what did not."""

    def __init__(self, long: bool) -> None:
        self.long = long
        self.passed = 0
        self.failed = 0

    def figure(self, name: str, value: object, limit: object = "none") -> None:
        """One figure; the limit is what the long form holds it to."""
        print(f"figure: {name} {value} limit {limit}", flush=True)

    def check(self, holds: bool, text: str) -> bool:
        """Counts one check; a failed one is printed."""
        if holds:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED {text}", flush=True)
        return holds

    def limit(self, name: str, value: float, limit: float, unit: str, asserted: bool | None = None) -> None:
        """A figure that must not be above its limit; times and rates are judged in the long form alone."""
        self.figure(name, f"{value:.4g} {unit}", f"{limit:.4g} {unit}")
        if self.long if asserted is None else asserted:
            self.check(value <= limit, f"{name} is {value:.4g} {unit}, above {limit:.4g}")
