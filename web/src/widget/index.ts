// The element <callbook-activity>, in one file of its own.

export {};
