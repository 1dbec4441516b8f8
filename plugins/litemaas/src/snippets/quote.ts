/** A POSIX shell word: literal in single quotes, whatever it holds. */
export function shell(text: string): string {
  return `'${text.replace(/'/g, `'\\''`)}'`;
}

/** A string literal that means the same in Python, TypeScript and JSON. */
export function literal(text: string): string {
  return JSON.stringify(text)
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');
}
