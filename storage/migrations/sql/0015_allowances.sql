-- Monthly allowances (限量管理，奖节罚超): volumes proposed and approved for a place, and the ledger of what came
-- of them. Approvals and decided rows of the ledger never change, whoever asks: people are paid by them.

CREATE TABLE allowance (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    place_id integer NOT NULL REFERENCES place (id),
    medium text NOT NULL,
    month date NOT NULL CHECK (extract(DAY FROM month) = 1),
    period daterange NOT NULL CHECK (NOT isempty(period) AND NOT lower_inf(period) AND NOT upper_inf(period)),
    unit text NOT NULL,
    proposed double precision CHECK (proposed >= 0 AND proposed < 'infinity'),
    basis text,
    formula text NOT NULL DEFAULT '',
    inputs jsonb,
    proposed_at timestamptz,
    UNIQUE (place_id, medium, month),
    EXCLUDE USING gist (place_id WITH =, medium WITH =, period WITH &&)
);
COMMENT ON TABLE allowance IS 'A period of a place and medium, with the volume proposed for it';

CREATE TABLE allowance_approval (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    allowance_id integer NOT NULL REFERENCES allowance (id),
    volume double precision NOT NULL CHECK (volume >= 0 AND volume < 'infinity'),
    author text NOT NULL CHECK (author <> ''),
    at timestamptz NOT NULL,
    note text NOT NULL DEFAULT '',
    replaces integer UNIQUE,
    UNIQUE (id, allowance_id),
    FOREIGN KEY (replaces, allowance_id) REFERENCES allowance_approval (id, allowance_id),
    CHECK (replaces IS NULL OR note <> '')
);
-- one chain a period: one approval is the first, each other replaces one that nothing has replaced
CREATE UNIQUE INDEX allowance_approval_first ON allowance_approval (allowance_id) WHERE replaces IS NULL;
COMMENT ON TABLE allowance_approval IS 'Volumes that people approved (核定); the one nothing replaces holds';

CREATE TABLE allowance_ledger (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    allowance_id integer NOT NULL REFERENCES allowance (id),
    kind text NOT NULL CHECK (kind IN ('settlement', 'adjustment')),
    status text NOT NULL CHECK (status IN ('blocked', 'proposed', 'confirmed', 'rejected', 'recorded')),
    settled_id integer REFERENCES allowance_ledger (id),
    approval_id integer,
    approved double precision,
    volume double precision NOT NULL CHECK (abs(volume) < 'infinity'),
    carried double precision NOT NULL DEFAULT 0 CHECK (abs(carried) < 'infinity'),
    saved double precision GENERATED ALWAYS AS (approved - volume - carried) STORED,
    amount double precision,
    currency text NOT NULL DEFAULT '',
    rule text NOT NULL DEFAULT '',
    coverage double precision NOT NULL CHECK (coverage BETWEEN 0 AND 1),
    estimated_share double precision NOT NULL CHECK (estimated_share BETWEEN 0 AND 1),
    revision bigint NOT NULL,
    shares jsonb NOT NULL,
    blocks text[] NOT NULL DEFAULT '{}',
    computed_at timestamptz NOT NULL,
    decided_by text NOT NULL DEFAULT '',
    decided_at timestamptz,
    why text NOT NULL DEFAULT '',
    FOREIGN KEY (approval_id, allowance_id) REFERENCES allowance_approval (id, allowance_id),
    CHECK ((kind = 'adjustment') = (status = 'recorded')),
    CHECK ((kind = 'adjustment') = (settled_id IS NOT NULL)),
    CHECK ((approval_id IS NULL) = (approved IS NULL)),
    CHECK ((status = 'blocked') = (blocks <> '{}') OR status = 'rejected'),
    CHECK (status <> 'confirmed' OR approved IS NOT NULL),
    CHECK ((status IN ('confirmed', 'rejected')) = (decided_at IS NOT NULL)),
    CHECK ((decided_at IS NOT NULL) = (decided_by <> '')),
    CHECK (status <> 'rejected' OR why <> '')
);
CREATE UNIQUE INDEX allowance_ledger_live ON allowance_ledger (allowance_id)
WHERE kind = 'settlement' AND status <> 'rejected';
CREATE INDEX allowance_ledger_settled ON allowance_ledger (settled_id);
COMMENT ON TABLE allowance_ledger IS 'Settlements of periods, and late data of confirmed ones carried into a later period';

