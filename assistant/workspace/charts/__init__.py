"""Charts as inline SVG, each with the table of what it shows. Small pure functions."""
