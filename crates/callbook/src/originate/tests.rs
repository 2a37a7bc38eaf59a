//! Calls asked for, of a switch and of a server at the outer door.
