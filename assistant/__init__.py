"""A question becomes a checked answer. Start reading at ``assistant/assistant.py``."""
