"""Messages as learners and teams type them, and by hand what must be understood of each.

A row names only what matters for it. ``kinds``: one for each part, in order. ``goal``: metric,
direction, amount, deadline. ``has`` / ``hasnt``: words that the searched text of all parts
together must hold or must not hold, in any case. The texts were written before the code was tried
on them; when a row fails, the code is at fault until shown otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One message and what must be understood of it; None where it does not matter."""

    text: str
    kinds: tuple[str, ...] | None = None
    goal: tuple[str, str, str, str] | str | None = ""
    count: int | None = None
    product: str | None = None
    has: tuple[str, ...] = ()
    hasnt: tuple[str, ...] = ()
    lesson: str = ""
    horizon: str | None = None


def row(text: str, kinds: str = "", **expected: object) -> Row:
    """``kinds`` as words: "define why"."""
    return Row(text, tuple(kinds.split()) or None, **expected)  # type: ignore[arg-type]


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FRAGMENTS = [
    row("chatbot kpis", "name", has=words("chatbot kpis")),
    row("ROI formula", "fact define fragment", has=("ROI", "formula")),
    row("strive", "define", has=("strive",)),
    row("RICE", "define", has=("RICE",)),
    row("lagging indicators site search", "name", has=words("lagging indicators site search")),
    row("steps scaling pilot", "how"),
    row("pros cons chatbot", "name"),
    row("why pilots fail", "why", has=("pilots", "fail")),
    row("difference leading lagging", "compare"),
    row("leading vs lagging", "compare"),
    row("examples bias", "name"),
    row("ethics checklist", "name"),
    row("data privacy", "define fragment", has=("privacy",)),
    row("top 3 risks of dynamic pricing", "name", count=3),
    row("3 quick wins pls", "name", count=3, hasnt=("pls",)),
    row("summary lesson 6.2", "summary", lesson="6.2"),
    row("6.3 summary", "summary", lesson="6.3"),
    row("summarize 6.4 pls", "summary", lesson="6.4"),
    row("tldr of 6.4", "summary", lesson="6.4"),
    row("key takeaways", "takeaways"),
    row("takeaways lesson 3", "takeaways", lesson="3"),
    row("suggested questions", "templates"),
    row("discussion questions 6.1", "templates", lesson="6.1"),
    row("help", "meta"),
    row("what can u do", "meta"),
    row("what can you help me with?", "meta"),
    row("hi", "meta"),
    row("Hallo", "meta"),
    row("thx!", "meta"),
    row("thanks a lot, that was helpful", "meta"),
    row("csat leading or lagging", "classify", has=("csat",)),
    row("is search usage rate leading", "classify"),
    row("where to start", "priorities"),
    row("We run a small shop for running shoes. Where should AI start?", "priorities"),
    row("which first? chatbot or recommendations", "priorities"),
    row("a pilot or a full rollout, what goes first?", "priorities"),
    row("Costs rose to 22k. What should come first?", "priorities"),
    row("chatbot or personalization first", "priorities"),
    row("aov +15%", goal=("aov", "up", "15%", "")),
    row("returns down 10% in 6 months", goal=("returns", "down", "10%", "in 6 months")),
    row("goal: 20% more repeat purchases by christmas",
        goal=("repeat purchases", "up", "20%", "by christmas")),
]  # fmt: skip

MOBILE = [
    row("wats strive", "define", has=("strive",)),
    row("whats the diff between leading n lagging kpis", "compare"),
    row("how 2 measure roi of a chatbot", "how", has=("roi", "chatbot")),
    row("how do i mesure the impact of a recomendation engine", "how"),
    row("pls explain tco", "define", has=("tco",), hasnt=("pls",)),
    row("can u tell me what CLV means", "define", has=("CLV",)),
    row("could you pls list 4 kpis for dynamic pricing", "name", count=4, has=("dynamic", "pricing")),
    row("WHAT ARE THE LEADING INDICATORS FOR CHATBOTS", "name", has=("LEADING", "CHATBOTS")),
    row("WHY DO AI PROJECTS FAIL", "why"),
    row("any tips for getting consent?", "how", has=("consent",)),
    row("need help with ab tests", "how", has=("ab", "tests")),
    row("im lost, wheres the best place to begin with ai", "priorities"),
    row("hey so what even is a holdout group lol", "define", has=("holdout", "group")),
    row("hm ok and how does one calculate tco", "how", has=("tco",)),
    row("Do I really need a CoE???", "fact", has=("CoE",)),
    row("is it ok to use customer emails for training", "fact", has=words("customer emails training")),
    row("gdpr?", "define", has=("gdpr",)),
    row("what about bias", has=("bias",)),
    row("idk how to pick kpis for our chatbot", "how", has=("kpis", "chatbot")),
    row("i dont get what hitl is", "define", has=("hitl",)),
    row("dont understand hitl", "define", has=("hitl",)),
    row("tell me about data minimization", "define", has=("minimization",)),
    row("what does the course say abt vendor lock in", has=("vendor",), hasnt=("abt",)),
]  # fmt: skip

