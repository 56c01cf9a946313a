"""Export: the reports of a project in the forms that others read. One module for each form; `FORMATS` is the list of them.

`export` takes a project, `export_coded` any coded articles. Each makes a folder: the data, a side table of claimants where the form has no
place for them, a data package, a code book, a citation, a README and checksums.
"""

from sayso.store.export.formats import FORMATS, Format
from sayso.store.export.work import Summary, export, export_coded

__all__ = ["FORMATS", "Format", "Summary", "export", "export_coded"]
