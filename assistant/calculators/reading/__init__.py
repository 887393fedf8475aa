"""From what people write to the inputs of a calculator."""
