/** The same body without the values of what is called a password or a secret: those are never written down. */
export function withoutPasswords(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(withoutPasswords);
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name,
      secret.test(name) && typeof value === 'string' ? '(left out)' : withoutPasswords(value),
    ]),
  );
}

/** The same of a body's text. */
export function textWithoutPasswords(text: string): string {
  if (!secret.test(text)) return text;
  try {
    return JSON.stringify(withoutPasswords(JSON.parse(text)));
  } catch {
    return '(left out)';
  }
}

const secret = /password|passphrase|secret/i;
