"""What kind of answer a question wants, what type of thing it must hold, and how many."""

from __future__ import annotations

import re

from assistant.understanding.plain import unframed
from assistant.understanding.types import AnswerType, Kind
from assistant.understanding.whole import OF_THE_WHOLE, asks_of_the_whole

# What people ask for several of: "chatbot KPIs", "three risks".
_LISTED = (
    r"(?:kpis?|metrics|indicators|signs|risks|pros|cons|benefits|advantages|disadvantages|drawbacks"
    r"|challenges|examples|principles|pitfalls|mistakes|types|components|factors|tools|safeguards"
    r"|checklists?|criteria|requirements|trends|levels|models|methods|techniques|wins|barriers"
    r"|opportunities|applications|use cases|questions|dilemmas|roles|skills|options)"
)

# First match wins; the order is from the most particular to the most general.
_KIND_PATTERNS: tuple[tuple[Kind, str], ...] = (
    (
        "meta",
        r"\b(?:what|how) can you (?:do\b(?! (?:about|with|against|if|when|to))|help(?: (?:me|us))?(?: with)?\W*$)|\bwho (?:are|made|built) you\b|\bwhat are you\b"
        r"|\bhow do you work\b|\bare you (?:an? )?(?:ai|bot|human|chatgpt|robot|person)"
        r"|^\W*(?:help|hi|hello|hey|hallo|hi there|good (?:morning|evening|day))\W*$|\bwhat do you know\b"
        r"|\bhow (?:do|can|should) i use (?:you|this (?:assistant|chat|tool))\b",
    ),
    (
        "templates",
        r"\b(?:suggested|example|sample|template) questions?\b|\bquestion templates?\b"
        r"|^\W*(?:the )?(?:discussion|reflective|reflection) (?:questions|prompts?|points)\b"
        r"|\bquestions?\b.{0,40}\b(?:suggest|offer|propose|provide)s?\b"
        r"|\bwhat (?:else )?(?:can|could|should) i ask\b(?! (?:my|our|the|a|an|them|him|her|their)\b)"
        r"|\bquestions? (?:can|could|should) i ask\b(?! (?:my|our|the|a|an|them|him|her|their)\b)"
        r"|\b(?:list|show|which|what)\b.*\b(?:reflective prompts?|discussion (?:questions|points))\b",
    ),
    (
        "takeaways",
        r"\btake-?aways?\b|\b(?:lessons?|points?|things?|messages?)\b.{0,20}\b(?:take away|remember|keep in mind)\b|\b(?:key|main) (?:lessons|messages|points)(?: of (?:the |this )?(?:course|module|lesson)|\W*$)",
    ),
    (
        "summary",
        r"\bsummar(?:y|i[sz]e)\b|\boverview\b(?! (?:touch|hold|list|show|contain|include|give|tell|say|mention|name)s?\b)|\brecap\b|\btl;?dr\b|\bin a nutshell\b|\bgist\b"
        r"|\bwhat (?:is|does|'s) (?:the |this )?(?:lesson|module|course|chapter|unit|topic page)"
        r"(?: [\d.]+)? (?:about|cover|teach|deal with)|\bwhat topics\b"
        r"|\bwhat will i learn\b|^\W*(?:name|list) (?:all )?(?:the )?(?:lessons|modules|chapters|units)\b|\b(?:which|what|how many|list|name) (?:\w+ ){0,3}(?:lessons|modules|chapters|units)\b"
        r"(?! (?:learned|learnt|from|(?:\w+ )?(?:say|tell|teach|mention|explain|recommend|deal)))",
    ),
    (
        "quote",
        r"^\W*(?:please )?quote\b|\bverbatim\b|\bword for word\b|\bexact (?:words|wording)\b",
    ),
    (
        "critique",
        r"\bi wrote\b|\bi answered\b|\bhere(?:'s| is) my\b|\bcritique\b|\bfeedback on my\b"
        r"|\b(?:check|review|assess|challenge|judge) my\b|\bmy (?:reflection|answer|draft|vision"
        r"|idea|take|view|thought)s?\b.{0,30}(?::|\bis\b|\bwas\b|['\"“‘])|\bdoes (?:this|that|my)\b"
        r".{0,40}\b(?:fit|match|hold up|align)|\bi (?:think|believe|would say|chose|picked|plan to)\b"
        r".{0,200}\b(?:right|agree|correct|sound|ok(?:ay)?|good|fit|compare|missing)\b"
        r"|\b(?:check|review|assess|judge) (?:whether|if) (?:my|our|this|that)\b|\b(?:check|review|assess) our\b"
        r"|\bmissing (?:in|from) (?:my|our)\b|\bdid (?:i|we) (?:get|do|miss|forget|understand)\b"
        r"|\b(?:is|was) (?:this|that|it|mine) (?:an? )?(?:good|bad|decent|sound|sensible|solid|valid|reasonable|wise|smart)\b",
    ),
    ("why", r"^\W*(?:and |but |so )?why\b"),
    (
        "classify",
        r"\b(?:leading or (?:a )?lagging|lagging or (?:a )?leading|early or late)\b"
        r"|\b(?:is|are)\b.*\b(?:an? )?(?:leading|lagging|early|late)(?: indicators?| signs?| metrics?)?\b\W*$",
    ),
    (
        "compare",
        r"\bdifferen(?:ce|t|ces|tiate)\b|\bcompar(?:e|ed|ing|ison)\b|\bversus\b|\bvs\.?\b"
        r"|\bdistinguish\w*\b|\bbetter than\b|\brather than\b|\bin common\b|\bdiffer\b"
        r"|\bcontrast\b",
    ),
    (
        "name",
        r"^\W*(?:please )?(?:name|list|mention|give me) (?:the )?(?:top )?(?:\d|one|two|three|four|five|six|seven|eight)\b",
    ),
    (
        "how",  # a plan: steps in their order
        r"\b(?:make|give|write|draw up|create|build|need|want|sketch|draft|outline)\b.{0,25}\b(?:plan|road ?map|timeline)\b"
        r"|^\W*(?:an? )?(?:\w+[ -]){0,3}(?:plan|road ?map) (?:for|to)\b|\bwalk (?:me|us) through\b"
        r"|\bwhat (?:do|should|would|must|can|to) (?:(?:i|we) )?do (?:after|once|next|now|with|about|when|if)\b"
        r"|\bwhat(?:'s|’s| is| comes) next\b|\bstep[ -]by[ -]step\b|\b(?:any )?(?:tips|advice)\b|^\W*(?:i )?(?:need )?help with\b"
        r"|\bhow should (?:i|we) (?:proceed|go about)\b|^\W*make .{3,60} (?:more|less|better|faster)\b",
    ),
    (
        "priorities",
        r"\bwhere to (?:start|begin)\b|\b(?:best|good|right) (?:place|point|way) to (?:start|begin)\b|^\W*rank\b"
        r"|\bwhat (?:would|do) you (?:recommend|suggest|advise)\b|\bor\b.{1,60}\bfirst\W*$|\b(?:what|which) (?:(?:goes|comes|should (?:go|come)) )?first\b|\bwhat (?:do|should|must|can) (?:i|we) (?:do|try|build|use) first\b"
        r"|\bwhich (?:one )?should (?:i|we) (?:use|take|do|go)\b|"
        r"\bpriorit(?:y|ies|i[sz]e)\b|\bwhich\b.{0,80}\bfirst\b|\b(?:where|what) (?:do|should|would|could|can)"
        r" (?:i|we|you|one|(?:(?:an?|the|our|my) )?[\w-]+(?: [\w-]+)?) (?:start|begin)\b(?! to\b)|\bbest (?:balance|fit|bet)s?\b|\bshould (?:i|we) (?:focus on|"
        r"start with|pick|choose|tackle|go for|invest in)\b|\bmost (?:worthwhile|promising)\b"
        r"|\bwhich (?:ai )?(?:applications?|tools?|projects?|initiatives?|use cases?|strateg(?:y|ies))\b"
        r".{0,60}\b(?:help|support|serve|fit|suit|should|move|raise|increase|reduce|best)\b",
    ),
    (
        "define",
        r"^\W*what (?:(?!kpis?\b|metrics?\b)[\w-]+ ){1,4}(?:is|are|means?)\W*$|^\W*(?:tell me|talk) (?:more )?about(?:\W+\w+){1,5}\W*$|^\W*(?:what(?:'s| is| are)|define|meaning of|explain)\b(?!.*\b(?:kpis?|metrics?"
        r"|(?:indicators|signs) (?:for|of)|principles|safeguards|pitfalls|components|drawbacks"
        r"|advantages|disadvantages|opportunities|steps|ways|examples?|benefits|challenges|risks|reasons|role|purpose|impact|difference)\b)"
        r"(?:\W+\w+){1,6}\W*$|\bdefin(?:e|ition)\b|\bstands? for\b|\bwhat does .{1,40} mean\b"
        r"|\bmeaning of\b|\bwhat is meant by\b",
    ),
    ("why", r"^\W*(?:and |but |so )?why\b|\breasons? (?:for|why|behind|to)\b|\bwhat makes\b"),
    (
        "how",
        r"^\W*(?:and |but |so )?how\b"
        r"(?! (?:many|much|long|often|big|far|soon|large|high|low|old|about)\b)|\bsteps?\b|\bways? (?:to|of)\b|\bhow to\b|\bwalk me through\b",
    ),
    ("fact", r"^\W*(?:how (?:many|much|long|often|big|far|soon)|who|when|where)\b"),
    (
        "name",
        r"^\W*(?:and |but |so )?(?:for \w+,? )?(?:name|list|which|what|give|tell|show|mention)\b",
    ),
    (
        "fact",
        r"^\W*(?:and |but |so )?(?:is|are|was|were|do|does|did|can|could|should|will|would|must|has"
        r"|have|may)\b",
    ),
    ("how", r"\bsteps\b"),
    ("name", rf"\b{_LISTED}\b"),
)
_KINDS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _KIND_PATTERNS)

