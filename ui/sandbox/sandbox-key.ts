/** The key of the connector `sandbox`: the same on every machine, and good for nothing but a sandbox (docs/sandbox.md). */
export const sandboxKey = 'tocsinsandbox0000000000000000001';

export const integrationKeyPattern = /^[A-Za-z0-9]{32}$/;

/** Whether `masked`, as the sandbox shows keys, may stand for `key`. */
export const mayMean = (masked: string, key: string) => masked === `…${key.slice(-4)}`;
