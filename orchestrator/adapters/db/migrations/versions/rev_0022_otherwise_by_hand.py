"""Why work by hand is not as it was asked for, what the requester said of it, and that such words can be erased."""

import sqlalchemy as sa
from alembic import op

from orchestrator.adapters.db.migrations.columns import plain_text
from orchestrator.adapters.db.migrations.triggers import refuse

revision = "0022"
down_revision = "0021"

_KEPT = ("id", "request_id", "actor_id", "at", "confirm_until")
_BECAUSE = "only the answer to what was stated is ever given, and words are erased"


def upgrade() -> None:
    """Add the columns. What was stated before is as asked."""
    op.add_column("cs_ticks", sa.Column("why", plain_text()))
    op.add_column("cs_ticks", sa.Column("answer_words", plain_text()))
    refuse("UPDATE", "cs_ticks", _BECAUSE, when=f"NOT ({_is_allowed()})")
    refuse("TRUNCATE", "cs_ticks", "what was stated stays known")


def _is_allowed() -> str:
    """The requester gives the answer, once, with words; and all words can go, for good (RULES R4.7)."""
    same = " AND ".join(f"NEW.{name} = OLD.{name}" for name in _KEPT)
    answer = "(OLD.answer = 'unanswered' OR (NEW.answer = OLD.answer AND NEW.answered_at = OLD.answered_at))"
    said = f"(OLD.answer = 'unanswered' OR ({_same_or_gone('answer_words')}))"
    words = f"NEW.evidence IN (OLD.evidence, '') AND {_same_or_gone('why')}"
    return f"{same} AND {_same('line_id')} AND {words} AND {answer} AND {said}"


def _same(name: str) -> str:
    both = f"NEW.{name} IS NULL AND OLD.{name} IS NULL"
    return f"CASE WHEN {both} THEN TRUE ELSE COALESCE(NEW.{name} = OLD.{name}, FALSE) END"


def _same_or_gone(name: str) -> str:
    """Nothing stays nothing: empty words would say that there had been some."""
    nothing = f"OLD.{name} IS NULL"
    return f"CASE WHEN {nothing} THEN NEW.{name} IS NULL ELSE COALESCE(NEW.{name} IN (OLD.{name}, ''), FALSE) END"
