"""Who is asking: the logged-in Airflow user as a person of the bureau.

No `from __future__ import annotations` here: FastAPI dependencies are declared in this file.
"""

from typing import Annotated

from fastapi import Depends

from records.domain.bureau import Person
from review_desk.login import AirflowUserId
from review_desk.services import Desk, NotOfThisBureau


def current_person(user_id: AirflowUserId, desk: Desk) -> Person:
    """Return the person of the bureau who is logged in.

    Raises:
        NotOfThisBureau: no directory has a person with this Airflow user.
    """
    person = desk.bureau.person_of_airflow_user(user_id)
    if person is None:
        raise NotOfThisBureau(user_id)
    return person


CurrentPerson = Annotated[Person, Depends(current_person)]
