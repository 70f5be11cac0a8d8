"""What the engine's tables know us by. All of it is stored, so a change here strands work that is under way."""

APPLICATION = "classroom"
"""Owner of our workflows and queues in the engine's tables."""

APPLICATION_VERSION = "classroom-wf1"
"""The version of the jobs' step order, with the product's name in front because the engine's versions are global.

Raise its number when, and only when, a job's steps change their names or their order. The engine then leaves work
that began under the old version alone, because its kept results no longer fit the code; the worker says so at its
start. Work that waits in a queue has no kept results and belongs to no version: the next worker takes it.
"""

GENERAL_QUEUE = "classroom-general"
"""Jobs that may run beside any other, and may sleep."""

ROOMS_QUEUE = "classroom-rooms"
"""Jobs of which one room has one at a time. Its partition key is the classroom's id."""

POLL_SECONDS = 0.1
"""How often the worker looks for work in each queue."""
