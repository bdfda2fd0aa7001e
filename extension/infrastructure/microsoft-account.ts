/** The editor's Microsoft account in the shape that Azure's SDKs ask for. The token stays in memory; nothing is stored. */

import * as vscode from 'vscode';
import { FailbackError } from '../../core/failback-error.ts';

/** The part of `TokenCredential` (@azure/core-auth) that is used; the SDKs are not part of this bundle. */
export interface EditorCredential {
  getToken(
    scopes: string | readonly string[],
    options?: { readonly tenantId?: string; readonly claims?: string },
  ): Promise<{ readonly token: string; readonly expiresOnTimestamp: number }>;
}

export const ARM_SCOPE = 'https://management.azure.com/.default';

/** A session carries no expiry that can be relied on; a token that is no JWT is taken as good for this long. */
const UNKNOWN_LIFE_MS = 5 * 60_000;

/** `tenant` is an id or a domain; empty means the account's home tenant. */
export function microsoftCredential(tenant: string): EditorCredential {
  return {
    async getToken(scopes, options) {
      const home = options?.tenantId ?? tenant;
      const asked = [
        ...(typeof scopes === 'string' ? [scopes] : scopes),
        ...(home === '' ? [] : [`VSCODE_TENANT:${home}`]),
      ];
      const session = await signIn(asked, options?.claims);
      return {
        token: session.accessToken,
        expiresOnTimestamp: expiryOf(session.accessToken) ?? Date.now() + UNKNOWN_LIFE_MS,
      };
    },
  };
}

/** @throws FailbackError `not-signed-in` */
async function signIn(scopes: readonly string[], claims: string | undefined): Promise<vscode.AuthenticationSession> {
  try {
    if (claims === undefined)
      return await vscode.authentication.getSession('microsoft', scopes, { createIfNone: true });
    // Azure wants a fresh sign-in with these claims (conditional access, continuous access evaluation).
    const detail = 'Azure asks you to sign in again before it lets Failback read the vault.';
    return await vscode.authentication.getSession('microsoft', challenge(scopes, claims), {
      forceNewSession: { detail },
    });
  } catch (cause) {
    throw new FailbackError(
      'not-signed-in',
      'Failback is not signed in to Azure, so it can see neither the vault nor its machines.',
      'Sign in with a Microsoft account that may read the vault, and start again.',
      { cause },
    );
  }
}

/** Editors from 1.106 on pass the challenge to Microsoft; the declarations here are older, and so may the editor be. */
function challenge(scopes: readonly string[], claims: string): readonly string[] {
  if (!supportsChallenges()) return scopes;
  const wwwAuthenticate = `Bearer error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`;
  return { wwwAuthenticate, fallbackScopes: scopes } as unknown as readonly string[];
}

function supportsChallenges(): boolean {
  const [major = 0, minor = 0] = vscode.version.split('.').map(Number);
  return major > 1 || minor >= 106;
}

function expiryOf(token: string): number | undefined {
  const [, payload] = token.split('.');
  try {
    const { exp } = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()) as { exp?: unknown };
    return typeof exp === 'number' ? exp * 1000 : undefined;
  } catch {
    return undefined;
  }
}