_TYPE_PATTERNS: tuple[tuple[AnswerType, str], ...] = (
    (
        "expansion",
        r"\b(?:stands?|short) for\b|\b(?:spell|spelled|written) out\b|\bwhat do the (?:\w+ )?letters\b"
        r"|\b(?:explain|define|name|list|meaning of)\b.{0,20}\ball (?:the )?(?:\w+ )?letters\b|\bletters mean\b"
        r"|\bacronym\b|\babbreviation\b|\bexpan(?:d|sion)\b|\beach letter\b"
        r"|\bwhat is the [A-Z] in\b",
    ),
    (
        "verdict",
        r"\bbetter than\b|\bworse than\b|\bwhich\b.{3,120},? or .{2,60}\b(?:use|choose|pick|prefer|buy|take)\b"
        r"|\bwhich\b.{2,60}\b(?:use|choose|pick|prefer|buy|take)\b.{0,20},.{2,60}\bor\b|\bis .{2,60} (?:better|worse|best|cheaper|faster|safer)\b(?! (?:way|approach|method|practice|means))"
        r"|\bwhich .{2,60}\b(?:is|are|works?|performs?|sells?|ranks?) (?:the )?(?:best|better|most"
        r"|least|worst|cheapest|fastest|highest|lowest)\b|\bmost (?:popular|important|effective|"
        r"accurate|profitable|expensive|common)\b|\bwhich (?:one|of (?:them|these|those|the two)) (?:suits?|fits?)\b"
        r"|\bwhich (?:product|tool|software|vendor|provider|platform|model)\b.{2,60}\bbest\W*$",
    ),
    (
        "money",
        r"(?<!\bby )\bhow much (?:money|budget|should (?:we|i) (?:spend|pay)"
        r"|(?:does|do|did|will|would|is|are)\b.{0,60}\b(?:costs?|charged?|pay|paid|spend|spent|earn|worth|prices?|fees?)\b"
        r"|(?:is|are) (?:an?|the) [\w. -]{2,40}\W*$)"
        r"(?!.{0,30}\b(?:data|effort|time)\b)|\b(?:(?:what|which|the|its) prices? (?:of|for|is|are|does|per)|salary|salaries|wage|earn"
        r"|earns|fines?|penalt(?:y|ies)|subscription cost|in dollars|in euros)\b|\bwhat (?:does|do|would|will|did) .{2,60} cost\b"
        r"|\bcost of (?:a |an |the )?(?:licen[cs]e|subscription|seat)\b"
        r"|^\W*(?:its|their|the|his|her) (?:[\w-]+ ){0,3}?(?:prices?|costs?|fees?|salar(?:y|ies)|wages?|budgets?)\W*$",
    ),
    (
        "percent",
        r"\bpercentage\b(?! points?\b)|\bhow much (?:does|do|did|will|would|can|could)\b.{2,60}\b(?:raise|increase|boost|lift|grow"
        r"|improve|reduce|cut|lower|shrink|drop|fall|rise)\b|\b(?:what|which) (?:percent|share|proportion|fraction)\b|\bby how (?:much|many)\b"
        r"|^\W*(?:its|their|the|his|her) (?:[\w-]+ ){0,3}?(?:share|rate|uplift|gain|increase|margin)\W*$"
        r"|\b(?:what|which)\b[^.,;?]{0,30}\bin (?:per ?cent\b|%)"
        r"|\bhow many per ?cent\b|\bwhat (?:is|was) the (?:\w+ ){0,3}(?:uplift|lift|rate achieved)\b",
    ),
    (
        "date",
        r"\b(?:what|which) (?:year|date|day|month)\b|^\W*(?:and )?when (?:was|were|did)\b"
        r"|\bsince when\b|\b(?:best|right|ideal) (?:hour|time|day|month|weekday)\b.{0,12}\bto\b",
    ),
    (
        "duration",
        r"\bhow long\b|\bhow many (?:days|weeks|months|years|minutes|hours)\b|(?<!about )(?<!on )\bhow often\b"
        r"|\bhow soon\b",
    ),
    (
        "number",
        r"\bhow many\b|\bhow (?:big|large|high|low)\b|\bwhat number\b|\bthreshold (?:is|value)\b"
        r"|\b(?:which|what)(?:'s| is| are| was)?(?: the| an?)? (?:[\w-]+ ){0,3}?(?:sample size|insurance sum|average age|score"
        r"|headcount|quota)s?\b(?! card)|\b(?:which|what) (?:[\w-]+ )?(?:article|paragraph|clause|edition)\b"
        r"|\bindustry (?:average|benchmark)s?\b|\btarget (?:roas|roi|cpa|cpc|rate|score)\b"
        r"|\bwhat(?:'s|s| is| counts as)? (?:an? |the )?(?:good|normal|typical|usual|average|healthy|realistic|decent)"
        r" (?:[\w-]+ ){0,3}?(?:rate|score|value|size|level|roas|roi|margin)\b"
        r"|\bwhat (?:[\w-]+ ){0,3}?(?:rate|score|size|share) (?:is|are) (?:good|normal|typical|usual|average|healthy)\b"
        r"|\b(?:minimum|maximum|cut-?off|ideal|typical|recommended|exact) (?:\w+ ){0,3}(?:score|number|value"
        r"|rate|size|level|accuracy|budget|headcount|threshold)\b|\bwhat (?:accuracy|score|uplift) (?:does|did|do|is|was)\b",
    ),
    (
        "person",
        r"^\W*(?:and )?who (?:wrote|invented|founded|created|developed|teaches|made|published|discovered)\b"
        r"|^\W*(?:and )?who(?:'s| is| was| were| are) (?:the |its |their |your |this )?(?:[\w'’.-]+ ){0,3}?(?:author|authors|founder"
        r"|inventor|instructor|president|ceo|cto|cfo|coo|cmo|publisher)\b|\bwho(?: is|'s| stands?) behind\b"
        r"|\bnames? of the (?:\w+ ){0,2}?(?:authors?|instructors?|founders?|inventors?|ceo)\b"
        r"|^\W*(?:(?:and|tell me|give me|name) )?(?:(?:the|its|their|your|this) )?(?:course(?:['’]s)? )?(?:authors?|instructors?|founders?"
        r"|inventors?|ceo)(?: of [^,.;?]{2,60}| please)?\W*$",
    ),
    (
        "brand",
        r"\b(?:which|what) (?:(?!the\b|an?\b|our\b|my\b|your\b|its\b|their\b|this\b|that\b|is\b|are\b)[\w-]+ ){0,2}?(?:vendors?|brands?|compan(?:y|ies)|providers?"
        r"|suppliers?|software|algorithms?|programming languages?|language models?|llms?|websites?"
        r"|books?|smart speakers?|cloud|librar(?:y|ies)|apps?|countr(?:y|ies)|cit(?:y|ies))\b"
        r"(?! drift)|\bby (?:name|brand)\b",
    ),
    (
        "formula",
        r"\bformula\b|\bequation\b|\bhow (?:is|are|do (?:i|we|you)) .{0,40}\bcalculat"
        r"|\bhow (?:do|can|should) (?:i|we|you) (?:work out|compute) (?!what|whether|how|why|if|when)",
    ),
)
_EXPECTS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _TYPE_PATTERNS)

