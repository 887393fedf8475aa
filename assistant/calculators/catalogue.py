"""The list of calculators: one line each."""

from assistant.calculators.economics.automation import AutomationInputs, automation_savings
from assistant.calculators.economics.break_even import BreakEvenInputs, break_even
from assistant.calculators.economics.cash_flows import FlowInputs, npv
from assistant.calculators.economics.clv import ClvInputs, clv
from assistant.calculators.economics.goal_pacing import PacingInputs, goal_pacing
from assistant.calculators.economics.irr import IrrInputs, irr
from assistant.calculators.economics.payback import payback
from assistant.calculators.economics.roi import RoiInputs, roi
from assistant.calculators.economics.tco import TcoInputs, tco
from assistant.calculators.economics.uplift import UpliftInputs, uplift
from assistant.calculators.experiments.catalogue import EXPERIMENTS
from assistant.calculators.monitoring.fairness import FairnessInputs, fairness
from assistant.calculators.monitoring.hitl import HitlInputs, hitl
from assistant.calculators.monitoring.psi import PsiInputs, psi
from assistant.calculators.monitoring.readiness import ReadinessInputs, readiness
from assistant.calculators.prioritisation.criteria import ScorecardInputs
from assistant.calculators.prioritisation.ice import IceInputs, ice
from assistant.calculators.prioritisation.rice import RiceInputs, rice
from assistant.calculators.prioritisation.roadmap import RoadmapInputs, roadmap
from assistant.calculators.prioritisation.robustness import RobustnessInputs, ranking_robustness
from assistant.calculators.prioritisation.scorecard import scorecard
from assistant.calculators.prioritisation.strive import StriveInputs, strive
from assistant.calculators.prioritisation.value_effort import ValueEffortInputs, value_effort
from assistant.calculators.record import CONVENTION, COURSE, OURS, STANDARD, Calculator, names

