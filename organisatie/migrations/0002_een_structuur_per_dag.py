"""PostgreSQL refuses two adopted structures of one municipality on one day; on SQLite the service guards it."""

from django.db import migrations

# The municipality's id as a range of one number, so that no extension is needed to compare it.
UITSLUITING = """
ALTER TABLE organisatie_organisatiestructuur ADD CONSTRAINT structuur_een_per_dag EXCLUDE USING gist (
    int8range(gemeente_id, gemeente_id, '[]') WITH &&,
    daterange(geldig_van, geldig_tot, '[)') WITH &&
) WHERE (status = 'vastgesteld')
"""


def _alleen_postgresql(sql):
    def voer_uit(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql)

    return voer_uit


class Migration(migrations.Migration):
    dependencies = [("organisatie", "0001_initial")]

    operations = [
        migrations.RunPython(
            _alleen_postgresql(UITSLUITING),
            _alleen_postgresql("ALTER TABLE organisatie_organisatiestructuur DROP CONSTRAINT structuur_een_per_dag"),
        ),
    ]
