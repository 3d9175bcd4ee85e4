"""What is done with estimates: compare, judge an offer, aim, look ahead, prepare to negotiate."""
