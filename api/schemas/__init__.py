"""Bodies as they go over the wire, where they differ from the domain's values: they carry words beside the codes."""
