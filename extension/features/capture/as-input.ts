/** Passwords as `failback capture --password-stdin` reads them: a line each. */
export function asInput(passwords: ReadonlyMap<string, string>): string {
  return [...passwords].map(([name, password]) => `${name}=${password}\n`).join('');
}
