"""Money: return, cost, time, customers, savings, goals."""
