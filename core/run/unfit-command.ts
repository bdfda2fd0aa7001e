import type { RunCommand } from './commands.ts';

/** Characters of a comment, a note or a reason; the same as `commands.ts` reads of a comment. */
const LONGEST = 10_000;

/** Fields that somebody must have filled in, in the words of whoever is asked for them. */
const wanted = {
  who: 'A command says whose word it is, and no name is given.',
  because: 'A reason is wanted, and none is given: it is kept in the journal, and tells the next person why.',
  to: 'A run is handed over to somebody, and no name is given.',
  name: 'The name of a machine or of a wave is wanted, and none is given.',
} as const;

/**
 * Why nobody could take a command up, as a sentence; undefined for one that may be given. It is asked before a command lies
 * in an inbox: whoever gave it has gone home when it is found to be none.
 */
export function whyUnfit(command: RunCommand): string | undefined {
  const said = new Map(
    Object.entries(command).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
  for (const [field, sentence] of Object.entries(wanted))
    if (said.has(field) && said.get(field)?.trim() === '') return sentence;
  for (const [field, text] of said)
    if (text.length > LONGEST)
      return `What is given as '${field}' has ${text.length} characters, and ${LONGEST} are the most that a run keeps.`;
  return undefined;
}
