"""The forms of follow-ups: patterns only, read by the modules beside this one."""

from __future__ import annotations

import re

# What people say before they go on: "cool, and …", "thanks. And …".
LEAD_IN = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|cool|great|thanks?(?: you| a lot| so much)?|nice|got it|alright|perfect|makes sense|hm+|interesting"
    r"|good|i see|right|super|danke|yes|yeah|wow|awesome|understood|fine)\b(?:[\s,.!;:-]+|$))+(?=\S)",
    re.IGNORECASE,
)
SWITCH = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|thanks|thank you|great|alright|hi again|hello again|so)[\s,.!]*)*(?:(?:(?:an)?other|one more) (?:question|topic|thing)"
    r"|(?:a )?(?:completely |totally )?(?:new|different) (?:question|topic|thing)|change of (?:topic|subject)|switching|forget (?:that|it|about (?:that|it))|never ?mind"
    r"|something (?:else|different)(?: now)?|unrelated|moving on|next (?:question|topic)|next(?=\s*[:,])|btw|by the way|let'?s talk about)\b[\s,:;.-]*",
    re.IGNORECASE,
)
CORRECTION = re.compile(
    r"^\W*(?:(?:no|nope|nein|sorry|wait|actually|oops|hold on|well)\b[\s,.!:;-]*)*"
    r"(?:(?:i|we) (?:actually |really )?(?:meant?|was asking about|am asking about|wanted|want)(?: to (?:say|ask|know)(?: about)?)?\b(?! to)"
    r"|what i (?:want(?:ed)? to know|meant?|asked)(?: (?:is|was))?|rather|more like|(?<=no)|(?<=no, )|(?<=no,)|(?<=nope, )|(?<=nein, )|(?<=sorry, )|(?<=actually, )|(?<=wait, ))"
    r"[\s,:;-]*(?P<rest>\S.*)$",
    re.IGNORECASE,
)
# "not chatbots, site search"; "CLV, not AOV"; "site search instead".
NOT_BUT = re.compile(
    r"^\W*(?:i meant? )?not (?:the |an? )?(?P<old>[^,;.]{2,40}?)\s*(?:[,;.]|but|rather)\s*(?:but )?(?P<new>[^,;.?]{2,60})\W*$",
    re.IGNORECASE,
)
BUT_NOT = re.compile(
    r"^\W*(?P<new>[^,;.?]{2,60}?),?\s+(?:and )?(?:not|instead of|rather than) (?P<old>[^,;.?]{2,40})\W*$",
    re.IGNORECASE,
)
INSTEAD = re.compile(r"^\W*(?P<new>[^,;.?]{2,60}?)\s+(?:instead|rather)\W*$", re.IGNORECASE)

