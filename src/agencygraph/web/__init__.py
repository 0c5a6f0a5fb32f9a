"""The SPARQL endpoint and the pages: a front that speaks HTTP, and worker processes that hold the graphs and answer."""
