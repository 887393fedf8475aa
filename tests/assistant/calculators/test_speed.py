"""How fast the calculators are; `python -m pytest tests/assistant/calculators/test_speed.py -rP` shows it.

The figures are processor time, the best of several runs: on an idle machine that is the time one
waits, and a busy one does not fail the test.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from assistant.calculators import read_request, run
from tests.assistant.calculators.examples import EXAMPLES

WARM_MS = 20.0
SIMULATION_MS = 300.0
FIRST_CALL_MS = 1000.0
SIMULATIONS = frozenset({"ranking_robustness"})


def best_ms(call: Callable[[], object], times: int) -> float:
    durations = []
    for _ in range(times):
        begun = time.process_time()
        call()
        durations.append((time.process_time() - begun) * 1000)
    return min(durations)


@pytest.mark.parametrize("name", [name for name in EXAMPLES if name not in SIMULATIONS])
def test_a_calculator_answers_at_once(name: str) -> None:
    inputs, message = EXAMPLES[name]
    run(name, inputs)
    computed = best_ms(lambda: run(name, inputs), 7)
    read = best_ms(lambda: read_request(message or ""), 7)
    print(f"{name}: {computed:.2f} ms, its message read in {read:.2f} ms")
    assert computed < WARM_MS
    assert read < WARM_MS


def test_ten_thousand_draws_over_fifty_rows() -> None:
    rows = [
        {"name": f"Idea {n}", "reach": 1000 + 37 * n, "impact": 1, "confidence": "80%", "effort": 1 + n % 5}
        for n in range(50)
    ]  # fmt: skip
    inputs = {"items": rows, "draws": 10_000, "spread": "20%"}
    result = run("ranking_robustness", inputs)
    assert result.values["draws"] == 10_000
    assert len(result.values["rows"]) == 50
    taken = best_ms(lambda: run("ranking_robustness", inputs), 5)
    print(f"10,000 draws over 50 rows: {taken:.0f} ms")
    assert taken < SIMULATION_MS


def test_the_first_call_of_a_process_waits_for_no_import() -> None:
    """The slowest first call of any calculator, imports of that call included, in a fresh process."""
    script = (
        "import json, sys, time\n"
        "from assistant.calculators import run\n"
        "examples = json.load(sys.stdin)\n"
        "begun = time.process_time()\n"
        "run(*examples)\n"
        "print((time.process_time() - begun) * 1000)\n"
    )

    def first_call(name: str) -> float:
        found = subprocess.run(
            [sys.executable, "-c", script],
            input=json.dumps([name, EXAMPLES[name][0]]),
            capture_output=True,
            text=True,
            check=True,
        )
        return float(found.stdout)

    # Those that need NumPy or SciPy, and one that imports nothing.
    for name in ("means", "ranking_robustness", "irr", "peeking", "sample_size"):
        taken = first_call(name)
        print(f"first call of {name}: {taken:.0f} ms")
        assert taken < FIRST_CALL_MS
