"""Follow-ups as people type them, and by hand what the standalone question must and must not hold.

``earlier`` are the questions before, oldest first; ``points`` what the last answer listed. Written
before the code was tried on them.
"""

from __future__ import annotations

from dataclasses import dataclass

KPIS = "What KPIs does an AI support chatbot move?"
LEADING = "Which leading indicators does site search have?"
SCALE = "How do we scale our pilot?"
MINIMAL = "What is data minimization?"
AOV = "What are the top priorities for raising AOV by 15% in 9 months?"
RISKS = "Which ethical risks does dynamic pricing have?"
COMPARED = "Compare RICE and ICE."
LEVELS = "Which human intervention levels exist?"
LISTED = (
    "Price discrimination hurts trust.",
    "Opaque prices confuse customers.",
    "Competitors may react with lower prices.",
)


@dataclass(frozen=True)
class Row:
    """One message after others."""

    earlier: tuple[str, ...]
    message: str
    has: tuple[str, ...]
    hasnt: tuple[str, ...]
    points: tuple[str, ...]
    length: str


def row(
    earlier: str | tuple[str, ...],
    message: str,
    has: str = "",
    hasnt: str = "",
    points: tuple[str, ...] = (),
    length: str = "normal",
) -> Row:
    """``has`` and ``hasnt``: phrases with a comma between them, in any case."""
    before = (earlier,) if isinstance(earlier, str) else earlier
    split = [
        tuple(w.strip().lower() for w in text.split(", ") if w.strip()) for text in (has, hasnt)
    ]
    return Row(before, message, split[0], split[1], points, length)


