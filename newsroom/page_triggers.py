"""The triggers by which the database says which pages no longer show what is so. For migrations.

A statement that changes rows which readers could see, before it or after it, sends the pages' keys
on the channel `newsroom_pages` when it is committed. Statement triggers with transition tables: one
message for a COPY of a million rows, and none for a draft.

A condition looks at the row alone, never at other tables. What refers to a row may be committed
while the statement's own transaction is still open: the statement would not see it and say nothing,
and the page drawn in between would stay.
"""

from django.db import migrations

# A payload that is too long would make the statement fail: beyond these bounds all pages go.
SEND = """
CREATE FUNCTION newsroom_pages_changed(keys text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE payload text := array_to_string(keys, ' ');
BEGIN
    IF payload <> '' THEN
        IF '*' = ANY (keys) OR cardinality(keys) > 100 OR octet_length(payload) > 4000 THEN
            payload := '*';
        END IF;
        PERFORM pg_notify('newsroom_pages', payload);
    END IF;
END $$
"""
# Triggers run with the path of today: a restore empties its own.
TRIGGER = "RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT"
ALL = f"""
CREATE FUNCTION newsroom_all_pages_changed() {TRIGGER} AS $$
BEGIN
    PERFORM newsroom_pages_changed(ARRAY['*']);
    RETURN NULL;
END $$
"""
# Which rows a statement changed, and how the trigger calls them.
OLD, NEW = "OLD TABLE AS old_rows", "NEW TABLE AS new_rows"
EVENTS = {"insert": (NEW,), "update": (OLD, NEW), "delete": (OLD,)}
CHANGED = """
    SELECT o.* FROM old_rows o LEFT JOIN new_rows n USING (id)
    WHERE to_jsonb(o) - {unseen} IS DISTINCT FROM to_jsonb(n) - {unseen}
    UNION ALL
    SELECT n.* FROM new_rows n LEFT JOIN old_rows o USING (id)
    WHERE to_jsonb(o) - {unseen} IS DISTINCT FROM to_jsonb(n) - {unseen}
"""


def watch(
    table: str,
    matters: str = "true",
    key: str = "'*'",
    unseen: tuple[str, ...] = (),
    alone: str = "",
):
    """Return the operation that watches a table.

    `matters` is an SQL condition and `key` an SQL text, both over a row `r`. What changes in
    `unseen` columns only does not count. `alone` is the condition for a row that comes or goes,
    where only other rows can show it: they come later, go earlier, and are watched themselves.
    """
    make = [
        _function(table, matters, key, unseen, alone or matters),
        *(_trigger(table, event, f"pages_{table}", rows) for event, rows in EVENTS.items()),
        _trigger(table, "truncate", "newsroom_all_pages_changed"),
    ]
    undo = [f"DROP TRIGGER pages_{table}_{event} ON {table}" for event in (*EVENTS, "truncate")]
    return migrations.RunSQL(make, [*undo, f"DROP FUNCTION pages_{table}()"])


def _function(table: str, matters: str, key: str, unseen: tuple[str, ...], alone: str) -> str:
    changed = "TABLE old_rows UNION ALL TABLE new_rows"
    if unseen:
        changed = CHANGED.format(unseen=f"'{{{','.join(unseen)}}}'::text[]")
    cases = {
        "INSERT": ("TABLE new_rows", alone),
        "UPDATE": (changed, matters),
        "DELETE": ("TABLE old_rows", alone),
    }
    found = "".join(
        f"""
        IF TG_OP = '{event}' THEN
            SELECT array_agg(key) INTO keys FROM (
                SELECT DISTINCT {key} AS key FROM ({rows}) AS r WHERE {condition} LIMIT 101
            ) AS found;
        END IF;"""
        for event, (rows, condition) in cases.items()
    )
    return f"""
        CREATE FUNCTION pages_{table}() {TRIGGER} AS $$
        DECLARE keys text[];
        BEGIN {found}
            PERFORM newsroom_pages_changed(keys);
            RETURN NULL;
        END $$
    """


def _trigger(table: str, event: str, function: str, tables: tuple[str, ...] = ()) -> str:
    """ALWAYS: a tool that loads rows as a replica (session_replication_role) counts, too."""
    rows = f"REFERENCING {' '.join(tables)}" if tables else ""
    name = f"pages_{table}_{event}"
    return (
        f"CREATE TRIGGER {name} AFTER {event} ON {table} {rows} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {function}(); "
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}"
    )
