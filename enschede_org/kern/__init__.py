"""The ground floor: version, tree, reference moment, source and number format. It knows no domain."""
