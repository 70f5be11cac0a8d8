"""Figures on the wire: the number, and how it is said."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from api.schemas.fields import Login, Moment, Name
from api.schemas.wire import PersonRef, Term, Wire
from orchestrator.domain.figures import GOAL, Figure, FigureName, Unit, percent_text
from orchestrator.services.figures import FigureReport
from orchestrator.services.person_figures import (
    PersonFigureAnswer,
    PersonFigureDecisionView,
    ProposePersonFigures,
)
from orchestrator.services.wording import Speaker
from orchestrator.services.wording.figures import say_figure, say_group, say_part

_GOAL = percent_text(GOAL, 10_000)
Purpose = Annotated[Name, StringConstraints(min_length=10)]
"""A purpose takes more than a word."""


class FigureOut(Wire):
    """One number. A figure whose ground is not there has no value: it is unknown, not 0."""

    name: Term
    group: str = Field(description="Team, building, room, category or month; empty for all, and for no team.")
    group_text: str = Field(description="The same in words.")
    part: str = Field(description="Kind or category, where it is broken down; else empty.")
    part_text: str = Field(description="The same in words.")
    unit: Unit = Field(description="What the value is: a number, or seconds for days and mean days.")
    value: int | None = Field(examples=[411])
    of: int | None = Field(description="How many there are in all.", examples=[412])
    percent: str | None = Field(description="Cut off behind two places, never rounded up.", examples=["99.75"])
    days: str | None = Field(description="Cut off behind one place; each, for mean days.", examples=["2.5"])
    goal: str | None = Field(description="In percent; of the lead figure only.", examples=[_GOAL])
    goal_met: bool | None
    text: str = Field(examples=["411 of 412 (99.75 %), goal 99.99 %"])


class FiguresOut(Wire):
    """Figures of a period."""

    since: datetime
    until: datetime
    at: datetime = Field(description="When they were counted; nothing later is in them.")
    timezone: str = Field(description="Where months begin.", examples=["Europe/Berlin"])
    by: Term
    figures: tuple[FigureOut, ...] = Field(description="By the group's name, then by figure; never by value.")


class PersonFiguresIn(Wire):
    """Some people shall look at the figures of single persons."""

    purpose: Purpose = Field(description="Why; everybody may read it.", examples=["Check the workload of the team"])
    audience: list[Login] = Field(min_length=1, max_length=20, description="Logins of who may look.")
    until: Moment = Field(description="At most a year from now.")

    def command(self) -> ProposePersonFigures:
        """What the service is asked to do."""
        return ProposePersonFigures(self.purpose, tuple(login.lower() for login in self.audience), self.until)


class PersonFigureAnswerIn(Wire):
    """What becomes of a decision."""

    answer: PersonFigureAnswer


class PersonFigureDecisionOut(Wire):
    """Why some people may look at the figures of single persons, and until when."""

    id: str
    purpose: str
    audience: tuple[PersonRef, ...]
    until: datetime
    by: PersonRef
    at: datetime
    state: Term
    decided_by: PersonRef | None = Field(description="The second person.")
    decided_at: datetime | None


class PersonFigureDecisionsOut(Wire):
    """A page of them, newest first."""

    decisions: tuple[PersonFigureDecisionOut, ...]
    next: str | None = Field(description="What the next page begins after.")


def figures_out(report: FigureReport, speaker: Speaker) -> FiguresOut:
    """All figures of a report."""
    return FiguresOut(
        since=report.since,
        until=report.until,
        at=report.at,
        timezone=report.timezone,
        by=Term.of(report.grouping, speaker),
        figures=tuple(_figure_out(figure, report, speaker) for figure in report.figures),
    )


def _figure_out(figure: Figure, report: FigureReport, speaker: Speaker) -> FigureOut:
    return FigureOut(
        name=Term.of(figure.name, speaker),
        group=figure.group,
        group_text=say_group(speaker, report.grouping, figure.group),
        part=figure.part,
        part_text=say_part(speaker, figure),
        unit=figure.unit,
        value=figure.value,
        of=figure.of,
        percent=figure.percent,
        days=figure.days,
        goal=_GOAL if figure.name is FigureName.READY_IN_TIME else None,
        goal_met=figure.goal_met,
        text=say_figure(speaker, figure),
    )


def person_figure_decision_out(view: PersonFigureDecisionView, speaker: Speaker) -> PersonFigureDecisionOut:
    """One decision, with the names of all in it."""
    decision = view.decision

    def person(actor_id: str) -> PersonRef:
        return PersonRef(id=actor_id, name=view.names.get(actor_id) or speaker.person(actor_id))

    return PersonFigureDecisionOut(
        id=decision.id,
        purpose=decision.purpose,
        audience=tuple(map(person, decision.audience)),
        until=decision.until,
        by=person(decision.by),
        at=decision.at,
        state=Term.of(decision.state, speaker),
        decided_by=person(decision.decided_by) if decision.decided_by else None,
        decided_at=decision.decided_at,
    )
