"""What is known, and how it is found. Imports nothing else of this repository."""
