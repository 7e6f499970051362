/** What the sealed secret of rules is bound to: it opens under this name only. */
export const sourceSecretContext = (name: string) => `tocsin/secret/${name}`;
