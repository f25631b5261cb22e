"""The engine that loads year files: read, check, compare, apply. It knows no domain; the rooms' `inlezen` do.

- `bestanden`, `yamlbestand`, `csvbestand`: files to values that remember their line;
- `schema`: values to checked fields, with the fields taken from the models;
- `tabel`, `catalogus`, `lading`: what should stand in the database, by natural key, and whether it is consistent;
- `verschil`, `verslag`: what that changes in what stands, and how a person reads it;
- `rijen`, `wijzigingen`: both kept small, however many rows there are;
- `herkennen`: files that stand already as they were loaded, without reading them;
- `toepassen`: the difference written in one transaction.
"""
