"""Tests: planning them, reading them out, and what spoils them."""