-- Rights keep the processes off; these triggers also keep the owner from it, and anybody with a wrong query.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: what was approved or decided is history', tg_op, tg_table_name
    USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER approvals_are_history BEFORE UPDATE OR DELETE ON allowance_approval
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER approvals_are_never_emptied BEFORE TRUNCATE ON allowance_approval
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_is_never_deleted BEFORE DELETE ON allowance_ledger
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_is_never_emptied BEFORE TRUNCATE ON allowance_ledger
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER decided_rows_are_frozen BEFORE UPDATE ON allowance_ledger
FOR EACH ROW WHEN (old.status IN ('confirmed', 'rejected', 'recorded')) EXECUTE FUNCTION refuse_change();
-- a decision changes nothing else in its row: who confirms, confirms the figures that stood there
CREATE TRIGGER decisions_keep_the_figures BEFORE UPDATE ON allowance_ledger
FOR EACH ROW WHEN (
    new.status IN ('confirmed', 'rejected')
    AND (
        old.status NOT IN ('proposed', 'blocked')
        OR (new.status = 'confirmed' AND old.status <> 'proposed')
        OR (old.approval_id, old.approved, old.volume, old.carried, old.amount)
        IS DISTINCT FROM (new.approval_id, new.approved, new.volume, new.carried, new.amount)
        OR (old.currency, old.rule, old.coverage, old.estimated_share)
        IS DISTINCT FROM (new.currency, new.rule, new.coverage, new.estimated_share)
        OR (old.revision, old.shares, old.blocks, old.computed_at)
        IS DISTINCT FROM (new.revision, new.shares, new.blocks, new.computed_at)
    )
) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER rows_keep_their_subject BEFORE UPDATE ON allowance_ledger
FOR EACH ROW WHEN (
    (old.id, old.allowance_id, old.kind, old.settled_id)
    IS DISTINCT FROM (new.id, new.allowance_id, new.kind, new.settled_id)
) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER nothing_is_born_decided BEFORE INSERT ON allowance_ledger
FOR EACH ROW WHEN (new.status IN ('confirmed', 'rejected')) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER periods_stay_as_they_are BEFORE UPDATE ON allowance
FOR EACH ROW WHEN (
    (old.id, old.place_id, old.medium, old.month, old.period, old.unit)
    IS DISTINCT FROM (new.id, new.place_id, new.medium, new.month, new.period, new.unit)
) EXECUTE FUNCTION refuse_change();

CREATE VIEW analytics.allowance WITH (security_barrier) AS
SELECT
    allowance.id AS allowance_id,
    site.place,
    site.place_name,
    site.site,
    site.timezone,
    site.institution,
    site.institution_name,
    allowance.medium,
    allowance.month,
    lower(allowance.period) AS period_start,
    upper(allowance.period) AS period_end,
    allowance.unit,
    allowance.proposed,
    allowance.basis,
    allowance.formula,
    allowance.inputs,
    allowance.proposed_at,
    approval.volume AS approved,
    approval.author AS approved_by,
    approval.at AS approved_at,
    coalesce(approval.note, '') AS note,
    (
        SELECT count(*)::integer
        FROM allowance_approval AS every
        WHERE every.allowance_id = allowance.id
    ) AS approvals
FROM allowance
INNER JOIN analytics.site AS site ON allowance.place_id = site.place_id
LEFT JOIN allowance_approval AS approval
    ON
        allowance.id = approval.allowance_id
        AND NOT EXISTS (
            SELECT FROM allowance_approval AS later
            WHERE later.replaces = approval.id
        );