POLITE = [
    row("Good morning! I hope you are well. Could you kindly tell me which governance principles we"
        " need before launching a chatbot? Many thanks in advance, Petra",
        "name", has=("governance", "principles"), hasnt=("Petra", "morning", "kindly")),
    row("Would you be so kind as to explain the STRIVE framework to me?", "define", has=("STRIVE",),
        hasnt=("kind",)),
    row("I was wondering whether you could compare RICE and ICE for me.", "compare",
        has=("RICE", "ICE"), hasnt=("wondering",)),
    row("I'd like to know how long a pilot should run.", "fact", has=("pilot",)),
    row("I would like to understand why explainability matters.", "why", has=("explainability",)),
    row("Can you help me understand the difference between first-touch and multi-touch attribution?",
        "compare", has=("attribution",)),
    row("Please give me two examples of short-term wins, thank you!", "name", count=2,
        has=("short-term", "wins")),
    row("Sorry to bother you again, but what was the formula for ROI?", has=("formula", "ROI"),
        hasnt=("bother",)),
    row("Dear assistant, kindly summarise lesson 6.1.", "summary", lesson="6.1"),
    row("Just curious: who benefits from a center of excellence?", "fact",
        has=("center", "excellence"), hasnt=("curious",)),
    row("If you don't mind, list the steps for bias mitigation.", "how name", has=("bias",)),
    row("Thank you. And what are the benefits of A/B tests?", "name", has=("benefits",),
        hasnt=("thank",)),
    row("I have a question about dynamic pricing: is it ethical?", "fact", has=("dynamic", "ethical")),
    row("My question is: which data do we need?", "name", has=("data",)),
    row("For an assignment I need to name three pitfalls of AI projects", "name", count=3,
        has=("pitfalls",), hasnt=("assignment",)),
    row("asking for a colleague - what is a CDP", "define", has=("CDP",), hasnt=("colleague",)),
]  # fmt: skip

STORIES = [
    row("I run a small online shop for handmade candles with two employees. Last year we tried a"
        " chatbot and customers hated it. My boss now wants me to try product recommendations. We"
        " want to raise average order value by 12% in six months. Which KPIs should I track?",
        "name", goal=("average order value", "up", "12%", "in six months"),
        product="handmade candles", has=("KPIs",), hasnt=("boss", "hated", "employees", "candles")),
    row("We sell organic dog food. Our support team gets 900 tickets per week and most are about"
        " delivery times. Would a chatbot help?",
        product="organic dog food", has=("chatbot",), hasnt=("dog", "900")),
    row("So basically our CFO keeps asking me for numbers and I never know what to show her. How do"
        " I present the ROI of AI to a CFO?",
        "how", has=("ROI", "CFO"), hasnt=("basically",)),
    row("Our pilot ran for 3 months with 2,000 customers and conversion went from 2.1% to 2.6%. Now"
        " management wants it everywhere. How do we scale it?",
        "how", has=("scale", "pilot"), hasnt=("2,000", "2.1")),
    row("After reading lesson 6.2 I am still confused. How is a lagging indicator different from a"
        " leading one?", "compare", has=("lagging", "leading"), hasnt=("confused",)),
    row("Context: fashion retailer, 40 people, lots of returns (30%). Goal: cut returns to 20%"
        " within a year. Question: which AI application first?",
        "priorities", goal=("returns", "down", "20%", "within a year"), hasnt=("40",)),
    row("we are a team of 5, no data scientist, budget about 20k. what should we start with?",
        "priorities", hasnt=("20k",)),
    row("My manager says A/B tests are a waste of time because we only have 3,000 visitors a month."
        " Is he right?", "fact", has=("A/B",), hasnt=("3,000",)),
    row("I'm preparing a presentation for Monday. What are the five most important takeaways of the"
        " course?", "takeaways", hasnt=("Monday",)),
    row("Our competitor just launched an AI stylist and everybody panics. Should we do hyper-"
        "personalization now or wait?", has=("personalization",), hasnt=("panics",)),
    row("Hi, I'm Tom from Berlin, I own a shop for vintage bicycles. How could AI-driven demand"
        " forecasting help me?", product="vintage bicycles", has=("demand", "forecasting"),
        hasnt=("Tom", "Berlin", "bicycles")),
    row("I sell on Etsy and have no budget. Is AI worth it for me?", has=("AI",), hasnt=("Etsy",)),
    row("We are an online pharmacy. Customers' health data is involved. Which safeguards do we need"
        " before we personalise anything?", "name", has=("safeguards",)),
    row("In our store we want more organic traffic (+30% in a year). What AI should we prioritise?",
        "priorities", goal=("organic traffic", "up", "30%", "in a year")),
]  # fmt: skip

