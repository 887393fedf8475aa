"""What to look up in a course beside the result of a calculator: data, in the words of the field."""

from collections.abc import Mapping

_TESTING = "A/B testing with a control group to isolate the impact of AI"
_PRIORITIES = "prioritizing AI projects by impact and effort with frameworks such as RICE and ICE"
TOPICS: Mapping[str, str] = {
    "rice": _PRIORITIES,
    "ice": _PRIORITIES,
    "value_effort": _PRIORITIES,
    "ranking_robustness": _PRIORITIES,
    "scorecard": "evaluating AI tools against strategic needs",
    "strive": "evaluating AI tools against strategic needs with the STRIVE framework",
    "roi": "calculating the ROI of an AI investment",
    "tco": "total cost of ownership of an AI investment",
    "payback": "justifying an AI investment to the CFO by its return",
    "npv": "justifying an AI investment to the CFO by its return",
    "irr": "justifying an AI investment to the CFO by its return",
    "break_even": "cost savings against the cost of the AI investment",
    "clv": "customer lifetime value (CLV) as a KPI",
    "uplift": "measuring the uplift of conversion rate and average order value from AI",
    "automation_savings": "value of inquiries resolved by a chatbot in saved hours and cost",
    "goal_pacing": "SMART goals for AI with a metric and a deadline",
    "sample_size": _TESTING,
    "duration": _TESTING,
    "power": _TESTING,
    "detectable_effect": _TESTING,
    "mean_sample_size": _TESTING,
    "ab_test": _TESTING,
    "means": _TESTING,
    "ratio_metric": _TESTING,
    "peeking": _TESTING,
    "sequential": _TESTING,
    "srm": _TESTING,
    "holdout": "holdout groups to measure incremental impact",
    "psi": "monitoring model performance for drift",
    "fairness": "quantitative fairness metrics and bias detection for AI models",
    "readiness": "data audit: quality, accessibility, gaps and governance",
    "hitl": "human review of dynamic pricing changes above thresholds",
    "roadmap": "AI roadmap with short-term wins, long-term bets and dependencies",
}
