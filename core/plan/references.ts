import type { ArmCall } from './plan.ts';

/**
 * Values of a call that a plan cannot hold. They stand in its body by name, so that they are reviewed and hashed like
 * everything else, and are filled when the call is made.
 */

/** The id that the vault gives a classic process server when it is registered; looked up in the observed fabric. */
export interface ProcessServerReference {
  readonly $processServer: string;
}

/** Something that no file may hold. Only the port that makes the call asks for it. */
export interface SecretReference {
  readonly $secret: string;
}

export type Json = ArmCall['body'];

export function processServerReference(serverName: string): ProcessServerReference {
  return { $processServer: serverName };
}

/** The password of the administrator of a server that the plan creates. */
export function passwordReference(serverName: string): SecretReference {
  return { $secret: serverName };
}

/** Names of the process servers that a body refers to. */
export function processServersIn(body: Json): readonly string[] {
  const names: string[] = [];
  replaced(body, (reference) => {
    if ('$processServer' in reference) names.push(reference.$processServer);
    return undefined;
  });
  return names;
}

/** The body with every reference that `fill` knows a value for; the others stay as they are. */
export function replaced(
  body: Json,
  fill: (reference: ProcessServerReference | SecretReference) => string | undefined,
): Json {
  if (body === null || typeof body !== 'object') return body;
  if (Array.isArray(body)) return body.map((entry) => replaced(entry, fill));
  const reference = referenceIn(body);
  if (reference !== undefined) return fill(reference) ?? body;
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, replaced(value, fill)]));
}

function referenceIn(value: { readonly [key: string]: Json }): ProcessServerReference | SecretReference | undefined {
  const { $processServer, $secret } = value;
  if (typeof $processServer === 'string') return { $processServer };
  return typeof $secret === 'string' ? { $secret } : undefined;
}
