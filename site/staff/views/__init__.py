"""The door: what is seen before anybody is wholly logged in."""
