"""The one record every channel uses."""

import json
import subprocess
import sys

import pytest

from assistant.calculators import (
    CALCULATORS,
    CalculatorResult,
    UnknownCalculator,
    get,
    json_schema,
    run,
)

NAMES = [calculator.name for calculator in CALCULATORS]


def test_names_and_aliases_are_unique() -> None:
    names = [
        name.casefold()
        for calculator in CALCULATORS
        for name in {calculator.name, *calculator.aliases}
    ]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", NAMES)
def test_every_calculator_describes_itself(name: str) -> None:
    calculator = get(name)
    assert calculator.function.__doc__
    assert any(
        word in calculator.source_label
        for word in ("course", "published convention", "standard practice", "our rule")
    )
    json.dumps(json_schema(name))


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_call_asks_and_holds_no_number(name: str) -> None:
    result = run(name, {})
    assert result.status in {"needs_input", "refused"}
    assert result.values == {}
    assert result.headline
    assert CalculatorResult.model_validate_json(result.model_dump_json()) == result


@pytest.mark.parametrize("name", NAMES)
def test_unknown_inputs_are_refused_by_name(name: str) -> None:
    result = run(name, {"zzqqy": 1})
    assert result.status == "refused"
    assert "zzqqy" in result.headline


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "1e400", True])
def test_numbers_are_finite(value: object) -> None:
    assert run("roi", {"cost": value, "benefit": 1}).values == {}


def test_the_nearest_name_is_offered() -> None:
    with pytest.raises(UnknownCalculator, match="rice"):
        run("ricee", {})
    assert "benefit" in run("roi", {"benefitt": 5, "cost": 2}).headline


def test_ids_come_from_content() -> None:
    one, two = run("roi", {"cost": 2, "benefit": 5}), run("roi", {"benefit": 5, "cost": 2})
    assert one.id == two.id
    assert run("roi", {"cost": 2, "benefit": 6}).id != one.id


def test_import_is_light_and_simple_calls_stay_so() -> None:
    code = (
        "import sys; from assistant.calculators import run;"
        "run('rice', {'reach': 1, 'impact': 1, 'confidence': 1, 'effort': 1}); "
        "run('ab_test', {'visitors_a': 1000, 'conversions_a': 50,"
        " 'visitors_b': 1000, 'conversions_b': 60}); run('sample_size', {'baseline': .1, 'lift': .1});"
        "heavy = {'numpy', 'scipy', 'pandas', 'statsmodels', 'fastapi', 'gradio', "
        "'langchain_core', 'chromadb', 'sqlalchemy'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", NAMES)
def test_what_cannot_be_read_is_refused_and_never_raises(name: str) -> None:
    nested: object = 1
    for _ in range(5000):
        nested = [nested]
    for field in get(name).inputs.model_fields:
        for value in (float("inf"), float("nan"), "1e400", None, {}, "x" * 500):
            assert run(name, {field: value}).headline, (field, value)
        for value in (10**400, -(10**400), nested):
            assert run(name, {field: value}).status == "refused", field
