/** In place of what nobody should read. */
const WITHHELD = '[withheld]';

/** Looked for first, since nearly no text has any of it. */
const HINT = /sig=|key=|eyJ|bearer|password|pwd=|secret|BEGIN [A-Z ]*PRIVATE KEY/i;

/**
 * Secrets by their shape, wherever a service, a proxy or a script quotes one: signatures in addresses (SAS), keys in
 * connection strings, bearer tokens, passwords in JSON or after a sign of equality, private keys. The name before it stays,
 * so that a reader sees what was there.
 */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/([?&]sig=)[^&\s"'<>]+/gi, `$1${WITHHELD}`],
  [
    /((?:AccountKey|SharedAccessKey|SharedAccessSignature|SharedSecret|ClientSecret|client_secret|Pwd|Password)\s*=\s*)[^;&\s"'<>]+/gi,
    `$1${WITHHELD}`,
  ],
  [/("[^"\\]*(?:password|secret|accountKey|token)"\s*:\s*")(?:[^"\\]|\\.)*(")/gi, `$1${WITHHELD}$2`],
  [/(bearer\s+)[\w.~+/-]{12,}=*/gi, `$1${WITHHELD}`],
  [/eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, WITHHELD],
  [/-----BEGIN ([A-Z ]*)PRIVATE KEY-----[\s\S]*?(?:-----END \1PRIVATE KEY-----|$)/g, WITHHELD],
];

/** A text without what looks like a secret in it. */
export function withoutSecrets(text: string): string {
  if (!HINT.test(text)) return text;
  return SHAPES.reduce((clean, [shape, instead]) => clean.replace(shape, instead), text);
}

/** The same for every text in a piece of plain data; what holds none is the same object. */
export function dataWithoutSecrets<T>(data: T): T {
  if (typeof data === 'string') return withoutSecrets(data) as T;
  if (typeof data !== 'object' || data === null) return data;
  let clean: Record<string, unknown> | undefined;
  for (const [key, value] of Object.entries(data)) {
    const without: unknown = dataWithoutSecrets(value);
    if (without === value) continue;
    clean ??= (Array.isArray(data) ? [...data] : { ...data }) as Record<string, unknown>;
    clean[key] = without;
  }
  return (clean ?? data) as T;
}
