/** Stands in for undici-types, whose own reference to Node's types is not to version 18. */
export {};
