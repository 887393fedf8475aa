"""Saved scenarios: what a team keeps of its workspace, for its owner alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, delete, func, insert, select, update

from assistant.database import transaction
from assistant.errors import InvalidRequest, NotFound
from assistant.migrations import now, scenarios
from assistant.numbering import new_id

MOST_PER_OWNER = 100


@dataclass(frozen=True, slots=True)
class ScenarioHead:
    """A saved scenario in a list. Times are ISO 8601 in UTC."""

    id: str
    name: str
    calculator: str
    headline: str
    created: str
    updated: str


@dataclass(frozen=True, slots=True)
class SavedScenario:
    """A saved scenario: its document as JSON, and the headline it had when it was saved."""

    head: ScenarioHead
    document: Mapping[str, Any]


class Scenarios:
    """The saved scenarios of one database. For anybody but its owner a scenario does not exist.

    Ids are random and long, so that none can be guessed; every method is one transaction and
    raises StoreUnavailable when the database fails.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def save(
        self,
        owner: str,
        document: Mapping[str, Any],
        *,
        headline: str = "",
        scenario_id: str | None = None,
    ) -> ScenarioHead:
        """Keep a document as a new scenario, or in the place of an own one.

        Raises NotFound if the place is not the owner's, InvalidRequest if they keep too many.
        """
        moment = now()
        values = {
            "name": _plain(str(document.get("name") or "")),
            "calculator": str(document["calculator"]),
            "headline": _plain(headline),
            "document": json.dumps(dict(document), ensure_ascii=True, allow_nan=False),
            "updated": moment,
        }
        with transaction(self._engine, writes=True) as connection:
            if scenario_id is not None:
                own = (scenarios.c.id == scenario_id) & (scenarios.c.owner == owner)
                created = connection.scalar(select(scenarios.c.created).where(own))
                if created is None:
                    raise _unknown()
                connection.execute(update(scenarios).where(own).values(**values))
                identity = scenario_id
            else:
                kept = connection.scalar(
                    select(func.count()).select_from(scenarios).where(scenarios.c.owner == owner)
                )
                if (kept or 0) >= MOST_PER_OWNER:
                    raise InvalidRequest(
                        f"{MOST_PER_OWNER} scenarios are kept; delete one first.",
                        code="too_many_scenarios",
                    )
                identity, created = new_id("s"), moment
                connection.execute(
                    insert(scenarios).values(id=identity, owner=owner, created=moment, **values)
                )
        return ScenarioHead(
            identity, values["name"], values["calculator"], values["headline"], created, moment
        )

    def find(self, owner: str, scenario_id: str) -> SavedScenario:
        """An own scenario. Raises NotFound, also for one that is somebody else's."""
        with transaction(self._engine, writes=False) as connection:
            row = connection.execute(
                select(scenarios).where(scenarios.c.id == scenario_id, scenarios.c.owner == owner)
            ).one_or_none()
        if row is None:
            raise _unknown()
        return SavedScenario(_head(row), json.loads(row.document))

    def all(self, owner: str) -> list[ScenarioHead]:
        """The owner's scenarios, the one saved last first."""
        with transaction(self._engine, writes=False) as connection:
            rows = connection.execute(
                select(
                    scenarios.c.id, scenarios.c.name, scenarios.c.calculator, scenarios.c.headline,
                    scenarios.c.created, scenarios.c.updated,
                )
                .where(scenarios.c.owner == owner)
                .order_by(scenarios.c.updated.desc(), scenarios.c.id)
                .limit(MOST_PER_OWNER)
            ).all()  # fmt: skip
        return [_head(row) for row in rows]

    def delete(self, owner: str, scenario_id: str) -> None:
        """Remove an own scenario. Raises NotFound."""
        with transaction(self._engine, writes=True) as connection:
            gone = connection.execute(
                delete(scenarios).where(scenarios.c.id == scenario_id, scenarios.c.owner == owner)
            )
            if gone.rowcount != 1:
                raise _unknown()


def _head(row: Any) -> ScenarioHead:
    return ScenarioHead(row.id, row.name, row.calculator, row.headline, row.created, row.updated)


def _unknown() -> NotFound:
    return NotFound("There is no such scenario.", code="scenario_not_found")


def _plain(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
