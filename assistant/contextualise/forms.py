"""The forms of follow-ups: patterns only, read by the modules beside this one."""

from __future__ import annotations

import re

# What people say before they go on: "cool, and …", "thanks. And …".
LEAD_IN = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|cool|great|thanks?(?: you| a lot| so much)?|nice|got it|alright|perfect|makes sense|hm+|interesting"
    r"|good|thx|ty|i see|right|super|danke|yes|yeah|wow|awesome|understood|fine)\b(?:[\s,.!;:-]+|$))+(?=\S)",
    re.IGNORECASE,
)
SWITCH = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|thanks|thank you|thx|ty|great|alright|cool|no|hi again|hello again|so)[\s,.!]*)*(?:(?:(?:an)?other|one more) (?:question|topic|thing)"
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
    r"^\W*(?:i meant? )?not (?:the |an? )?(?P<old>[^,;.]{2,40}?)\s*(?:[,;.]|but|rather)\s*(?:but )?(?:i meant?\s+)?(?P<new>[^,;.?]{2,60})\W*$",
    re.IGNORECASE,
)
BUT_NOT = re.compile(
    r"^\W*(?P<new>[^,;.?]{2,60}?),?\s+(?:and )?(?:not|instead of|rather than) (?P<old>[^,;.?]{2,40})\W*$",
    re.IGNORECASE,
)
INSTEAD = re.compile(r"^\W*(?P<new>[^,;.?]{2,60}?)\s+(?:instead|rather)\W*$", re.IGNORECASE)

