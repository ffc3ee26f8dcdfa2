"""What the kept pages lean on: what changed, what will at which moment, and which server says so."""

from django.db import migrations

from newsroom.page_triggers import ALL, SEND, watch

# The apps that know such moments replace it; this floor knows none.
NEXT = """
CREATE FUNCTION newsroom_next_change() RETURNS timestamptz
LANGUAGE sql STABLE AS 'SELECT NULL::timestamptz'
"""
# No other server has it, a replica of this one neither: pages are kept only of the one listened to.
SERVER = """
CREATE FUNCTION newsroom_server() RETURNS text LANGUAGE sql STABLE AS
$$ SELECT current_database() || ' ' || extract(epoch FROM pg_postmaster_start_time()) $$
"""


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0002_database")]

    operations = [
        migrations.RunSQL(SEND, "DROP FUNCTION newsroom_pages_changed(text[])"),
        migrations.RunSQL(ALL, "DROP FUNCTION newsroom_all_pages_changed()"),
        migrations.RunSQL(NEXT, "DROP FUNCTION newsroom_next_change()"),
        migrations.RunSQL(SERVER, "DROP FUNCTION newsroom_server()"),
        watch("newsroom_site"),
        watch("newsroom_followlink"),
    ]
