"""A model in use: drift, fairness, data readiness, human review."""