COMMENT ON VIEW analytics.allowance IS 'Monthly allowances (限量管理): what was proposed and approved for a place, and from what';
COMMENT ON COLUMN analytics.allowance.allowance_id IS 'Number of the period within this database';
COMMENT ON COLUMN analytics.allowance.place IS 'Code of the place';
COMMENT ON COLUMN analytics.allowance.place_name IS 'Its name';
COMMENT ON COLUMN analytics.allowance.site IS 'Code of the site it lies in';
COMMENT ON COLUMN analytics.allowance.timezone IS 'Time zone of the site, an IANA name: the days of the period';
COMMENT ON COLUMN analytics.allowance.institution IS 'Code of the institution it belongs to';
COMMENT ON COLUMN analytics.allowance.institution_name IS 'Its name';
COMMENT ON COLUMN analytics.allowance.medium IS 'water, reclaimed_water, electricity, gas or heat';
COMMENT ON COLUMN analytics.allowance.month IS 'First day of the month in which the period begins: its name';
COMMENT ON COLUMN analytics.allowance.period_start IS 'First day of the period';
COMMENT ON COLUMN analytics.allowance.period_end IS 'First day after the period';
COMMENT ON COLUMN analytics.allowance.unit IS 'Unit of every volume';
COMMENT ON COLUMN analytics.allowance.proposed IS 'Volume proposed, in `unit`; NULL: none was, or there is nothing to make one from';
COMMENT ON COLUMN analytics.allowance.basis IS 'last_year, earlier_periods, default or none: what it was made from; NULL: none was proposed';
COMMENT ON COLUMN analytics.allowance.formula IS 'How it was computed; empty: none was proposed';
COMMENT ON COLUMN analytics.allowance.inputs IS 'What it was computed from; NULL: none was proposed';
COMMENT ON COLUMN analytics.allowance.proposed_at IS 'When it was computed; NULL: none was proposed';
COMMENT ON COLUMN analytics.allowance.approved IS 'Volume approved (核定), in `unit`, the latest one; NULL: nobody approved one, nothing is judged';
COMMENT ON COLUMN analytics.allowance.approved_by IS 'Who approved it; NULL: nobody';
COMMENT ON COLUMN analytics.allowance.approved_at IS 'When; NULL: nobody did';
COMMENT ON COLUMN analytics.allowance.note IS 'What they wrote with it, why it replaces an earlier one; empty: nothing';
COMMENT ON COLUMN analytics.allowance.approvals IS 'How many approvals there are, those replaced included';

CREATE VIEW analytics.allowance_ledger WITH (security_barrier) AS
SELECT
    ledger.id AS entry_id,
    allowance.allowance_id,
    allowance.place,
    allowance.place_name,
    allowance.site,
    allowance.institution,
    allowance.institution_name,
    allowance.medium,
    allowance.month,
    allowance.period_start,
    allowance.period_end,
    allowance.unit,
    ledger.kind,
    ledger.status,
    ledger.settled_id AS settled_entry_id,
    settled_allowance.month AS settled_month,
    ledger.approved,
    ledger.volume,
    ledger.carried,
    ledger.saved,
    ledger.amount,
    ledger.currency,
    ledger.rule,
    ledger.coverage,
    ledger.estimated_share,
    ledger.revision,
    ledger.shares AS meters,
    ledger.blocks,
    ledger.computed_at,
    ledger.decided_by,
    ledger.decided_at,
    ledger.why
