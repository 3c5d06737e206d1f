"""How the tables and models that ship with Reply Guard are made. Nothing here runs in production."""
