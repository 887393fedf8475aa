"""The command line: one module a command, each a plain function from arguments to an exit code."""