FRAME = re.compile(
    r"^\W*(?:(?:and|but|so|ok(?:ay)?)[\s,]+)*(?:(?:can|could) you (?:please )?)?(?:please )?(?:(?:what|how) about|and|und|(?:do|try|repeat|make|show|give me) (?:that|it|this|the same|the same thing)"
    r"|same(?: thing| question)?|the same(?: thing| question)?|now|also|or|then)\s*(?:(?:the same(?: thing)?|but)\s+)*(?:(?:for|with|to|on|in|of|für)\s+)?(?:an?\s+|the\s+|our\s+|my\s+)?(?P<rest>.+)$",
    re.IGNORECASE,
)
ABOUT = re.compile(
    r"^\W*(?:(?:and|but|so|ok(?:ay)?)[\s,]+)*(?:what|how) about\s+(?!for\b|with\b|in\b)",
    re.IGNORECASE,
)
# A circumstance by itself: "in another country?", "what if we have no budget?".
WHAT_IF = re.compile(
    r"^\W*(?:and |but |so )*(?:what (?:if|when)|if|and if|suppose|assuming)\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
CIRCUMSTANCE = re.compile(
    r"^\W*(?:and |but )?(?P<rest>(?:for|with|without|in|on|during|under|as) (?!short|general|brief|detail|more|depth)\S.*)$",
    re.IGNORECASE,
)
BARE = re.compile(
    r"^\W*(?:(?:and|but|so|ok(?:ay)?)[\s,]+)*(?P<what>(?:why|warum|wieso)(?: (?:not|so|is that|tho|though))?"
    r"|how(?: so| come| exactly)?|when|who|where"
    r"|(?:(?:can|could) you )?(?:please )?(?:(?:give|show|tell) me )?(?:an? |another |any |some |more )?examples?(?: please)?|for example|for instance|e\.g\.|beispiele?"
    r"|more|(?:can you )?tell me more|go on|continue|keep going|what else|anything else|and more|meaning"
    r"|(?:i )?(?:do(?:n['’]?t| not) (?:understand|get it)|still (?:not clear|confused|unclear))(?: (?:it|that|this))?|(?:not|un)clear|huh|what do you mean|come again|pardon"
    r"|explain(?: that| this| it)?)\W*$",
    re.IGNORECASE,
)
EXAMPLE_OF = re.compile(
    r"^\W*(?:and )?(?:(?:can|could) you )?(?:please )?(?:(?:give|show|tell) me )?(?:an? |another |any |some )?examples? (?P<rest>(?:for|in|with|from) \S.{1,60}?)\W*$",
    re.IGNORECASE,
)
# "And encryption, what does it say on that?": the topic is put first, the pronoun stands for it.
TOPIC_FIRST = re.compile(
    r"^\W*(?:(?:and|but|so)\s+)*(?P<topic>(?!(?:if|when|since|as|for|in|with|because|no|yes)\b)[\w /&'-]{3,50}),\s+(?P<asks>(?:what|how|why|is|are|does|do|can|should|who|when|where|which)\b.*)$",
    re.IGNORECASE,
)
COURSE_SAYS = re.compile(
    r"\b(?P<before>what does )(?:it|this|that)(?P<after> say\b)", re.IGNORECASE
)
SHORTER = re.compile(
    r"^\W*(?:(?:can|could) you )?(?:please )?(?:(?:(?:that(?:['’]s| is| was) )?(?:way |much )?too (?:long|much|wordy)[\s,.!]*)?(?:(?:give|tell) me )?(?:the |a )?(?:short|quick|brief)(?:er)? (?:version|answer|summary|form|one)"
    r"|(?:that(?:['’]s| is| was) )?(?:way |much )?too (?:long|much|wordy)|(?:make |say |put |sum )?(?:it|that|this)? ?(?:up |more )?(?:shorter|shorten(?: it| that)?|briefer|brief(?:ly)?|kürzer|concise(?:ly)?|simpler)"
    r"|sum (?:it|that|this) up|in short|in brief|(?:in )?(?:one|1|two|2|three|3|a few) (?:short )?(?:sentences?|lines?|words)|tl;?dr|summari[sz]e (?:that|it|this)|less detail)(?: please| bitte)?\W*$",
    re.IGNORECASE,
)
LONGER = re.compile(
    r"^\W*(?:(?:can|could) you )?(?:please )?(?:(?:a bit |much )?longer|(?:in |with |give me |some )?(?:more|greater) (?:depth|detail(?:s|ed)?)|go deeper|(?:please )?elaborate|ausführlicher"
    r"|expand|(?:elaborate|expand) on (?:that|it|this)|explain (?:that|it|this) in (?:more )?detail)(?: please| pls| bitte)?\W*$",
    re.IGNORECASE,
)
PRONOUN = re.compile(
    r"\b(?P<possessive>its|their|his|her)\b|\b(?P<plain>it|they|them|this one|that one|these ones|those"
    r"|these|both|there|this|that)\b(?!\s+(?:course|module|lesson|is\s+(?:all|it)\b))",
    re.IGNORECASE,
)
# "Is there …", "is it possible to …": a subject that stands for nothing.
EMPTY_SUBJECT = re.compile(
    r"\b(?:is|are|was) there\b|\bthere (?:is|are|any)\b|\bis it (?:possible|necessary|true|ok(?:ay)?|worth) (?:to|that|for)\b"
    r"|\bit (?:makes sense|takes|is (?:possible|important|necessary))\b",
    re.IGNORECASE,
)
# "For that row", "in those reviews": the word points and the noun says at what kind of thing.
THAT_NOUN = re.compile(
    r"\b(?:this|that|these|those|such an?|the same)\s+(?P<noun>(?!is\b|are\b|was\b|one\b|ones\b|all\b|the\b|and\b|or\b|in\b|for\b|we\b|i\b|you\b|it\b|they\b|will\b|can\b|needs?\b|works?\b|takes?\b|means?\b|matters?\b|apply\b|applies\b|costs?\b|helps?\b|really\b|actually\b|also\b|better\b|then\b|take\b|mean\b|help\b|cost\b|matter\b|do\b|does\b|have\b|has\b|should\b|must\b|may\b|to\b|with\b|on\b|at\b|by\b|from\b|as\b|exactly\b|too\b|be\b|not\b|if\b|when\b)[a-z][\w-]{2,})",
    re.IGNORECASE,
)
GENERAL_NOUN = re.compile(
    r"^(?:rows?|applications?|tools?|approach(?:es)?|topics?|frameworks?|methods?|steps?|things?|points?|options?|ideas?|concepts?|terms?|techniques?|strateg(?:y|ies)|principles?|subject|area|kind|case)$",
    re.IGNORECASE,
)
# "How can generative AI help to …?": who or what does it, before a verb people ask about.
DOES = re.compile(
    r"\b(?:can|could|does|do|did|should|would|will|must|might|may)\s+(?:the |an? )?(?P<subject>(?!we\b|i\b|you\b|they\b|one\b|it\b|people\b|this\b|that\b)(?:(?!to\b)[\w&/-]+\s+){1,4})"
    r"(?:help|bring|improve|raise|reduce|support|work|change|move|have|need|cost|give|offer|mean|matter|affect|influence|create|cause|require|measure|do|look|differ|fit|serve|make|pay|fail|contain|cover|say|apply|benefit|contribute|lead|start|run|take|learn|handle|replace|increase|lower|cut)\b",
    re.IGNORECASE,
)
PLURAL = re.compile(r"^(?:they|them|their|those|these|these ones)$", re.IGNORECASE)
POINTED = re.compile(
    r"(?:\bthe\s+)?(?:\b(?P<word>first|second|third|fourth|fifth|sixth|last|former|latter|1st|2nd|3rd|4th|5th)(?:\s+(?:one|point|item|bullet|option|idea|step|risk|reason))?"
    r"|\b(?:number|point|no\.?|nr\.?|item|bullet|option)\s*(?P<number>[1-9])|#\s?(?P<hash>[1-9]))(?=\W*$|\s+(?:need|mean|work|matter|cost|is|does|do|have|take|help)\b)",
    re.IGNORECASE,
)
OPENS = re.compile(
    r"^\W*(?:what|which|who|whom|when|where|why|how|is|are|was|were|do|does|did|can|could|should|will)\b",
    re.IGNORECASE,
)
# "And the lagging ones?" after "Which KPIs …?": the same things of another kind.
ONES = re.compile(
    r"^\W*(?:(?:and|but|what about|how about|now|no|which(?: are)?)[\s,]+)*(?:the\s+)?(?P<kind>[\w-]+) ones\W*$",
    re.IGNORECASE,
)
ASKED = re.compile(
    r"^\W*(?P<open>(?:what|which)(?: are the| are)?)\s+(?:(?:early|late|leading|lagging|main|other|first|last|ethical|legal|technical|internal|external)\s+)?",
    re.IGNORECASE,
)
# "Which leading indicators does site search have?": what is asked for, and of what.
ASKED_FOR = re.compile(
    r"^\W*(?:what|which)\s+(?:are\s+|is\s+)?(?:the\s+)?(?P<things>(?:(?!(?:do|does|did|is|are|was|were|can|should|would|will|must|have|has|for|of|in|to|with|move|exist|named|there)\b)[\w/-]+\s+){0,4}?(?!exist\b|named\b)[\w/-]+)"
    r"(?=\s+(?:do|does|did|is|are|was|were|can|should|would|will|must|have|has|for|of|in|to|with|exist|named|there|move|matter|apply)\b|\s*\?|$)",
    re.IGNORECASE,
)
# "What KPIs does an AI support chatbot move?": the subject that another may take the place of.
SUBJECT = re.compile(
    r"\b(?:does|do|did|can|should|would|will)\s+(?P<subject>(?:an?|the|our|my|your)\s+(?:[\w-]+\s+){1,5}?)[\w-]+\s*\?$",
    re.IGNORECASE,
)
FIGURE = re.compile(
    r"(?P<currency>[$€£])?(?<![\w.])(?P<digits>\d[\d,]*(?:\.\d+)?)\s?(?P<unit>%|percent|per cent|points?|k\b|m\b|days?|weeks?|months?|quarters?|years?)?",
    re.IGNORECASE,
)
PERIOD = re.compile(
    r"\b(?:(?:with)?in|over|for|only|have|by|until)?\s*(?:the next |only |about )?(?P<count>\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|an?|half a)[\s-](?P<unit>days?|weeks?|months?|quarters?|years?)\b",
    re.IGNORECASE,
)
# Words that ask for the other side of the same thing.
OPPOSITES = (
    ("early", "late"), ("leading", "lagging"), ("early", "lagging"), ("leading", "late"),
    ("short-term", "long-term"), ("short term", "long term"), ("benefits", "challenges"),
    ("opportunities", "challenges"), ("advantages", "disadvantages"), ("pros", "cons"),
    ("strengths", "weaknesses"), ("internal", "external"), ("quantitative", "qualitative"),
    ("financial", "non-financial"), ("first", "second"), ("technical", "ethical"),
    ("benefits", "risks"), ("benefits", "drawbacks"), ("legal", "ethical"), ("direct", "indirect"),
)  # fmt: skip
