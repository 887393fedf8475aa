"""How good it is: labelled cases, pure metrics, and one command that prints the figures."""
