"""What the weather stations of sites measured."""

from collections.abc import Sequence
from contextlib import closing
from datetime import datetime

import numpy as np

from models.outdoor import OutdoorHours
from models.registry.kinds import DeviceKind
from storage.arrays import array_cursor
from storage.consumption import Connection
from storage.database import query


def outdoor_hours(
    connection: Connection, sites: Sequence[int], begins: datetime, ends: datetime
) -> OutdoorHours:
    """Return the outdoor temperatures of sites from one instant up to another.

    Where a site has several weather stations, their hourly means are averaged.
    """
    parameters = {
        "sites": list(sites),
        "kind": str(DeviceKind.WEATHER_STATION),
        "begins": begins,
        "ends": ends,
    }
    with closing(array_cursor(connection)) as cursor:
        rows = cursor.execute(query("analytics/read_outdoor_hours"), parameters).fetchall()
    site = np.repeat(np.array([row[0] for row in rows], np.int64), [len(row[1]) for row in rows])
    starts = [np.empty(0, "datetime64[us]"), *(row[1] for row in rows)]
    means = [np.empty(0), *(row[2] for row in rows)]
    return OutdoorHours(site, np.concatenate(starts), np.concatenate(means))
