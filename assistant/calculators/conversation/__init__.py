"""Messages: which computation they ask for, and edits of an earlier one."""
