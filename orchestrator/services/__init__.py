"""Use cases: one module per family, plain functions; the ports that they need stand beside them."""
