import { findPassword, type Keyring, passwordVariable } from '../vsphere/find-password.ts';

/** Under this name the password of a guest is kept, so that none of a vCenter is ever sent into a machine. */
export function guestOwner(name: string): string {
  return `guest ${name}`;
}

/** The password of an account inside a machine: kept for this machine, else for the account wherever it signs in. */
export async function findGuestPassword(
  machine: string,
  account: string,
  env: Readonly<Record<string, string | undefined>>,
  keyring?: Keyring,
): Promise<string | undefined> {
  for (const name of [machine, account]) {
    const found = await findPassword({ name: guestOwner(name), account }, env, keyring);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What to tell a person whose password was not found. */
export function guestPasswordMissing(machine: string, account: string): string {
  const [own, all] = [machine, account].map((name) => passwordVariable(guestOwner(name)));
  return `Nobody gave the password of '${account}' inside '${machine}'. Set it in the environment variable ${own}, or ${all} for every machine, or keep it in the system's keyring for the server '${guestOwner(account)}'.`;
}
