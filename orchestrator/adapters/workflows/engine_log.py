"""Brings what the engine has to say into our log, without saying twice what is said already."""

import logging

import structlog

from orchestrator.adapters.workflows.errors import JobFailed

log = structlog.get_logger()


class EngineLog(logging.Handler):
    """Handler of the engine's logger. With it there, the engine does not add its own that writes to the console."""

    def emit(self, record: logging.LogRecord) -> None:
        """Hand the record over, unless its exception has been logged by us or goes to whoever started the worker."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, JobFailed) or (error and record.funcName == "_launch"):
            return
        log.log(record.levelno, "durable engine", says=record.getMessage(), exc_info=error)


def take_over_engine_log() -> None:
    """Have the engine's messages from WARNING on in our log; what it says below that is advertising and chatter."""
    logger = logging.getLogger("dbos")
    if not any(isinstance(handler, EngineLog) for handler in logger.handlers):
        logger.addHandler(EngineLog())
    logger.propagate = False
    logger.setLevel(logging.WARNING)
