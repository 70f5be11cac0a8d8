"""``classroom demo``: the main job on a virtual lab, played through the HTTP API."""
