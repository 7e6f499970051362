const methods = ['get', 'put', 'post', 'delete', 'patch'];

/** `put` on `/api/tocsin/users/{name}/password` is `putTocsinUsersByNamePassword`. */
function operationIdOf(method: string, path: string): string {
  const words = path
    .replace(/^\/api\//, '/')
    .replace(/\{(\w+)\}/g, 'by-$1')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '');
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

/** Gives every operation a name that stays, for those who have clients made from the document. */
export function withOperationIds<Document extends { paths?: unknown }>(document: Document): Document {
  for (const [path, operations] of Object.entries(Object(document.paths))) {
    for (const method of methods) {
      const operation = Object(operations)[method];
      if (operation !== undefined) operation.operationId = operationIdOf(method, path);
    }
  }
  return document;
}
