"""The words by which people ask for each calculator and name its inputs: data, no code."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.calculators.conversation.mentions import Cue

_MONEY_IN = (
    r"\b(?:(?:brings?|brought)(?: in)?|gain(?:s|ed)?|benefits?|saved?s?|savings?|earn(?:s|ed)?|generates?"
    r"|yield(?:s|ed)?|return(?:s|ed)?|inflows?|then|worth|profit before|margin of)\b"
)
_COST = r"\b(?:costs?|costing|spend(?:ing)?|spent|invest(?:ed|ing|ment)?|pay|price|expenses?|budget|outlay)\b"
_TODAY = (
    r"\b(?:now|today|up ?-?front|initial(?:ly)?|invest(?:ed|ing|ment)?|costs?|outlay"
    r"|one-?(?:time|off)|set-?up|pay|spend|implementation|build)\b"
)
_RATE = (
    r"(?:\bat\b|@|\bdiscount(?:ed)?(?: rate)?(?: of| at)?\b|\bwacc\b|\bcost of "
    r"capital\b|\binterest\b|\brate(?: of)?\b)"
)
_BASELINE = (
    r"\b(?:base ?line|base rate|conversion(?: rate)?(?! (?:rate )?(?:up)?lift| increase| "
    r"improvement)|converts?(?: at)?|currently|cvr|conv"
    r"|current rate|cr|rate of|control(?: rate)?)\b"
)
# A plus before the figure ("+10%") announces a change as well as any word.
_EFFECT = (
    r"\b(?:minimum detectable effect|lift|uplift|increase|improvement|change|detect|effect|mde|relative|rise|growth|gain|drop"
    r"|decrease|want|spot|see)\b|\+(?=\s?\d)"
)
_DAILY = r"\b(?:visitors|users|sessions|traffic|visits|customers|shoppers|people)\b"
_N = r"\b(?:per (?:group|arm|variant|side)|each|visitors|users|sample(?: size)?(?: of)?|n ?=)"
_TEST = {
    "effect": Cue(_EFFECT, "change"),
    "baseline": Cue(_BASELINE, "percent"),
    "target": Cue(r"\b(?:target|goal)\b", "percent"),
    "power": Cue(r"\bpower\b", "percent"),
    "confidence_level": Cue(r"\bconfiden(?:ce|t)\b", "percent"),
    "alpha": Cue(r"\b(?:alpha|significance)\b", "percent"),
}


@dataclass(frozen=True, slots=True)
class Ask:
    """How a calculator is asked for: by name, or implied; and what must be there at least."""

    named: str
    cues: Mapping[str, Cue]
    needs: tuple[frozenset[str], ...]
    implied: str = ""


def _any(*fields: str) -> frozenset[str]:
    return frozenset(fields)


ASKS: Mapping[str, Ask] = {
    "mean_sample_size": Ask(
        r"(?=.*\b(?:sds?|s\.d\.|std\.?|stdev|standard deviation|cohen'?s d)\b).*(?:\bsample[- ]size|\bhow (?:many|big|large)\b|\bmde\b|\bpower\b|\bdetect\w*)",
        {
            "sd": Cue(r"\b(?:sd|s\.d\.|std\.?|stdev|standard deviation)\b", "money"),
            "effect": Cue(_EFFECT, "change"),
            "mean": Cue(r"\b(?:mean|average|aov|order value|basket)\b", "money"),
            "difference": Cue(
                r"\b(?:difference|detect|lift|change|increase)\b(?: of)?|\+", "money"
            ),
            "effect_size": Cue(r"\bcohen'?s d\b", "count"),
            "n_per_group": Cue(_N, "count"),
            "power": Cue(r"\bpower\b", "percent"),
            "confidence_level": Cue(r"\bconfiden(?:ce|t)\b", "percent"),
            "alpha": Cue(r"\b(?:alpha|significance)\b", "percent"),
        },
        (_any("sd", "effect_size"), _any("effect", "difference", "effect_size", "n_per_group")),
    ),
    "duration": Ask(
        (
            r"how (?:long|many (?:days|weeks)).{0,60}\b(?:test|experiment|run)|\b(?:test"
            r"|experiment) duration|how long .{0,40}\ba/?b\b|\b(?:test|experiment)\b.{0,120}\bhow (?:long|many (?:days|weeks))\b"
            r"|(?=.*\b(?:mde|detect\w*|minimum effect|baseline)\b).*\bhow (?:long|many (?:days|weeks))\b"
        ),
        {
            **_TEST,
            "daily_visitors": Cue(_DAILY, "count", per=True),
            "n_per_group": Cue(
                r"\bper (?:group|arm|variant)\b|\bsample size\b|\bvisitors (?:each|per group)\b",
                "count",
                per=False,
            ),
            "variants": Cue(r"\bvariants?\b", "count", per=False),
            "share_in_test": Cue(r"\bof (?:the )?(?:traffic|visitors)\b", "percent"),
        },
        (_any("daily_visitors"), _any("effect", "target", "n_per_group")),
    ),
    "sample_size": Ask(
        (
            r"\bsample[- ]size|how many (?:visitors|users|people|sessions|customers|shoppers"
            r"|observations)\b|how (?:big|large) (?:a|the|must|should|does).{0,30}(?:test"
            r"|sample|experiment)|how much traffic"
        ),
        {**_TEST, "variants": Cue(r"\bvariants\b", "count", per=False)},
        (_any("baseline"), _any("effect", "target")),
    ),
    "detectable_effect": Ask(
        (
            r"\bmde\b|detectable (?:effect|lift|change)|smallest (?:lift|effect|change|uplift"
            r"|difference)|what (?:lift|effect|uplift) can (?:i|we)"
        ),
        {
            "n_per_group": Cue(_N, "count"),
            **{name: cue for name, cue in _TEST.items() if name != "effect"},
        },
        (_any("baseline"), _any("n_per_group")),
    ),
    "power": Ask(
        r"\b(?:statistical )?power\b",
        {
            "n_per_group": Cue(_N, "count"),
            **{name: cue for name, cue in _TEST.items() if name != "power"},
        },
        (_any("baseline"), _any("effect", "target"), _any("n_per_group")),
    ),
    "automation_savings": Ask(
        (
            r"\bautomation savings?\b|hours? (?:saved|does .{0,30}save|do we save)|(?:how "
            r"(?:much|many hours)|what) .{0,60}\bsaves?\b|\bcost per resolution\b|\bnet savings?\b|\bvalue "
            r"of .{0,30}(?:chatbot|bot|automation)"
        ),
        {
            "resolved": Cue(
                r"\b(?:resolv\w+|inquiries|enquiries|tickets|queries|chats|conversations|cases|contacts|requests|handles?)\b",
                "count",
            ),
            "minutes": Cue(r"\b(?:minutes?|mins?)\b", "minutes"),
            "hourly_cost": Cue(
                r"\b(?:an hour|per hour|hourly|/ ?h(?:our|r)?)\b|/h\b", "money", per=True
            ),
            "ai_cost": Cue(
                r"\b(?:ai|bot|chatbot|tool|software|platform|it) costs?\b|\blicen[cs]e\w*\b|\bsubscription\b|\bfees?\b|(?<!support )(?<!total )\bcosts?\b",
                "money",
            ),
            "total_cost": Cue(r"\b(?:total|support) (?:support )?costs?\b", "money"),
        },
        (_any("resolved"), _any("minutes", "total_cost", "ai_cost")),
        implied=r"\b(?:minutes?|mins?)\b.{0,80}(?:\b(?:hour|hourly)\b|/ ?h)|(?:\b(?:hour|hourly)\b|/ ?h\b).{0,80}\b(?:minutes?|mins?)\b",
    ),
    "npv": Ask(
        r"\bnpv\b|\bnet present value\b",
        {
            "rate": Cue(_RATE, "change"),
            "investment": Cue(_TODAY, "money", per=False),
            "inflow": Cue(_MONEY_IN, "money"),
            "years": Cue(r"\b(?:for|over|lasting|during|runs?)\b", "time"),
        },
        (_any("investment", "cash_flows", "inflow"),),
    ),
    "irr": Ask(
        r"\birr\b|\binternal rate of return\b",
        {
            "investment": Cue(_TODAY, "money", per=False),
            "inflow": Cue(_MONEY_IN, "money"),
            "years": Cue(r"\b(?:for|over|lasting|during)\b", "time"),
        },
        (_any("investment", "cash_flows", "inflow"),),
    ),
    "payback": Ask(
        r"\bpay(?:s|ing)? (?:itself |it )?back\b|\bpays? off\b|\bpay ?-?back\b|\bpays? (?:for )?itself|\bpaid back\b|\bpays? back\b|\brecoup\b|\bearn(?:s|ed)? back\b",
        {
            "running_cost": Cue(
                r"\b(?:running|operating|maintenance|subscription|licen[cs]e)(?: costs?| fees?)?\b|\bto run\b",
                "money",
                per=True,
            ),
            "investment": Cue(_TODAY, "money", per=False),
            "inflow": Cue(_MONEY_IN, "money"),
            "rate": Cue(_RATE, "change"),
        },
        (_any("investment"), _any("inflow")),
    ),
    "tco": Ask(
        r"\btco\b|\btotal cost of ownership\b|\b(?:total|full|overall|all-?in) costs?\b.{0,60}\b\d+[- ]?(?:years?|yrs?|months?)\b"
        r"|\b\d+[- ]?(?:years?|yrs?)\b.{0,20}\b(?:total|full|overall|all-?in) costs?\b",
        {
            "implementation": Cue(r"\bimplement\w*\b", "money"),
            "training": Cue(r"\btraining\b", "money"),
            "data_integration": Cue(r"\b(?:data )?integration\b", "money"),
            "maintenance": Cue(r"\bmaintenance\b", "money"),
            "software": Cue(
                r"\b(?:software|licen[cs]es?|platform|subscription)(?: fees?| costs?)?\b", "money"
            ),
            "internal_resources": Cue(r"\b(?:internal|staff)\b", "money"),
            "one_time": Cue(
                r"\b(?:up ?-?front|one-?(?:time|off)|set-?up|initial(?:ly)?|once)\b",
                "money",
                per=False,
            ),
            "recurring": Cue(
                r"\b(?:recurring|running|annual|yearly|per year|a year|ongoing|plus|then)\b|\+(?=\s?[$\u20ac\u00a3]?\d)",
                "money",
                per=True,
            ),
            "years": Cue(r"\b(?:over|for|during|horizon|after)\b", "time"),
        },
        (_any("one_time", "recurring", "implementation", "software"),),
    ),
    "clv": Ask(
        r"\bclv\b|\bltv\b|\bcltv\b|\blifetime value\b",
        {
            "retention": Cue(r"\b(?:retention|retain\w*)\b", "percent"),
            "churn": Cue(r"\bchurn\b", "percent"),
            "discount": Cue(r"\bdiscount(?:ed)?(?: rate)?\b|\bat\b", "percent"),
            "margin_rate": Cue(r"\b(?:gross |contribution )?margin\b", "percent"),
            "aov": Cue(
                r"\b(?:aov|average order(?: value)?|order value|per order|basket|orders? of|spends?|spending)\b",
                "money",
            ),
            "orders_per_year": Cue(r"\b(?:orders?|purchases?|times|buys)\b", "count"),
            "margin": Cue(r"\b(?:margin|profit)\b", "money"),
            "cac": Cue(r"\b(?:cac|acquisition cost|acquire)\b", "money"),
            "years": Cue(r"\b(?:for|over|years?|lifetime|lasting|stay\w*)\b", "time"),
        },
        (_any("aov", "margin"), _any("retention", "churn", "orders_per_year", "years")),
    ),
    "break_even": Ask(
        r"\bbreak[- ]?even\b|\bbreaks even\b|\bcover(?:s)? its costs?\b",
        {
            "fixed_cost": Cue(
                r"\b(?:fixed(?: costs?)?|up ?-?front|investment|costs?|licen[cs]e|set-?up|platform)\b",
                "money",
            ),
            "price": Cue(r"\b(?:selling |unit )?price\b", "money"),
            "variable_cost": Cue(r"\bvariable(?: costs?)?\b", "money"),
            "human_cost": Cue(
                r"\b(?:humans?|agents?|manual(?:ly)?|staff|people|person)(?: costs?)?\b", "money"
            ),
            "ai_cost": Cue(r"\b(?:ai|bot|chatbot|automat\w+|machine)(?: costs?)?\b", "money"),
            "orders": Cue(r"\b(?:orders|transactions|purchases)\b", "count"),
            "aov": Cue(r"\b(?:aov|average order(?: value)?|order value|basket)\b", "money"),
            "margin": Cue(r"\b(?:gross |contribution )?margin\b", "percent"),
        },
        (_any("fixed_cost"), _any("human_cost", "ai_cost", "orders", "aov", "price")),
    ),
    "uplift": Ask(
        (
            r"\b(?:extra|additional|incremental|more) (?:revenue|sales|orders|margin|profit)\b"
            r"|\brevenue (?:uplift|impact|gain)\b|\bwhat (?:is|would|'s) .{0,30}\bworth\b|\b(?:what|how much) would .{0,40}\b(?:bring|add)\b"
        ),
        {
            "sessions": Cue(
                r"\b(?:sessions|visitors|visits|traffic|users|carts|checkouts)\b", "count"
            ),
            "effect": Cue(
                r"\b(?:uplift|lift|increase|improvement|rise|grow\w*|higher|up)\b|\+(?=\s?\d)",
                "change",
            ),
            "baseline": Cue(
                (
                    r"\b(?:conversion(?: rate)?(?! (?:rate )?(?:up)?lift| increase| "
                    r"improvement)|converts?(?: at)?|baseline|cvr|cr)\b(?! up\b)"
                ),
                "percent",
            ),
            "aov": Cue(r"\b(?:aov|average order(?: value)?|order value|basket)\b", "money"),
            "margin": Cue(r"\b(?:gross |contribution )?margin\b", "percent"),
        },
        (_any("sessions"), _any("effect", "aov_effect"), _any("baseline")),
    ),
    "goal_pacing": Ask(
        (
            r"\bon track\b|\bpac(?:e|ing)\b|\bgrowth(?: rate)? (?:per|a|each|every) month\b|\bmonthly growth\b|\bwhat\b.{0,20}\bper (?:month|week)\b|\b(?:per month|monthly|a month|each "
            r"month)\b.{0,40}\b(?:need|required|growth|grow)\b|\b(?:need|required|must"
            r"|have to)\b.{0,60}\b(?:per month|monthly|a month|each month|every month)\b"
        ),
        {
            "growth": Cue(
                r"\b(?:increase|raise|grow\w*|by|lift|improve|up|cut|reduce)\b|\+(?=\s?\d)",
                "change",
            ),
            "months": Cue(r"\b(?:in|within|over|for|during|left|remaining|to go)\b", "time"),
            "elapsed": Cue(r"\b(?:after|elapsed|so far|already)\b", "time"),
            "start": Cue(r"\b(?:from|start\w*|currently|baseline)\b", "money"),
            "target": Cue(r"\bto\b|\btarget\b|\bgoal\b", "money"),
            "current": Cue(r"\b(?:now|are at|is at|reached|today|(?<=')re at|stand at)\b", "money"),
        },
        (_any("growth", "target"), _any("months")),
    ),
    "roi": Ask(
        r"\broi\b|\breturn on (?:the |our )?investment\b|\breturn\b.{0,30}\bif (?:we|i) (?:invest|spend)\b",
        {
            "net_profit": Cue(
                r"\bnet (?:profit|gain|benefit|return)(?: (?:of|is|was))?\b", "money"
            ),
            "revenue": Cue(r"\b(?:revenue|sales|turnover)\b", "money"),
            "margin": Cue(r"\b(?:gross |contribution |profit )?margin\b", "percent"),
            "cost": Cue(_COST, "money"),
            "benefit": Cue(_MONEY_IN + r"|\bprofit\b|\bmargin\b(?! (?:on|from)\b)", "money"),
            "years": Cue(r"\b(?:over|for|during|after)\b", "time"),
        },
        (_any("benefit", "net_profit", "revenue", "cost"),),
    ),
    "hitl": Ask(
        (
            r"\bhuman review\b|\bhuman[- ]in[- ]the[- ]loop\b|\bhitl\b|\b(?:needs?|requires?) (?:a |an |to )?(?:human|person|approv\w+|review)\b"
            r"|\b(?:should|must|needs?|has|have)\b.{0,25}\b(?:review|approve|sign off|check)\b.{0,30}\bpric|\bpric\w*\b.{0,160}\b(?:review|approv\w+|sign[- ]?off)\b|\bpric\w*\b.{0,20}\d.{0,60}\b(?:threshold|limit)\b|\bpric\w*\b.{0,80}(?:->|\u2192)"
        ),
        {
            "old_price": Cue(r"\b(?:from|old price|was)\b", "money"),
            "new_price": Cue(r"\b(?:to|new price|becomes)\b", "money"),
            "threshold": Cue(r"\b(?:threshold|limit|exceed\w*|more than|above|over)\b", "change"),
            "change": Cue(r"\b(?:chang\w+|rais\w+|cut|drop\w*|increase|by)\b", "change"),
        },
        (_any("old_price", "change", "items"), _any("new_price", "threshold")),
    ),
}
ROW_CUES: Mapping[str, Mapping[str, Cue]] = {
    "rice": {
        "reach": Cue(
            r"\breach(?:es|ing|ed)?\b|\b(?:users|customers|people|visitors|shoppers|sessions)\b|\br ?=",
            "reach",
        ),
        "impact": Cue(r"\bimpact\b|\bi ?=", "impact"),
        "confidence": Cue(
            r"\bconfiden(?:ce|t)\b|\bsure\b|\bcertain(?:ty)?\b|\bconf\b|\bc ?=", "confidence"
        ),
        "effort": Cue(r"\beffort\b|\btakes?\b|\bneeds?\b|\bperson-months?\b|\be ?=", "effort"),
    },
    "ice": {
        "impact": Cue(r"\bimpact\b|\bi ?=", "score"),
        "confidence": Cue(r"\bconfiden(?:ce|t)\b|\bc ?=", "score"),
        "ease": Cue(r"\beas[ey]\b|\beasiness\b|\be ?=", "score"),
        "effort": Cue(r"\beffort\b", "score"),
    },
    "value_effort": {
        "value": Cue(r"\bvalue\b|\bbenefit\b|\bimpact\b|\bv ?=", "score"),
        "effort": Cue(r"\beffort\b|\bcost\b|\be ?=", "score"),
    },
}
ROW_NAMES: Mapping[str, str] = {
    "rice": r"\bRICE\b|\brice[- ](?:score|scor|rank|these|this|it|for|them)|^rice\b",
    "ice": r"\bICE\b|\bice[- ](?:score|scor|rank|these|this|it|for|them)|^ice\b",
    "value_effort": (
        r"\bvalue\s*(?:/|vs\.?|versus|against|and|[-\u2013])\s*effort\b"
        r"|\bquadrants?\b|\b2 ?x ?2\b|\bquick wins?\b"
    ),
}
