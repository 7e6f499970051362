/** Why a query gave nothing that can be used; the message goes on after "<server>: ". It changes no alert. */
export class QueryFailed extends Error {}
