/**
 * Node's HTTP, not by `import`: that reads every export of the module, and among them are WebSocket and its like, for
 * which Node loads an HTTP client of its own. 50 ms of a start and 3.4 MB for something that nobody here uses.
 */
export const { STATUS_CODES, request } = process.getBuiltinModule('node:http');
