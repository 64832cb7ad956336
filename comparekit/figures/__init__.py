"""From a result to a drawing: figures as data, and the pens that draw them."""
