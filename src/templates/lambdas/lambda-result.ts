/** What a lambda makes of the text of its section, or why it can not. */
export type LambdaResult = { readonly text: string } | { readonly error: string };
