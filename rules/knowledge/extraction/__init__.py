"""Reads what each library version accepts out of published wheels, of which nothing is imported or run."""