SEVERAL = [
    row("What is STRIVE and how does it differ from RICE?", "define compare"),
    row("Which KPIs move with a chatbot, and are they leading or lagging?", "name classify"),
    row("what is HITL, when do i need it and who does it", "define fact fact"),
    row("1. What is TCO? 2. How is ROI calculated? 3. Who should see it?", "define how fact"),
    row("Two questions: what is a holdout group? And why not just compare before and after?",
        "define why"),
    row("Explain leading indicators. Then give me 2 examples for chatbots.", "define name"),
    row("a) define bias b) name two ways to detect it", "define name"),
    row("How do we get consent for SMS, and what happens if somebody withdraws it?", "how name"),
    row("What's the difference between RICE and ICE and which should I use?", "compare priorities"),
    row("Name the lessons and tell me which one covers ethics", "summary name"),
    row("- what is explainable AI\n- why does it matter\n- how do we do it", "define why how"),
    row("Scale at once or in steps? why?", "", has=("scale", "steps")),
    row("which data + which team + which budget do we need?", "name"),
    row("What are quick wins? What are strategic bets? Which comes first?",
        "define define priorities"),
]  # fmt: skip

GOALS = [
    row("We want to increase our conversion rate from 2% to 3% by June. Which applications help?",
        "priorities", goal=("conversion rate", "up", "from 2% to 3%", "by June")),
    row("Our goal is 500 new subscribers until Easter.", goal=("subscribers", "up", "500", "until Easter")),
    row("cut support costs in half this year", goal=("support costs", "down", "half", "this year")),
    row("reduce cart abandonment by 5 points", goal=("cart abandonment", "down", "5 points", "")),
    row("I need to bring down our return rate before summer", goal=("return rate", "down", "", "before summer")),
    row("target: CLV +10% in 12 months. what first?", "priorities", goal=("CLV", "up", "10%", "in 12 months")),
    row("We'd like to get from 40 to 55 NPS within two quarters",
        goal=("NPS", "up", "from 40 to 55", "within two quarters")),
    row("how can we lower our cost per order by €2 by year end?", "how",
        goal=("cost per order", "down", "€2", "by year end")),
    row("my kpi is email open rate, currently 18%, should be 25% by q3",
        goal=("email open rate", "up", "25%", "by q3")),
    row("make customers come back more often", "how"),
    row("Grow revenue!!", goal=("revenue", "up", "", "")),
    row("our objective: fewer support tickets, minus 30 percent, end of year",
        goal=("support tickets", "down", "30 percent", "end of year")),
    row("double our organic traffic in a year with ai content", goal=("organic traffic", "up", "double", "in a year")),
    row("keep the churn below 3% this quarter", goal=("churn", "hold", "3%", "this quarter")),
    row("Improve AOV by fifteen percent within nine months",
        goal=("AOV", "up", "fifteen percent", "within nine months")),
    row("increase sales of winter coats by 1/3 by november",
        goal=("sales of winter coats", "up", "1/3", "by november")),
    row("our return rate is 22%, target 15% til december - what ai helps",
        goal=("return rate", "down", "15%", "til december")),
    row("We are a b2b dealer. Avg order 420 EUR, want 500 EUR by end of Q2. Ideas?",
        goal=("Avg order", "up", "500 EUR", "by end of Q2")),
    row("How does AI improve search?", "how", goal=None),
    row("What reduces returns?", goal=None),
    row("Why do costs increase after a pilot?", "why", goal=None),
    row("Does personalization increase conversion?", "fact", goal=None),
    row("What is the goal of a pilot?", goal=None),
    row("Is a 15% uplift realistic?", goal=None),
]  # fmt: skip

