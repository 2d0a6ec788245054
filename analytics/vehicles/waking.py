"""Bad fixes at the ends of a drive: where they say it is is not believed, and that the engine ran then is."""

import numpy as np
from numpy.typing import NDArray

from analytics.vehicles.jumps import FASTEST_M_S, NOISE_M
from analytics.vehicles.plane import distance_m
from analytics.vehicles.track import Track

Places = NDArray[np.intp]


def at_the_ends(track: Track, believed: Places, bad: Places) -> tuple[Places, Places]:
    """Return the bad fixes that tell when a drive began or ended, and the believed fixes where it did.

    Between a believed fix with the ignition off and one with it on, the first bad one with it on lies where
    the vehicle was parked; between on and off, the last one where it is parked afterwards. Not if the
    vehicle could not have driven the rest of the way in the time left. All are places in the track.
    """
    behind = np.searchsorted(believed, bad)
    is_told = (behind > 0) & (behind < len(believed)) & (track.ignition[bad] == 1)
    bad, behind = bad[is_told], behind[is_told]
    # of an instant that a believed fix has, nothing more is told
    before, after = believed[behind - 1], believed[behind]
    is_between = (track.at[before] < track.at[bad]) & (track.at[bad] < track.at[after])
    bad, behind, before, after = bad[is_between], behind[is_between], before[is_between], after[is_between]
    is_new = np.diff(behind, prepend=-1) != 0
    is_last = np.diff(behind, append=-1) != 0
    away_m = distance_m(track.lon[before], track.lat[before], track.lon[after], track.lat[after])
    begins = is_new & (track.ignition[before] == 0) & (track.ignition[after] == 1)
    ends = is_last & (track.ignition[before] == 1) & (track.ignition[after] == 0)
    left = np.where(begins, track.at[after] - track.at[bad], track.at[bad] - track.at[before])
    is_possible = away_m <= left.astype(np.int64) / 1000 * FASTEST_M_S + NOISE_M
    begins, ends = begins & is_possible, ends & is_possible
    return bad[begins | ends], np.where(begins, before, after)[begins | ends]