COURTESY = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|thanks|thank you|thx|great|cool|perfect|nice|good|yes|no|got it|i see|bye|goodbye|cheers"
    r"|hi|hello|so much|very much|a lot|that helps|(?:that )?(?:was|is) (?:very |really |so )?helpful|well done|awesome"
    r"|wonderful|excellent|lovely|much appreciated|danke(?:schön)?|super|merci)\W*)+$",
    re.IGNORECASE,
)
_OPENS_WITH_QUESTION = re.compile(
    r"^\W*(?:and |but |so )?(?:what|which|how|why|who|when|where|is|are|do|does|did|can|should|name|list|quote)\b",
    re.IGNORECASE,
)
_ASKING_CLAUSE = re.compile(
    r"(?:,|:|;|\.|\s[-–—])\s*(?:and |so |then )?"
    r"(?=(?:(?:in|on|for|by|with|at|to) )?(?:what|which|how|why|who|when|where)\b)",
    re.IGNORECASE,
)
_COUNT_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
}  # fmt: skip
_COUNT = re.compile(
    r"\b(?:top|name|list|give(?: me)?|which|what|are|the|best|main|biggest|mention|suggest)\s+(?:the\s+)?"
    r"(?:top\s+|best\s+|main\s+)?(?P<low>\d|one|two|three|four|five|six|seven|eight)"
    r"(?:\s?(?:-|–|to|or)\s?(?P<high>\d|two|three|four|five|six|seven|eight))?\b(?!\s?(?:%|months?|weeks?"
    r"|years?|days?|\.\d))",
    re.IGNORECASE,
)
_COUNT_FIRST = re.compile(
    r"\W*(?:the )?(?:top |best )?(?P<low>\d|one|two|three|four|five|six|seven|eight)"
    r"(?:\s?(?:-|–|to|or)\s?(?P<high>\d|two|three|four|five|six|seven|eight))?\s+(?:[\w-]+\s+){0,3}?"
    rf"{_LISTED}\b",
    re.IGNORECASE,
)
_LESSON = re.compile(
    r"\b(?:lesson|chapter|unit|section|part)\s+(\d+(?:\.\d+)?)\b(?!\s?%)"
    r"|^\W*(\d{1,2}\.\d{1,2})(?=\s+[a-z])|\b(?:of|in|from|for|questions|prompts|takeaways|summari[sz]e|summary|overview|recap)\s+(\d{1,2}\.\d{1,2})\W*$",
    re.IGNORECASE,
)


