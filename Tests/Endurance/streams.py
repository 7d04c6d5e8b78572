"""Streams of all kinds and sizes, 256 at once, around the edges of frames and credit: none waits for ever."""

from __future__ import annotations

import random

from probe import run_probe
from report import Report

RUNS = 200
STREAMS = 256
BYTES_SHORT = 1 << 20
BYTES_LONG = 16 << 20
# A stream that has not ended by then waits for ever.
PATIENCE_SECONDS = 30


def run(report: Report) -> None:
    """All runs in one process of the probe, which is server and client."""
    seed = random.SystemRandom().randrange(1 << 32)
    print(f"streams: seed {seed}", flush=True)
    size = BYTES_LONG if report.long else BYTES_SHORT
    arguments: list[object] = ["streams", "--seed", seed, "--runs", RUNS, "--streams", STREAMS, "--bytes-max", size]
    result = run_probe(*arguments, "--patience", PATIENCE_SECONDS, patience=1800)
    for text in result["wrong"][:10]:
        print(f"streams: seed {seed}: {text}")
    report.figure("streams.runs", result["runs"], RUNS)
    report.figure("streams.played", f"{result['streams']}, {result['exhausted']} refused by small pools")
    report.check(result["runs"] == RUNS, f"streams: {result['runs']} of {RUNS} runs")
    report.check(not result["wrong"], f"streams: seed {seed}: {len(result['wrong'])} streams ended wrongly")
    report.check(result["streams"] >= RUNS * STREAMS, f"streams: only {result['streams']} streams were played")
    share = result["exhausted"] / max(1, result["streams"])
    report.check(share < 0.5, f"streams: {share:.0%} were refused, so little was shown")