FROM allowance_ledger AS ledger
INNER JOIN analytics.allowance AS allowance ON ledger.allowance_id = allowance.allowance_id
LEFT JOIN allowance_ledger AS settled ON ledger.settled_id = settled.id
LEFT JOIN allowance AS settled_allowance ON settled.allowance_id = settled_allowance.id;
COMMENT ON VIEW analytics.allowance_ledger IS 'Ledger of rewards and fines (奖节罚超): settlements that people decide on, and late data';
COMMENT ON COLUMN analytics.allowance_ledger.entry_id IS 'Number of the row, for `guanjia allowance confirm`';
COMMENT ON COLUMN analytics.allowance_ledger.allowance_id IS 'Number of the period, as in analytics.allowance';
COMMENT ON COLUMN analytics.allowance_ledger.place IS 'Code of the place';
COMMENT ON COLUMN analytics.allowance_ledger.place_name IS 'Its name';
COMMENT ON COLUMN analytics.allowance_ledger.site IS 'Code of the site it lies in';
COMMENT ON COLUMN analytics.allowance_ledger.institution IS 'Code of the institution it belongs to';
COMMENT ON COLUMN analytics.allowance_ledger.institution_name IS 'Its name';
COMMENT ON COLUMN analytics.allowance_ledger.medium IS 'water, reclaimed_water, electricity, gas or heat';
COMMENT ON COLUMN analytics.allowance_ledger.month IS 'First day of the month that names the period; of an adjustment, the period it counts in';
COMMENT ON COLUMN analytics.allowance_ledger.period_start IS 'First day of the period';
COMMENT ON COLUMN analytics.allowance_ledger.period_end IS 'First day after the period';
COMMENT ON COLUMN analytics.allowance_ledger.unit IS 'Unit of every volume';
COMMENT ON COLUMN analytics.allowance_ledger.kind IS 'settlement of a period, or adjustment: late data of a confirmed one';
COMMENT ON COLUMN analytics.allowance_ledger.status IS 'blocked, proposed, confirmed or rejected; recorded: an adjustment';
COMMENT ON COLUMN analytics.allowance_ledger.settled_entry_id IS 'Of an adjustment, the confirmed row that it corrects; NULL: a settlement';
COMMENT ON COLUMN analytics.allowance_ledger.settled_month IS 'The month of that row; NULL: a settlement';
COMMENT ON COLUMN analytics.allowance_ledger.approved IS 'Volume approved, in `unit`; NULL: nobody approved one, or an adjustment';
COMMENT ON COLUMN analytics.allowance_ledger.volume IS 'What was used, in `unit`; of an adjustment, what late data added to the settled period, negative: took away';
COMMENT ON COLUMN analytics.allowance_ledger.carried IS 'Sum of the adjustments that the period takes over, in `unit`';
COMMENT ON COLUMN analytics.allowance_ledger.saved IS 'approved - volume - carried, in `unit`; negative: over-use; NULL with approved';
COMMENT ON COLUMN analytics.allowance_ledger.amount IS 'Reward, or fine below zero, in `currency`; NULL: the rule has no rate';
COMMENT ON COLUMN analytics.allowance_ledger.currency IS 'Currency of the amount; empty: there is no rule';
COMMENT ON COLUMN analytics.allowance_ledger.rule IS 'Code of the rule and how sure it is; empty: there is none';
COMMENT ON COLUMN analytics.allowance_ledger.coverage IS 'Coverage of the period, of the meter known least, 0 to 1';
COMMENT ON COLUMN analytics.allowance_ledger.estimated_share IS 'Part of the volume that is estimated, 0 to 1';
COMMENT ON COLUMN analytics.allowance_ledger.revision IS 'Sum of the revisions of the days the volume was added up from: it rises with late data';
COMMENT ON COLUMN analytics.allowance_ledger.meters IS 'Codes of the meters with the share that counts of each, as in {"w2-k": 1}';
COMMENT ON COLUMN analytics.allowance_ledger.blocks IS 'Why it cannot be confirmed: not_approved, set_aside, estimated, low_coverage; empty: it can, or was';
COMMENT ON COLUMN analytics.allowance_ledger.computed_at IS 'When the figures last changed';
COMMENT ON COLUMN analytics.allowance_ledger.decided_by IS 'Who confirmed or rejected it; empty: nobody yet';
COMMENT ON COLUMN analytics.allowance_ledger.decided_at IS 'When; NULL: not yet, or an adjustment';
COMMENT ON COLUMN analytics.allowance_ledger.why IS 'Why it was rejected; empty: it was not';

GRANT SELECT ON analytics.allowance, analytics.allowance_ledger
TO guanjia_ingest, guanjia_analytics, guanjia_alerts, guanjia_registrar, guanjia_reader;
GRANT SELECT, INSERT, UPDATE (proposed, basis, formula, inputs, proposed_at) ON allowance
TO guanjia_registrar;
GRANT SELECT, INSERT ON allowance_approval TO guanjia_registrar;
GRANT SELECT, INSERT, UPDATE ON allowance_ledger TO guanjia_registrar;
