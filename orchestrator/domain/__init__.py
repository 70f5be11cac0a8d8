"""Pure rules: same input, same output; no clock, no database, no network."""
