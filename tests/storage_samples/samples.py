"""The samples of all query files, and the role that runs each in operation."""

from collections.abc import Mapping
from datetime import UTC, datetime

from storage.database import query
from tests.storage_samples import (
    alerts,
    allowances,
    analytics,
    api,
    balance,
    bench,
    board,
    console,
    desk,
    dispatch,
    export,
    figures,
    ingest,
    links,
    panels,
    proof,
    quality,
    registry,
    reports,
    tokens,
    tracks,
    users,
    vehicles,
)
from tests.storage_samples.sample import Sample

_LATER = datetime(2026, 4, 1, tzinfo=UTC)
_PLAIN_HOURS = query("bench_create_plain_hours")

_ANALYST = (
    b"CREATE ROLE sample_analyst LOGIN",
    b"SELECT ensure_access('bureau', true)",
    b"GRANT guanjia_at_bureau_places TO sample_analyst",
)

SAMPLES: Mapping[str, Sample] = {
    "access_ensure": Sample({"institution": "bureau", "places": False}),
    "access_list": Sample(before=_ANALYST),
    "access_login": Sample({"login": "sample_analyst"}, before=_ANALYST),
    "access_reach": Sample({"login": "sample_analyst"}, before=_ANALYST),
    "answers": Sample(),
    "bench_count_results": Sample(before=(_PLAIN_HOURS,)),
    "bench_create_plain_hours": Sample(),
    "bench_list_registers": Sample(),
    "bench_alert_days": Sample({"now": _LATER}),
    "bench_alert_hours": Sample({"now": _LATER}),
    "bench_alert_readings": Sample({"now": _LATER}),
    "bench_mark_all": Sample(),
    "bench_plain_hours": Sample(before=(_PLAIN_HOURS,)),
    "demo_contents": Sample(),
    "demo_figures_computed": Sample({"figure_mark": 0}),
    "demo_next_mail": Sample({"now": _LATER}),
    "demo_past_is_in": Sample(),
    "demo_past_mark": Sample(),
    "upsert_quantity": Sample({"id": 1, "name": "volume_m3", "unit": "m3", "kind": "cumulative"}),
    **alerts.SAMPLES,
    **allowances.SAMPLES,
    **analytics.SAMPLES,
    **api.SAMPLES,
    **balance.SAMPLES,
    **bench.SAMPLES,
    **board.SAMPLES,
    **console.SAMPLES,
    **desk.SAMPLES,
    **dispatch.SAMPLES,
    **export.SAMPLES,
    **figures.SAMPLES,
    **ingest.SAMPLES,
    **links.SAMPLES,
    **panels.SAMPLES,
    **proof.SAMPLES,
    **quality.SAMPLES,
    **registry.SAMPLES,
    **reports.SAMPLES,
    **tokens.SAMPLES,
    **tracks.SAMPLES,
    **users.SAMPLES,
    **vehicles.SAMPLES,
}

ROLES: Mapping[str, str] = {
    "alerts": "guanjia_alerts",
    "allowances": "guanjia_registrar",
    "analytics": "guanjia_analytics",
    "api": "guanjia_reader",
    "balance": "guanjia_reader",
    "board": "guanjia_reader",
    "console": "guanjia_reader",
    "desk": "guanjia_console",
    "dispatch": "guanjia_registrar",
    "export": "guanjia_reader",
    "figures": "guanjia_reader",
    "grafana": "guanjia_reader",
    "ingest": "guanjia_ingest",
    "links": "guanjia_console",
    "panels": "guanjia_reader",
    "proof": "guanjia_reader",
    "quality": "guanjia_reader",
    "registry": "guanjia_registrar",
    "reports": "guanjia_alerts",
    "tokens": "guanjia_console",
    "users": "guanjia_console",
    "vehicle_costs": "guanjia_registrar",
    "vehicles": "guanjia_reader",
}
"""By folder of storage/queries/; what lies in none is run by the owner of the database."""
