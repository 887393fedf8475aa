"""Training of what the product ships: the verifier. Run by hand; its public data stays outside."""
