"""Exports of the record for people: how entries become lines of a file."""
