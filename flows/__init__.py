"""The order of work: sources, stored layouts, workers, the Prefect flow, the command line."""
