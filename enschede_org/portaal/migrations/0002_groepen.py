"""The groups of accounts; `enschede_org.kern.rechten` says what each of them may do.

Going back leaves the groups alone: accounts are in them.
"""

from django.db import migrations

GROEPEN = ("lezer", "controller", "beheerder")


def maak_groepen(apps, schema_editor):
    groep = apps.get_model("auth", "Group")
    for naam in GROEPEN:
        groep.objects.using(schema_editor.connection.alias).get_or_create(name=naam)


class Migration(migrations.Migration):
    dependencies = [
        ("portaal", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(maak_groepen, migrations.RunPython.noop)]
