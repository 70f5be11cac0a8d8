"""``python -m orchestrator.cli`` is ``classroom``, without installing anything."""

from orchestrator.cli.main import app

app(prog_name="classroom")