FRAME = re.compile(
    r"^\W*(?:(?:and|but|so|ok(?:ay)?)[\s,]+)*(?:(?:can|could) you (?:please )?)?(?:please )?(?:(?:what|how) about|and|und|(?:do|try|repeat|make|show|give me) (?:that|it|this|the same|the same thing)"
    r"|same(?: thing| question)?|the same(?: thing| question)?|now|also|or|then)\s*(?:(?:the same(?: thing)?|but)\s+)*(?:(?:for|with|to|on|in|of|für)\s+)?(?P<article>an?\s+|the\s+)?(?P<rest>.+)$",
    re.IGNORECASE,
)
ABOUT = re.compile(
    r"^\W*(?:(?:and|but|so|ok(?:ay)?)[\s,]+)*(?:what|how) about\s+(?!for\b|with\b|in\b)",
    re.IGNORECASE,
)
# "And visual search too?", "and the AR thing?": words that add nothing to what is named.
TOO = re.compile(
    r"(?:[\s,]+(?:too|as well|also|then|though|please|thing|stuff|bit))+\W*$", re.IGNORECASE
)
# "The bot that answers complaints": a relative clause, no pronoun.
RELATIVE = re.compile(
    r"(?<=[a-z]) (?:that|which|who) (?=(?:is|are|has|have|can|does)\b|[a-z]{3,}s\b)", re.IGNORECASE
)
# "And in the US?": a place or time, kept with its preposition.
INSIDE = re.compile(
    r"^\W*(?:(?:and|but|so|what about|how about|now|also|or)[\s,]+)*(?P<rest>(?P<how>in|into|on|at|during|within|without|under|after|before|outside|from|against|by)\s+\S.*)$",
    re.IGNORECASE,
)
INSIDE_LAST = re.compile(
    r" (?P<how>in|into|on|at|during|within|without|under|after|before|outside|from|against|by) (?:(?!\b(?:in|on|at|for|with)\b)[^,?]){2,40}\?$",
    re.IGNORECASE,
)
# "What are the risks of voice commerce?": what is asked of which thing.
OF_ONE = re.compile(
    r"^(?P<opens>\W*(?:what|which)(?:['’]?s| is| are) (?:the |some |typical |main )*)(?P<aspects>[a-z][\w ,&/-]{2,60}?) of (?P<thing>(?:(?!\bof\b)[^,?:;]){2,50})\?$",
    re.IGNORECASE,
)
# For whom or when, which is none of the things: "small shops", "our staff", "next year".
FOR_WHOM = re.compile(
    r"\b(?:shops?|stores?|compan\w+|firms?|business\w*|brands?|retail\w*|merchants?|startups?|smes?|teams?|staff|employees?|people|customers?|shoppers?|users?|clients?|kids|children"
    r"|beginners?|managers?|boards?|ceos?|cfos?|industr\w+|sectors?|fashion|grocery|groceries|food|b2b|b2c|us|me|them|my|our|your|their|europe|germany|uk|countr\w+|year|years|months?|weeks?|season|christmas|summer|winter)\b",
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
    r"^\W*(?:(?:and|but|so)\s+)*(?P<topic>(?!(?:if|when|since|as|for|in|with|because|no|yes|across|among|within|under|over|on|at|by|from|to|of|after|before|given|considering|despite"
    r"|what|which|how|why|who|where|is|are|do|does|can|should|i|we|you|they|it|this|that|my|our|the course)\b)[\w/&'-]+(?:\s+[\w/&'-]+){0,4}),\s+(?P<asks>(?:what|how|why|is|are|does|do|can|should|who|when|where|which)\b.*)$",
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
    r"|these|both(?=\s*(?:$|[?.!,])|\s+(?:have|has|are|do|need|work|mean)\b)|there|this|that(?!\s+(?:it|they|we|i|you|he|she)\b))\b(?!\s+(?:course|module|lesson|is\s+(?:all|it)\b))",
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
    r"\b(?:this|that|these|those|such an?|the same)\s+(?P<noun>(?!module\b|course\b|lesson\b|material\b|line\b|message\b|chat\b|conversation\b|prompt\b|next\b|last\b|coming\b|past\b|then\b|already\b|is\b|are\b|was\b|one\b|ones\b|all\b|the\b|and\b|or\b|in\b|for\b|we\b|i\b|you\b|it\b|they\b|will\b|can\b|needs?\b|works?\b|takes?\b|means?\b|matters?\b|apply\b|applies\b|costs?\b|helps?\b|really\b|actually\b|also\b|better\b|then\b|take\b|mean\b|help\b|cost\b|matter\b|do\b|does\b|have\b|has\b|should\b|must\b|may\b|to\b|with\b|on\b|at\b|by\b|from\b|as\b|exactly\b|too\b|be\b|not\b|if\b|when\b)[a-z][\w-]{2,})",
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
    r"^\W*(?:what(?:['’]?s)?|which|who(?:['’]?s|['’]d)?|whom|whose|when|where|why|how|(?:is|are|was|were|do|does|did|can|could|should|will|would|may|might|must|shall|have|has|wo|ca)(?:n['’]t)?)\b",
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
# "And for X?" after "… for a Y?"; FOR_AT_END is what another circumstance takes the place of.
FOR_INSTEAD = re.compile(
    r"^\W*(?:(?:and|but|so|what about|how about|now|ok(?:ay)?)[\s,]+)*for\s", re.IGNORECASE
)
FOR_WHAT = re.compile(r"^\W*for (?:an?|the|our)?\s*(?P<rest>.+?)(?: please)?\W*$", re.IGNORECASE)
FOR_LAST = re.compile(r"\bfor (?P<what>(?:(?!\bfor\b)[^,?]){2,60})\?$", re.IGNORECASE)
FOR_AT_END = re.compile(r", for (?P<what>[^,?]{2,60})\?$", re.IGNORECASE)
# "And a good one?": one of the same kind with another quality.
ONE_OF_KIND = re.compile(
    r"^\W*(?:(?:and|but|so|what about|how about|what(?:'s| is))\s+)*(?P<article>an?|the)\s+(?P<kind>(?!other\b|next\b|first\b|second\b|third\b|last\b|same\b|right\b)[\w-]+) one\W*$",
    re.IGNORECASE,
)
# "And the other kind?": of two, the one that was not asked about.
THE_OTHER = re.compile(
    r"^\W*(?:(?:and|but|so|ok(?:ay)?|what about|how about|what(?:'s| is| are)|tell me about|for|with)[\s,]+)*(?:the|that) other(?:s| ones?| kind| type| side| half| option| way| two| part)?\W*$",
    re.IGNORECASE,
)
# "Do we need one?": one of what was asked about.
ONE = re.compile(
    r"\b(?P<before>(?:need|needs|have|has|want|wants|get|gets|build|hire|run|use|buy|set up|make|start|write|find|be|become|is|without|with|for|of|about|do)\s+)one\b(?=\s*(?:$|[?.!,;])|\s+(?:and|or|but|for|in|at|if|too|first|now|as|with|to|ourselves|here|then|yet|already|when)\b)",
    re.IGNORECASE,
)
# "I wanted fewer tickets": the goal without the wish.
WISHED = re.compile(
    r"^(?:(?:i|we|you|they|our goal|the goal|my goal)\s+)?(?:(?:just|really|only|now|instead)\s+)*(?:want(?:ed)?|need(?:ed)?|aim(?:ed)? (?:for|at)|would like|would rather(?: have)?|had|were to|was|is|were)\s+(?:to\s+)?",
    re.IGNORECASE,
)
# A noun people ask for several of, by itself: "risks?".
NOUN_OF = re.compile(
    r"^\W*(?:(?:and|but|so|also|any|what about|how about)\s+)*(?:the\s+)?(?P<noun>(?:main |biggest |top |key |typical |legal |ethical |possible )?(?:risks|benefits|challenges|drawbacks|disadvantages|advantages|pros|cons|limits|limitations|costs?|kpis|metrics|steps|examples|requirements|alternatives|pitfalls|mistakes|opportunities|conditions|goals?|reasons|effects|consequences|indicators))\W*$",
    re.IGNORECASE,
)
# "But who …?", "and when …?", "which would fit?": signs that a question goes on from another.
LEANS = re.compile(
    r"^\W*(?:and|but|so|also|then|only|just)\b|^\W*which (?:one )?(?:is|are|would|should|fits|works)\b|^\W*(?:which|what) ones?\b",
    re.IGNORECASE,
)
ELSE = re.compile(
    r"\b(?:what|who|where|how|anything|anyone|nothing|something) else\b|\bany(?:thing)? other\b|\binstead\b|\botherwise\b",
    re.IGNORECASE,
)
# "The team sits together how often": the question word at the end.
HOW_OFTEN = re.compile(
    r"\b(?:how (?:often|long|much|many|far|big|so)|why|when|where|by whom|who|with what|what for)\W*$",
    re.IGNORECASE,
)
# "Which laws are named, and how high are the fines under them?": the first question holds what the
# pronoun of the second stands for.
CLAUSE = re.compile(
    r"[,;.?]\s+|\s+(?:and|or|but)\s+(?=(?:what|which|how|why|who|when|where|is|are|does|do|can|should)\b)",
    re.IGNORECASE,
)
IMPERATIVE = re.compile(
    r"^\W*(?:please |can you |could you )*(?:explain|describe|define|print|show|tell|give|list|name|compare|write|make|find|summari[sz]e|quote|help|suggest|recommend)\b",
    re.IGNORECASE,
)
# "Could we do the same with search?", "any risk in doing so?", "which of the two …?"
LIKEWISE = re.compile(
    r"\b(?:do(?:es|ing)? so|the same(?! (?:as|time|day|data|way|customers?|people)\b)|such an? [a-z]\w+|doing (?:this|that|it)|which ones?|along the way|(?:here|then|in between)(?=\W*$)|of the (?:two|three|four)|the two|the others)\b",
    re.IGNORECASE,
)
# A name inside a message: "GadgetGo's CEO".
NAMES = re.compile(r"(?<=[\w,] )(?!I\b|AI\b)[A-Z][\w-]*")
# "(the) big ones": what is left of a follow-up that names only another quality.
SUCH_ONES = re.compile(r"^(?:the\s+|an?\s+)?(?P<kind>[\w-]+(?:\s+[\w-]+)?)\s+ones?$", re.IGNORECASE)
# Words of a sentence, which no name that is exchanged for another holds.
SPEAKS = re.compile(
    r"\b(?:it|they|them|this|that|these|those|i|we|you|is|are|was|were|do|does|did|can|could|should|would|will|must|have|has|wants?|needs?|prefers?|asks?|likes?)\b",
    re.IGNORECASE,
)
# "Can you make that a checklist?": the same again; what can be a list is told as one anyhow.
AS_A_LIST = re.compile(
    r"^\W*(?:and |ok |now )?(?:(?:can|could|would) you (?:please )?|please )?(?:make|put|give|write|turn|format|show|list|present)\s+(?:me )?(?:that|it|this|them)\s+"
    r"(?:again )?(?:(?:as|into|in|to|like)\s+)?(?:an?\s+)?(?:\w+ )?(?:check-?list|list|bullets?|bullet points?|table|points|steps)(?: please)?\W*$",
    re.IGNORECASE,
)
