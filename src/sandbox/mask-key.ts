/** A routing key as it may be shown: `…` and its last four characters, if that leaves enough untold. */
export function maskKey(key: string): string {
  return key.length < 12 ? '…' : `…${key.slice(-4)}`;
}

/** Letters, digits and `_` written as escapes, which JSON allows, so that a key can not hide behind them. */
function withPlainLetters(text: string): string {
  return text.replace(/\\(?:u00([0-9a-f]{2})|.)/gis, (written, hex: string | undefined) => {
    const letter = hex === undefined ? '' : String.fromCharCode(Number.parseInt(hex, 16));
    return /^\w$/.test(letter) ? letter : written;
  });
}

/**
 * Strikes `key` out of the text of a body, wherever it stands, and whatever else is called `routing_key` there: a
 * body that is no JSON, or one that was cut off, holds a key as well.
 */
export function maskKeyIn(text: string, key: string | undefined): string {
  const plain = text.includes('\\u') ? withPlainLetters(text) : text;
  const named = plain.replace(
    /("(?:routing|service)_key"\s*:\s*")([^"\\]*)/g,
    (_, name: string, value: string) => {
      return name + maskKey(value);
    },
  );
  // A form, a v1 body or another encoding: whatever looks like a key may be one.
  if (!/^\s*\{/.test(plain)) return named.replace(/(?<![A-Za-z0-9])[A-Za-z0-9]{32}(?![A-Za-z0-9])/g, maskKey);
  // What is shorter is no key but a slip, and may be part of any word.
  return key === undefined || key.length < 12 ? named : named.replaceAll(key, () => maskKey(key));
}

/** Says whether `filter` means `key`: the key itself, or the masked form of it. */
export function meansKey(filter: string, key: string): boolean {
  return filter === key || filter === maskKey(key);
}
