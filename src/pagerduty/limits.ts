/** PagerDuty's limits for one event (developer docs, "Send an alert event" and "Size limits"). */

/** Characters of a summary. */
export const maxSummaryLength = 1_024;
/** UTF-16 units of a dedup key. */
export const maxDedupKeyLength = 255;
/** Bytes of a request body as sent, routing key included. PagerDuty's own clients read "512 KB" as 512,000. */
/**
 * JSON that came in so many bytes goes out in less than `maxBodyBytes`, defaults and all: written anew, a number takes at
 * most six times its bytes (`1e20`), and anything else no more than it did.
 */
export const surelySmallBytes = 64 * 1024;

export const maxBodyBytes = 512_000;

/** Tocsin's own: levels of objects and arrays inside one value, so that no reader's stack can overflow. */
export const maxDepth = 100;
