"""What services ask of the store, one file a subject; sessions in, plain rows out."""
