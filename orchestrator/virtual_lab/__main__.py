"""The process of a lab: ``python -m orchestrator.virtual_lab --ready-fd N`` with its specification on standard input.

People use ``classroom lab start``.
"""

import argparse
import asyncio
import json
import logging
import os
import sys
from dataclasses import asdict

from orchestrator.virtual_lab.lab import LabInfo, LabNotStarted, run
from orchestrator.virtual_lab.specs import BadSpec, LabSpec


def _main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ready-fd", type=int, required=True, help="where to write that all ports listen")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    spec = LabSpec.from_json(json.load(sys.stdin))

    def tell(answer: dict[str, object]) -> None:
        with os.fdopen(arguments.ready_fd, "wb") as pipe:
            pipe.write(json.dumps(answer).encode())

    def ready(info: LabInfo) -> None:
        tell({"info": asdict(info)})

    try:
        asyncio.run(run(spec, ready))
    except (LabNotStarted, BadSpec) as error:
        tell({"error": str(error)})
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(_main())