ELLIPSIS = [
    row(KPIS, "and site search?", "KPIs, site search", "chatbot"),
    row(KPIS, "and for dynamic pricing", "KPIs, dynamic pricing", "chatbot"),
    row(KPIS, "what about recommendations?", "KPIs, recommendations", "chatbot"),
    row(KPIS, "same for content generation pls", "KPIs, content generation", "chatbot, pls"),
    row(KPIS, "do that for site search", "KPIs, site search", "chatbot"),
    row(KPIS, "now for site search", "KPIs, site search", "chatbot"),
    row(KPIS, "site search?", "KPIs, site search", "chatbot"),
    row(KPIS, "cool, and dynamic pricing?", "KPIs, dynamic pricing", "chatbot, cool"),
    row(KPIS, "how about for site search", "KPIs, site search", "chatbot"),
    row(KPIS, "Can you do the same for site search?", "KPIs, site search", "chatbot"),
    row(KPIS, "ok now the same thing but for site search", "KPIs, site search", "chatbot"),
    row(LEADING, "and lagging?", "lagging, site search", "leading"),
    row(LEADING, "what about lagging?", "lagging, site search", "leading"),
    row(LEADING, "lagging?", "lagging, site search", "leading"),
    row(LEADING, "the lagging ones", "lagging, site search", "leading"),
    row(LEADING, "which are the lagging ones?", "lagging, site search", "leading"),
    row(MINIMAL, "and purpose limitation?", "purpose limitation, what", "minimization"),
    row(SCALE, "and internationally?", "scale, pilot, internationally"),
    row(SCALE, "in another country?", "scale, pilot, country"),
    row(SCALE, "with a small team?", "scale, pilot, small team"),
    row(SCALE, "what if we have no budget?", "scale, pilot, budget"),
    row(SCALE, "first step?", "first step, pilot"),
    row(RISKS, "and legal ones?", "legal, risks, dynamic pricing", "ethical"),
    row(RISKS, "only the most important one", "important, risk, dynamic pricing"),
]
BARE = [
    row(SCALE, "why?", "why, scale, pilot"),
    row(SCALE, "why tho", "why, scale, pilot"),
    row(SCALE, "examples?", "example, pilot"),
    row(SCALE, "any example?", "example, pilot"),
    row(MINIMAL, "give me an example", "example, data minimization"),
    row(MINIMAL, "example for a shoe shop?", "example, data minimization, shoe"),
    row(SCALE, "how exactly?", "how, scale, pilot"),
    row(SCALE, "can you elaborate?", "scale, pilot", length="longer"),
    row(SCALE, "more details please", "scale, pilot", length="longer"),
    row(SCALE, "shorter pls", "scale, pilot", "shorter", length="shorter"),
    row(SCALE, "too long", "scale, pilot", "too long", length="shorter"),
    row(SCALE, "too long, give me the short version", "scale, pilot", "version", length="shorter"),
    row(SCALE, "in one sentence?", "scale, pilot", length="shorter"),
    row(SCALE, "in 2 sentences", "scale, pilot", length="shorter"),
    row(SCALE, "kürzer bitte", "scale, pilot", length="shorter"),
    row(SCALE, "sum it up", "scale, pilot", length="shorter"),
    row(SCALE, "what else?", "scale, pilot"),
    row(SCALE, "I don't understand", "scale, pilot"),
    row(SCALE, "huh?", "scale, pilot"),
    row(SCALE, "warum?", "why, scale, pilot"),
]
PRONOUNS = [
    row(KPIS, "are they leading or lagging?", "KPIs, chatbot, leading or lagging"),
    row(LEADING, "how do I measure them?", "measure, leading indicators, site search"),
    row(RISKS, "how do we avoid them?", "avoid, risks, dynamic pricing"),
    row(RISKS, "which of these is the worst?", "worst, risks, dynamic pricing"),
    row(LEVELS, "give me examples where this is needed", "examples, human intervention"),
    row(LEVELS, "which of them is cheapest", "cheapest, human intervention levels"),
    row(SCALE, "how long does that take?", "how long, pilot"),
    row(SCALE, "who should do that", "who, pilot"),
    row(SCALE, "what does it cost?", "cost, pilot"),
    row(SCALE, "is it hard?", "hard, pilot"),
    row(SCALE, "and after that?", "after, pilot"),
    row(SCALE, "what are the risks?", "risks, pilot"),
    row(MINIMAL, "why does it matter?", "why, data minimization"),
    row(MINIMAL, "how do we do that in practice?", "practice, data minimization"),
    row(
        MINIMAL, "is that the same as purpose limitation?", "data minimization, purpose limitation"
    ),
    row(MINIMAL, "what's the opposite?", "opposite, data minimization"),
    row(MINIMAL, "who is responsible for this?", "responsible, data minimization"),
    row(MINIMAL, "does this apply to us, we sell shoes", "data minimization, shoes"),
    row(COMPARED, "which is better for a small team?", "RICE, ICE, small team"),
    row(COMPARED, "which data does the latter need?", "ICE, data", "RICE"),
    row(COMPARED, "what do both have in common?", "RICE, ICE, common"),
    row((KPIS, "thanks!"), "and for site search?", "KPIs, site search", "thanks, chatbot"),
    row((KPIS, "What can you do?"), "and for site search?", "KPIs, site search", "can you"),
    row((MINIMAL, "ok"), "why does it matter", "data minimization"),
]
PRONOUNS += [
    row(
        "How can generative AI help to test algorithms?",
        "and the risks of that?",
        "risks, generative AI",
    ),
    row("How should a pilot be expanded?", "why not all at once", "why, pilot, at once"),
    row(KPIS, "who should own that application?", "own, chatbot"),
    row(
        "How often is AI performance reviewed?",
        "who should be in those reviews?",
        "reviews, performance",
    ),
    row(KPIS, "what else does it bring to a shop?", "bring, chatbot"),
]
POINTED = [
    row(RISKS, "tell me more about the second one", "opaque prices", "discrimination", LISTED),
    row(RISKS, "the third?", "competitors", "opaque", LISTED),
    row(RISKS, "explain the first point", "price discrimination", "opaque", LISTED),
    row(RISKS, "what do you mean by number 2", "opaque prices", "competitors", LISTED),
    row(RISKS, "why the last one?", "why, competitors", "opaque", LISTED),
    row(RISKS, "and #3?", "competitors", "opaque", LISTED),
    row(RISKS, "the second one", "dynamic pricing", points=()),
    row(COMPARED, "more about the first one", "RICE", "compare", LISTED),
]
CHANGED = [
    row(AOV, "and in 6 months?", "AOV, 15%, 6 months", "9 months"),
    row(AOV, "what if we only have 3 months?", "AOV, 15%, 3 months", "9 months"),
    row(AOV, "and if it were 20%?", "AOV, 20%, 9 months", "15%"),
    row(AOV, "make it 10%", "AOV, 10%, 9 months", "15%"),
    row(AOV, "and for CLV?", "CLV, 15%, priorities", "AOV"),
    row(AOV, "and to reduce returns?", "priorities, reducing returns, 9 months", "AOV"),
    row(AOV, "no, 12 months", "AOV, 15%, 12 months", "9 months"),
    row("What is the payback of a 12,000 tool with 1,500 savings a month?", "and with 2,000?",
        "12,000, 2,000, payback", "1,500"),
    row("What is the ROI if the cost is 10,000 and the benefit 15,000?", "and if the cost is 12,000?",
        "ROI, 12,000, 15,000", "10,000"),
    row("ROI of 10k cost and 15k benefit", "18k?", "ROI, 10k, 18k", "15k"),
]  # fmt: skip
CORRECTED = [
    row(KPIS, "no, I meant site search", "KPIs, site search", "chatbot, meant"),
    row(KPIS, "I mean dynamic pricing", "KPIs, dynamic pricing", "chatbot"),
    row(KPIS, "sorry, dynamic pricing", "KPIs, dynamic pricing", "chatbot, sorry"),
    row(KPIS, "not chatbots, site search", "KPIs, site search", "chatbot"),
    row(KPIS, "site search instead", "KPIs, site search", "chatbot, instead"),
    row(MINIMAL, "no i meant purpose limitation", "purpose limitation", "minimization"),
    row(AOV, "sorry, CLV not AOV", "CLV, 15%, 9 months", "AOV"),
    row(LEADING, "no, the lagging ones", "lagging, site search", "leading"),
    row(KPIS, "no, what I want to know is how to measure bias", "measure bias", "chatbot, KPIs"),
]
SWITCHED = [
    row(KPIS, "What is STRIVE?", "STRIVE", "chatbot, KPIs"),
    row(KPIS, "ok thanks. What is a holdout group?", "holdout group", "chatbot, thanks"),
    row(KPIS, "another thing: how do we get consent?", "consent", "chatbot, another"),
    row(KPIS, "next: how do we get consent?", "consent", "chatbot"),
    row(KPIS, "btw who needs a CoE?", "CoE", "chatbot"),
    row(KPIS, "Forget that. How is TCO computed?", "TCO", "chatbot, forget"),
    row(KPIS, "How do we get consent for SMS?", "consent, SMS", "chatbot"),
    row(KPIS, "Which KPIs matter for SEO content?", "KPIs, SEO", "chatbot"),
    row(SCALE, "Which law applies to children's data?", "law, children", "pilot"),
    row(KPIS, "thanks. and encryption, what does it say on that", "encryption", "chatbot, KPIs"),
    row(MINIMAL, "what about filter bubbles?", "filter bubbles", "minimization"),
    row(KPIS, "thanks", "thanks", "chatbot"),
    row(KPIS, "great, thank you!", "thank", "chatbot"),
    row(KPIS, "👍", "👍", "chatbot"),
    row(KPIS, "summarise lesson 6.2", "lesson 6.2", "chatbot"),
    row(KPIS, "key takeaways?", "takeaways", "chatbot"),
    row(KPIS, "what can you do?", "what can you do", "chatbot"),
    row(
        KPIS,
        "Something else now. What is purpose limitation?",
        "purpose limitation",
        "chatbot, now",
    ),
    row(KPIS, "hi again, new question, what is TCO", "TCO", "chatbot"),
    row(KPIS, "How can employees be prepared for AI?", "employees, prepared", "chatbot"),
    row(KPIS, "explain the STRIVE framework to me", "STRIVE", "chatbot"),
]

ROWS = [*ELLIPSIS, *BARE, *PRONOUNS, *POINTED, *CHANGED, *CORRECTED, *SWITCHED]
