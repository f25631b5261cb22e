"""Uploads that are too large, refused while they come in: they are kept neither in memory nor on disk."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest

from enschede_org.kern.laden.zipbestand import GROOTSTE

MB = 1024 * 1024
SAMEN = 3 * GROOTSTE  # bytes of all files of one upload
OMHEEN = MB  # what a form needs around its files
# Up to here the rest of an upload is passed over, so that the browser comes to read the answer; more isn't awaited.
UITZITTEN = 10 * SAMEN


class Grens(FileUploadHandler):
    """Stands before the handlers that keep files. What it refuses is said by `geweigerd`."""

    request: HttpRequest
    naam = ""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any) -> None:
        """Remember how large everything is; the form fields that come before the files are still read."""
        self.lengte = content_length

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        """Refuse everything when it is too large together."""
        super().new_file(field_name, file_name, *args, **kwargs)
        self.naam = file_name
        if self.lengte > SAMEN + OMHEEN:
            self._weiger(
                f"Dit is samen {self.lengte // MB} MB. Meer dan {SAMEN // MB} MB kan niet in één keer: "
                "laad de bestanden in delen."
            )
            raise StopUpload(connection_reset=self.lengte > UITZITTEN)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass on what comes in, until a file is too large."""
        if start + len(raw_data) > GROOTSTE:
            self._weiger(f"‘{self.naam}’ is groter dan {GROOTSTE // MB} MB. Splits het bestand.")
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave it to the next handler to keep the file."""

    def _weiger(self, melding: str) -> None:
        self.request.META["portaal.geweigerd"] = [*geweigerd(self.request), melding]


def geweigerd(request: HttpRequest) -> list[str]:
    """Return which uploads were refused, and what to do. Ask it after `request.FILES` was read."""
    meldingen: list[str] = request.META.get("portaal.geweigerd", [])
    return meldingen
