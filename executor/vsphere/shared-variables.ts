import { FailbackError } from '../../core/failback-error.ts';
import { passwordVariable } from '../../core/server-password.ts';

interface Asked {
  readonly name: string;
  readonly account: string | undefined;
}

/**
 * A password goes to the server that it is for and to no other. Names that differ in their punctuation alone have one
 * variable in common, so where it is set, nobody can tell whose it is.
 * @throws FailbackError `password-ambiguous`
 */
export function refuseSharedVariables(
  servers: readonly Asked[],
  env: Readonly<Record<string, string | undefined>>,
): void {
  const wanting = servers.filter(({ account }) => account !== undefined);
  for (const [variable, sharing] of Map.groupBy(wanting, ({ name }) => passwordVariable(name))) {
    const names = [...new Set(sharing.map(({ name }) => name.toLowerCase()))];
    if (names.length < 2 || env[variable] === undefined || env[variable] === '') continue;
    throw new FailbackError(
      'password-ambiguous',
      `${names.map((name) => `'${name}'`).join(' and ')} would both take their password from ${variable}, so one of them would be sent the other's.`,
      'Rename one of them in the site file, so that they differ in letters or digits, or keep both passwords in the keyring of this system and unset the variable.',
    );
  }
}
