"""Article -> Reading: parsed text, quotations, mentions. The only folder that loads a model."""
