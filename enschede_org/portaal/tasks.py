"""The work on a load, done outside the request by `manage.py laadwerker`."""

from django_tasks import task

from enschede_org.portaal import services_werk


@task()
def controleer(nummer: int) -> None:
    """Read and check the files of a load and keep the difference."""
    services_werk.controleer(nummer)


@task()
def voer_uit(nummer: int) -> None:
    """Write a load that somebody has confirmed, or take one back."""
    services_werk.voer_uit(nummer)
