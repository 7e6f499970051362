/** Without letters and digits that are taken for one another. */
const letters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const length = 20;

/** A password that nobody guesses: 20 letters and digits, 115 bits. */
export function suggestPassword(random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array): string {
  let password = '';
  while (password.length < length) {
    for (const byte of random(new Uint8Array(length))) {
      // What is left over of 256 would make some letters likelier than others.
      if (byte < 256 - (256 % letters.length) && password.length < length)
        password += letters[byte % letters.length];
    }
  }
  return password;
}
