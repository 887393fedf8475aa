"""Which first: scores, quadrants, scorecards, robustness, sequence."""