def kind_of(text: str) -> Kind:
    """The kind of answer a question wants; 'fragment' for what is no formal question."""
    if COURTESY.match(text):
        return "meta"
    core = core_of(unframed(text))
    for kind, pattern in _KINDS:
        if pattern.search(core) and (kind not in OF_THE_WHOLE or asks_of_the_whole(core)):
            return kind
    return "fragment"


def core_of(text: str) -> str:
    """The asking clause: "If I build a chatbot, what should I track?" asks "what should I track?"."""
    if _OPENS_WITH_QUESTION.match(text):
        return text
    match = _ASKING_CLAUSE.search(text)
    return text[match.end() :] if match else text


def expected_type(text: str) -> AnswerType:
    """The type of thing a passage must hold to answer; 'any' for most questions."""
    for kind, pattern in _EXPECTS:
        if pattern.search(text):
            return kind
    return "any"


def count_of(text: str) -> int | None:
    """How many things are asked for; of "3-4" the larger."""
    match = _COUNT.search(text) or _COUNT_FIRST.match(unframed(text))
    if not match:
        return None
    written = match.group("high") or match.group("low")
    return _COUNT_WORDS.get(written.lower()) or int(written)


def lesson_of(text: str) -> str:
    """The lesson a question names, as a number; "" if none."""
    match = _LESSON.search(unframed(text))
    return next((group for group in match.groups() if group), "") if match else ""
