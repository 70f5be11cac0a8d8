"""Everything that does input or output, one package per counterpart."""
