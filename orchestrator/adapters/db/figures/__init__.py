"""Figures, counted in SQL: a module for each family, over what both databases can do."""
