"""The portaal app: home, glossary, sources and loading; the roof over the other rooms."""

from django.apps import AppConfig


class PortaalConfig(AppConfig):
    name = "enschede_org.portaal"
    label = "portaal"
    verbose_name = "Portaal"
