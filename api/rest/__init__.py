"""One module per noun, all under ``/api/v1``."""
