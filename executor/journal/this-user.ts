import { userInfo } from 'node:os';

/** Whoever runs this process, by number: the owner of the files it makes. Undefined where the system has no such numbers. */
export function userId(): number | undefined {
  return process.getuid?.();
}

/**
 * Name of whoever runs this process, as the system knows it. In a container the number often has no entry among the users,
 * and Node then throws; what the environment calls the user stands in for it, or else the number.
 */
export function userName(
  ask: () => { readonly username: string } = userInfo,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string {
  try {
    return ask().username;
  } catch {
    return environment['USER'] || environment['LOGNAME'] || `uid ${userId() ?? 'unknown'}`;
  }
}
