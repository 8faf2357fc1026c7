"""How the default models were made: one module a model, each a command."""
