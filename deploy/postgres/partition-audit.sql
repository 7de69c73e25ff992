-- Part the audit log (docs/scaling.md): what is there becomes the first part, what comes from now on the next.
-- Run it again whenever a new part should begin, after New Year say: psql --file partition-audit.sql RECORDS
-- Parts are ranges of the sequence, not of time: the key stays (bureau, sequence), so that PostgreSQL itself still
-- refuses a second entry of one number, which it could not with the time in the key.
BEGIN;
LOCK TABLE audit_entries IN ACCESS EXCLUSIVE MODE;

DO $$
DECLARE
  boundary bigint := (SELECT coalesce(max(sequence), 0) + 1 FROM audit_entries);
  part text := 'audit_entries_from_' || boundary;
  last text;
BEGIN
  IF EXISTS (SELECT 1 FROM pg_partitioned_table WHERE partrelid = 'audit_entries'::regclass) THEN
    SELECT inhrelid::regclass::text INTO last FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
      WHERE inhparent = 'audit_entries'::regclass AND pg_get_expr(relpartbound, inhrelid) LIKE '%TO (MAXVALUE)';
    IF last = part THEN
      RAISE NOTICE '% is empty: nothing to part', part;
      RETURN;
    END IF;
    EXECUTE format('ALTER TABLE audit_entries DETACH PARTITION %I', last);
    EXECUTE format('ALTER TABLE audit_entries ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)',
                   last, substring(last FROM '\d+$'), boundary);
  ELSE
    ALTER TABLE audit_entries RENAME TO audit_entries_from_0;
    ALTER TABLE audit_entries_from_0 RENAME CONSTRAINT pk_audit_entries TO pk_audit_entries_from_0;
    ALTER INDEX ix_audit_entries_bureau_subject_id RENAME TO ix_audit_entries_from_0_bureau_subject_id;
    CREATE TABLE audit_entries (LIKE audit_entries_from_0 INCLUDING DEFAULTS) PARTITION BY RANGE (sequence);
    ALTER TABLE audit_entries ADD CONSTRAINT pk_audit_entries PRIMARY KEY (bureau, sequence);
    CREATE INDEX ix_audit_entries_bureau_subject_id ON audit_entries (bureau, subject_id);
    DROP TRIGGER audit_entries_no_change ON audit_entries_from_0; -- the parent's, below, is on every part
    CREATE TRIGGER audit_entries_no_change BEFORE UPDATE OR DELETE ON audit_entries
      FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
    CREATE TRIGGER audit_entries_no_truncate BEFORE TRUNCATE ON audit_entries
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
    EXECUTE format('ALTER TABLE audit_entries ATTACH PARTITION audit_entries_from_0 FOR VALUES FROM (MINVALUE) TO (%s)',
                   boundary);
  END IF;
  EXECUTE format('CREATE TABLE %I PARTITION OF audit_entries FOR VALUES FROM (%s) TO (MAXVALUE)', part, boundary);
  EXECUTE format('CREATE TRIGGER audit_entries_no_truncate BEFORE TRUNCATE ON %I
                  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()', part);
END $$;
COMMIT;