CALCULATORS: tuple[Calculator, ...] = (
    Calculator(
        "rice",
        "RICE",
        "Rank ideas by reach, impact, confidence and effort",
        RiceInputs,
        rice,
        "score = reach x impact x confidence / effort",
        f"{CONVENTION} (Intercom)",
        names("rice score, rice scoring"),
    ),
    Calculator(
        "ice",
        "ICE",
        "Rank ideas by impact, confidence and ease, 1 to 10",
        IceInputs,
        ice,
        "score = impact x confidence x ease, or their mean",
        f"{CONVENTION} (product: Gilad; mean: Ellis and Brown)",
        names("ice score, ice scoring"),
    ),
    Calculator(
        "value_effort",
        "Value against effort",
        "Place ideas in four quadrants",
        ValueEffortInputs,
        value_effort,
        "quadrants by a cut line for value and one for effort",
        f"{COURSE} (name); {STANDARD} (method)",
        names(
            "value vs effort, value/effort, value effort matrix, impact effort, 2x2, effort value"
        ),
    ),
    Calculator(
        "scorecard",
        "Weighted scorecard",
        "Rank options by weighted criteria with must-pass gates",
        ScorecardInputs,
        scorecard,
        "total = sum(w x s) / sum(w)",
        f"{OURS} (fixed scale, gates first)",
        names("weighted scorecard, weighted score, weighted scoring, decision matrix"),
    ),
    Calculator(
        "strive",
        "STRIVE scorecard",
        "A scorecard whose factors your team defines",
        StriveInputs,
        strive,
        "total = sum(w x s) / sum(w) over your factors",
        f"{COURSE} (name only); {OURS} (arithmetic)",
        names("strive score, strive scorecard"),
    ),
    Calculator(
        "ranking_robustness",
        "Ranking robustness",
        "How sure a RICE order is",
        RobustnessInputs,
        ranking_robustness,
        "share of simulated lists in which an item is first",
        f"{STANDARD} (seeded simulation); {OURS} (defaults)",
        names("robustness, monte carlo, sensitivity, rank robustness, ranking sensitivity"),
    ),
    Calculator(
        "roi",
        "Return on investment",
        "Net gain per unit of cost",
        RoiInputs,
        roi,
        "ROI = (benefit before the AI cost - cost) / cost",
        f"{COURSE} (ROI formula), benefit read as before the AI cost",
        names("return on investment"),
    ),
    Calculator(
        "tco",
        "Total cost of ownership",
        "All costs over a horizon",
        TcoInputs,
        tco,
        "TCO = sum(one-time) + years x sum(recurring) + usage fees",
        f"{COURSE} (list of cost parts); {STANDARD} (sum)",
        names("total cost of ownership"),
    ),
    Calculator(
        "payback",
        "Payback",
        "When an investment has paid itself back",
        FlowInputs,
        payback,
        "first time the cumulative net flow reaches 0",
        STANDARD,
        names("payback period, discounted payback, pay back"),
    ),
    Calculator(
        "npv",
        "Net present value",
        "What future flows are worth today",
        FlowInputs,
        npv,
        "NPV = sum of CF_t / (1 + r)^t, t = 0 today",
        STANDARD,
        names("net present value"),
    ),
    Calculator(
        "irr",
        "Internal rate of return",
        "The rate at which NPV is zero",
        IrrInputs,
        irr,
        "every r above -100% with sum of CF_t / (1 + r)^t = 0",
        STANDARD,
        names("internal rate of return, mirr"),
    ),
    Calculator(
        "break_even",
        "Break-even",
        "The volume or uplift that earns a cost back",
        BreakEvenInputs,
        break_even,
        "volume = fixed cost / (human cost per unit - AI cost per unit), rounded up",
        STANDARD,
        names("breakeven, break even point"),
    ),
    Calculator(
        "clv",
        "Customer lifetime value",
        "What a customer is worth",
        ClvInputs,
        clv,
        "CLV = AOV x orders x years x margin, or m(1+d)/(1+d-r)",
        f"{STANDARD} (Fader & Hardie 2012)",
        names("ltv, cltv, customer lifetime value, lifetime value"),
    ),
    Calculator(
        "uplift",
        "Conversion and order-value uplift",
        "What an uplift is worth",
        UpliftInputs,
        uplift,
        "extra revenue = sessions x base rate x relative uplift x AOV",
        STANDARD,
        names(
            "conversion uplift, aov uplift, revenue uplift, incremental revenue, "
            "conversion_rate_uplift"
        ),
    ),
    Calculator(
        "automation_savings",
        "Automation savings",
        "Hours, value and cost per resolution",
        AutomationInputs,
        automation_savings,
        "hours = resolved x minutes / 60; value = hours x hourly cost; net = value - AI cost",
        f"{COURSE} (chatbot value example); {STANDARD}",
        names(
            "cost per resolution, automation, chatbot savings, chatbot value, savings, "
            "support savings"
        ),
    ),
    Calculator(
        "goal_pacing",
        "Goal pacing",
        "The pace a goal needs",
        PacingInputs,
        goal_pacing,
        "(1 + g)^(1/n) - 1 per month",
        f"{STANDARD}; goals as in the course",
        names("pacing, goal pace, required growth, run rate"),
    ),
    *EXPERIMENTS,
    Calculator(
        "psi",
        "Population stability index",
        "Drift of a distribution",
        PsiInputs,
        psi,
        "PSI = sum (p - q) x ln(p / q)",
        f"{STANDARD} (bands are habit)",
        names("drift, population stability index, data drift"),
    ),
    Calculator(
        "fairness",
        "Fairness gaps",
        "Selection rates and their gaps",
        FairnessInputs,
        fairness,
        "difference = max rate - min rate; ratio = min rate / max rate",
        f"{COURSE} (asks for metrics); {STANDARD} (metrics)",
        names(
            "fairness gaps, demographic parity, four fifths, bias, disparate impact, fairness gap"
        ),
    ),
    Calculator(
        "readiness",
        "Data readiness",
        "Is the data good enough, by its weakest dimension?",
        ReadinessInputs,
        readiness,
        "ready if the lowest dimension reaches the gate",
        f"{COURSE} (audit questions); {OURS} (scale and gate)",
        names("data readiness, data audit, data readiness score, data_quality"),
    ),
    Calculator(
        "hitl",
        "Human-in-the-loop rule",
        "Does a price change need a person?",
        HitlInputs,
        hitl,
        "review if |change| > threshold or a key segment is affected or another rule fires",
        f"{COURSE} (human review of pricing); thresholds are yours",
        names("human in the loop, human review, hitl rule, price review"),
    ),
    Calculator(
        "roadmap",
        "Roadmap sequencing",
        "Order items by dependencies and capacity",
        RoadmapInputs,
        roadmap,
        "whenever people are free, start the highest-scoring ready item that fits",
        f"{COURSE} (bands, dependencies); {STANDARD} (list scheduling)",
        names("roadmap sequencing, sequencing, schedule, sequence"),
    ),
)
