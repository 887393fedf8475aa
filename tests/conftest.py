"""What holds for every test."""

from __future__ import annotations

import os

import hypothesis

# Nothing is fetched at run time, and nothing is reported to anybody.
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
# The same examples in every run: a merge is not a lottery. No deadline: machines differ.
hypothesis.settings.register_profile("merge", derandomize=True, deadline=None)
hypothesis.settings.register_profile("search", deadline=None, max_examples=2000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "merge"))
