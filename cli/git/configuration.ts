import { DRIVER } from './attributes.ts';

/**
 * What a clone needs to know of the drivers. Git never takes commands from a repository, so every clone says it once.
 * @source https://git-scm.com/docs/gitattributes: diff.<driver>.textconv, merge.<driver>.driver
 */
export function configuration(program: readonly string[]): readonly (readonly [key: string, value: string])[] {
  const command = program.map(quoted).join(' ');
  return [
    [`diff.${DRIVER}.textconv`, `${command} git speak`],
    [`diff.${DRIVER}.cachetextconv`, 'true'],
    [`merge.${DRIVER}.name`, 'blocks of failback runbooks'],
    [`merge.${DRIVER}.driver`, `${command} git merge %O %A %B %P`],
  ];
}

/** Git hands these to a shell, on Windows to the one that comes with it. */
function quoted(word: string): string {
  return `'${word.replaceAll('\\', '/').replaceAll("'", "'\\''")}'`;
}
