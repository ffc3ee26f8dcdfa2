"""While a story is sensitive, comments on its article are read first or closed.

`articles` knows no comment: what was chosen with the switch stands in the story's row, and the
database makes it the thread's terms, in the same transaction. It refuses anything more open until
the mark is cleared.
"""

from django.db import migrations

TRIGGER = "RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT"
FOLLOW = f"""
CREATE FUNCTION comments_thread_is_shut() {TRIGGER} AS $$
BEGIN
    INSERT INTO comments_thread (story_id, article_id, mode)
    VALUES (NEW.id, NEW.article_id, NEW.comments_while_sensitive)
    ON CONFLICT (story_id) DO UPDATE SET mode = EXCLUDED.mode
    WHERE comments_thread.mode <> 'closed';
    RETURN NULL;
END $$;
CREATE TRIGGER comments_thread_is_shut
AFTER INSERT OR UPDATE OF is_sensitive, comments_while_sensitive ON articles_story
FOR EACH ROW WHEN (NEW.is_sensitive) EXECUTE FUNCTION comments_thread_is_shut();

-- A spiked story is erased with its thread.
CREATE FUNCTION comments_thread_stays_shut() {TRIGGER} AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF EXISTS (SELECT 1 FROM articles_story s WHERE s.id = OLD.story_id AND s.is_sensitive
                   AND s.status <> 'spiked') THEN
            RAISE EXCEPTION 'The story is sensitive: comments are read first or closed.'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'sensitive';
        END IF;
        RETURN OLD;
    END IF;
    IF NEW.mode NOT IN ('premoderated', 'closed')
       AND EXISTS (SELECT 1 FROM articles_story s WHERE s.id = NEW.story_id AND s.is_sensitive)
    THEN
        RAISE EXCEPTION 'The story is sensitive: comments are read first or closed.'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'sensitive';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER comments_thread_stays_shut BEFORE INSERT OR UPDATE OR DELETE ON comments_thread
FOR EACH ROW EXECUTE FUNCTION comments_thread_stays_shut()
"""
FORGET = """
DROP TRIGGER comments_thread_is_shut ON articles_story;
DROP FUNCTION comments_thread_is_shut();
DROP TRIGGER comments_thread_stays_shut ON comments_thread;
DROP FUNCTION comments_thread_stays_shut()
"""


class Migration(migrations.Migration):
    dependencies = [("comments", "0003_pages"), ("articles", "0012_sensitive")]

    operations = [migrations.RunSQL(FOLLOW, FORGET)]
