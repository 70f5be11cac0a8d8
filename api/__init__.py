"""The HTTP service: a JSON API under ``/api/v1``."""
