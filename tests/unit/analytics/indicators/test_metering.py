"""Whatever the tree of meters: nothing is counted twice, and what is left out is left out once."""

from hypothesis import given
from hypothesis import strategies as st

from analytics.indicators.metering import measures_only, signs
from models.registry.kinds import PlaceKind
from tests.unit.analytics.indicators.house import point

OUTSIDE = frozenset({PlaceKind.DATA_CENTRE})

# each meter: which earlier one it lies behind (an index below its own, or none), what it uses itself, and
# whether it measures an excluded place
_METERS = st.lists(
    st.tuples(st.integers(-1, 30), st.integers(0, 100), st.booleans()), min_size=1, max_size=12
)


@given(_METERS)
def test_the_sum_is_what_each_use_outside_the_excluded_places_adds_once(
    meters: list[tuple[int, int, bool]],
) -> None:
    parents = [parent if parent < place else -1 for place, (parent, _, _) in enumerate(meters)]
    ancestors: list[list[int]] = []
    for parent in parents:
        ancestors.append([] if parent < 0 else [parent, *ancestors[parent]])
    points = [
        point(place, ancestors=above, kinds=[("data_centre" if is_out else "building", "site")])
        for place, (above, (_, _, is_out)) in enumerate(zip(ancestors, meters, strict=True))
    ]
    counted = [
        sum(own for k, (_, own, _) in enumerate(meters) if k == place or place in ancestors[k])
        for place in range(len(meters))
    ]
    found = signs(points, measures_only(OUTSIDE))
    wanted = sum(
        own
        for place, (_, own, is_out) in enumerate(meters)
        if not is_out and not any(meters[above][2] for above in ancestors[place])
    )
    assert sum(sign * counted[meter] for meter, sign in found.items()) == wanted
    assert set(found.values()) <= {1.0, -1.0}