REFLECTIONS = [
    row('My reflection: "I would put human review only on refunds above 100 euros." What does the'
        " course say about that?", "critique", has=("human", "review")),
    row("I wrote that a chatbot should never hand over to a human. Feedback?", "critique", has=("chatbot", "human")),
    row("Here's my answer to the reflective prompt: our quick win is AI subject lines and our bet is"
        " a predictive supply chain. Did I get it right?", "critique", has=("subject", "lines")),
    row("my plan is to collect all data we can get and look later what we use. good idea?", "critique",
        has=("data",)),
    row("Can you check whether my KPI choice makes sense: CSAT as a leading indicator for the chatbot?",
        "critique", has=("CSAT",)),
    row("I think last-touch attribution is enough. Agree?", "critique", has=("attribution",)),
    row("Be honest, is this a decent strategy: launch all tools at once, train people afterwards?",
        "critique", has=("train",)),
    row("Review my draft policy. We store everything forever and tell nobody.", "critique", has=("store",)),
    row("For the wins prompt: my quick win takes 14 months. ok?", "critique", has=("quick", "win")),
    row("What is missing in my reflection: 'our team is ready because we have data'?", "critique", has=("data",)),
    row("Draft: we measure success by number of chats. Thoughts?", "critique", has=("chats",)),
]  # fmt: skip

PLANS = [
    row("make me a plan for introducing a chatbot", "how", has=("chatbot",)),
    row("Give me a roadmap for scaling our pilot to other countries", "how", has=("scaling", "countries")),
    row("90 day plan for ai search pls", "how", has=("search",), hasnt=("90",)),
    row("step by step: how do we audit for bias", "how", has=("audit", "bias")),
    row("what do i do after the pilot?", "how", has=("pilot",)),
    row("what's next once the pilot is done", "how", has=("pilot",)),
    row("checklist before launching dynamic pricing", "name how", has=("dynamic", "pricing")),
    row("Walk us through the rollout", "how", has=("rollout",)),
    row("how should we proceed with consent for sms", "how", has=("consent",)),
    row("what would you recommend for a small shop without data scientists?", "priorities"),
    row("prioritise: chatbot, site search, recommendations", "priorities", has=("chatbot",)),
    row("Rank these for me: chatbot, content generation, dynamic pricing", "priorities"),
]  # fmt: skip

GERMAN = [
    row("was ist STRIVE", "define", has=("STRIVE",)),
    row("Wie misst man den ROI von einem Chatbot?", "how", has=("ROI", "Chatbot")),
    row("wir wollen AOV um 15% steigern in 9 Monaten, welche AI applications zuerst?", "priorities",
        goal=("AOV", "up", "15%", "in 9 Monaten")),
    row("Unterschied leading und lagging indicators?", "compare"),
    row("warum human in the loop", "why", has=("human", "loop")),
    row("Bitte summary von lesson 6.2", "summary", lesson="6.2", hasnt=("Bitte",)),
    row("Welche KPIs für site search", "name", has=("KPIs", "search")),
    row("Danke!", "meta"),
    row("Nenne drei Risiken von dynamic pricing", "name", count=3, has=("dynamic", "pricing")),
    row("Unser Ziel: returns senken um 10% bis Weihnachten. What should we do first?", "priorities",
        goal=("returns", "down", "10%", "bis Weihnachten")),
]  # fmt: skip

TEMPLATED = [
    row("If I implement 'an AI stylist' with the SMART goal of '8% more repeat purchases within a"
        " year', what are the top 3-4 KPIs to track and how do I isolate its impact?",
        "name how", goal=("repeat purchases", "up", "8%", "within a year"), count=4,
        has=("KPIs", "isolate"), hasnt=("8%",)),
    row("My business is in 'refurbished phones'. Which metrics justify demand forecasting?", "name",
        product="refurbished phones", has=("demand", "forecasting"), hasnt=("phones",)),
    row("For a business selling 'customized jewelry', which one shift should I plan for in the next"
        " 1-2 years?", "name", count=1, product="customized jewelry", has=("shift",), hasnt=("jewelry",),
        horizon="in the next 1-2 years"),
    row("How do we isolate the effect of a personalization engine?", "how", has=("isolate", "effect")),
    row("Considering my data infrastructure ('spreadsheets only') and my team ('two marketers'),"
        " which applications are feasible short-term?", "name priorities", has=("feasible",),
        hasnt=("spreadsheets", "marketers")),
]  # fmt: skip

MESSAGES = [
    *FRAGMENTS, *MOBILE, *POLITE, *STORIES, *SEVERAL, *GOALS, *REFLECTIONS, *PLANS, *GERMAN, *TEMPLATED,
]  # fmt: skip
