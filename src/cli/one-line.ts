/** What a server or a caller wrote must not be able to begin a line of the log, nor to fill it. */
export const oneLine = (text: string) => text.replace(/[\p{Cc}\s]+/gu, ' ').slice(0, 2000);
