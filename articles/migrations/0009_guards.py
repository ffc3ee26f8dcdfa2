"""Two gaps in what the database keeps of embargoes and legal holds (0006) are closed.

TRUNCATE fires no row's trigger: while a story is held or embargoed it is refused as a whole. And a
hold that is set in SQL waits for a publication of its story under way, as the verb does.
"""

from django.db import migrations

# With the path of today: a restore empties its own.
TRIGGER = "RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT"
REFUSE = "USING ERRCODE = 'restrict_violation', CONSTRAINT"
EMBARGOED = ("articles_story", "articles_article")
HELD = (*EMBARGOED, "articles_revision", "articles_transition", "newsroom_photo")
HELD += ("articles_legalhold", "articles_legalhold_releasers")

FUNCTIONS = f"""
CREATE FUNCTION articles_not_emptied_while_held() {TRIGGER} AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM articles_legalhold WHERE released_at IS NULL) THEN
        RAISE EXCEPTION 'A story is on legal hold: this table cannot be emptied until it is released.'
        {REFUSE} = 'legal_hold';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION articles_not_emptied_while_embargoed() {TRIGGER} AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM articles_story WHERE embargoed_until > newsroom_now()) THEN
        RAISE EXCEPTION 'A story is under embargo: this table cannot be emptied before its time.'
        {REFUSE} = 'embargo';
    END IF;
    RETURN NULL;
END $$;

-- The story's row is what every verb claims first.
CREATE FUNCTION articles_hold_takes_its_turn() {TRIGGER} AS $$
BEGIN
    PERFORM 1 FROM articles_story WHERE id = NEW.story_id FOR NO KEY UPDATE;
    RETURN NEW;
END $$;
CREATE TRIGGER articles_hold_takes_its_turn BEFORE INSERT ON articles_legalhold
FOR EACH ROW EXECUTE FUNCTION articles_hold_takes_its_turn()
"""
UNDO = """
DROP TRIGGER articles_hold_takes_its_turn ON articles_legalhold;
DROP FUNCTION articles_hold_takes_its_turn();
DROP FUNCTION articles_not_emptied_while_embargoed() CASCADE;
DROP FUNCTION articles_not_emptied_while_held() CASCADE
"""


def guard(table: str, what: str) -> str:
    return (
        f"CREATE TRIGGER {table}_not_emptied_{what} BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION articles_not_emptied_while_{what}()"
    )


class Migration(migrations.Migration):
    dependencies = [("articles", "0008_autosave"), ("newsroom", "0004_changes")]

    operations = [
        migrations.RunSQL(
            [
                FUNCTIONS,
                *(guard(table, "held") for table in HELD),
                *(guard(table, "embargoed") for table in EMBARGOED),
            ],
            UNDO,
        )
    ]
