"""Calculators: arithmetic with units, refusals and an echo of what was read."""

from assistant.calculators.catalogue import CALCULATORS
from assistant.calculators.conversation.comparison import Comparison, compare
from assistant.calculators.conversation.edits import edit_request
from assistant.calculators.conversation.requests import read_request
from assistant.calculators.conversation.scenario import CalcRequest, Scenario, run_scenario
from assistant.calculators.conversation.turns import Turned, next_turn
from assistant.calculators.record import Calculator, CalculatorResult, InputRead, Problem
from assistant.calculators.registry import UnknownCalculator, get, json_schema, run, run_table

__all__ = [
    "CALCULATORS",
    "CalcRequest",
    "Calculator",
    "CalculatorResult",
    "Comparison",
    "InputRead",
    "Problem",
    "Scenario",
    "Turned",
    "UnknownCalculator",
    "compare",
    "edit_request",
    "get",
    "json_schema",
    "next_turn",
    "read_request",
    "run",
    "run_scenario",
    "run_table",
]
