"""What all bodies share."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from orchestrator.services.wording import Speaker


class Wire(BaseModel):
    """A body or a part of one: immutable, and nothing in it that isn't declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Term(Wire):
    """A code with its words."""

    code: str = Field(description="Stable code.")
    text: str = Field(description="The same in words.")

    @classmethod
    def of(cls, code: StrEnum, speaker: Speaker) -> "Term":
        """The member of an enumeration and what it is called."""
        return cls(code=code.value, text=speaker.term(code))


class ItemRef(Wire):
    """A catalog item, or a package that came along with one."""

    id: str = Field(examples=["firefox"])
    title: str = Field(examples=["Mozilla Firefox"])

    @classmethod
    def of(cls, item_id: str, speaker: Speaker) -> "ItemRef":
        """The item of this id."""
        return cls(id=item_id, title=speaker.title(item_id))


class PersonRef(Wire):
    """Who."""

    id: str = Field(examples=["person:0192a4c0-7b1e-7c3a-9d52-3f1a2b4c5d6e"])
    name: str = Field(examples=["Prof. Ada Lovelace"])

    @classmethod
    def of(cls, actor_id: str, speaker: Speaker) -> "PersonRef":
        """The person, or part of the service, of this id."""
        return cls(id=actor_id, name=speaker.person(actor_id))
