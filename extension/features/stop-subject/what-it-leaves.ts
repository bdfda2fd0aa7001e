import { someOf } from '../../../core/plan/missing-ids.ts';
import type { RunCommand } from '../../../core/run/commands.ts';
import { leftOnTheWay, whereItStands } from '../../../core/run/left-behind.ts';
import type { RunView } from '../../../core/run/view.ts';
import { plainMessage } from '../../infrastructure/plain-message.ts';

/** The machine or wave that shall stand still. */
export type Subject = Pick<RunCommand & { kind: 'stop' }, 'what' | 'name'>;

/** Where the machines stand now, and what becomes of the rest. Paragraphs of plain text. Pure. */
export function whatItLeaves(view: RunView, subject: Subject): string {
  return [...standing(view, subject), whatGoesOn(subject)].map(plainMessage).join('\n\n');
}

function standing({ plan, state, waves }: RunView, { what, name }: Subject): readonly string[] {
  if (what === 'machine') return [`As things stand: ${whereItStands(plan, state, name)}`];
  const own = new Set(waves.find((wave) => wave.name === name)?.machines.map((machine) => machine.name));
  return leftOnTheWay(plan, state).flatMap(({ words, machines }) => {
    const these = machines.filter((machine) => own.has(machine));
    return these.length === 0 ? [] : [`${someOf(these)}: ${these.length === 1 ? words : ofEach(words)}`];
  });
}

function whatGoesOn({ what }: Subject): string {
  const [these, it] = what === 'machine' ? ['this machine', 'it'] : ['the machines of this wave', 'them'];
  return [
    `The run calls nothing more for ${these}.`,
    'Jobs that Azure has accepted go on to their end; none is cancelled.',
    `What comes after ${it} waits, and the rest of the run goes on.`,
    `To let ${it} go on later, choose Settle Step, then Retry.`,
  ].join(' ');
}

/** Sentences about one machine, said of several. */
function ofEach(words: string): string {
  return words.replace(/^It\b/, 'Each').replace(/^Its (\w+)/, 'The $1 of each');
}
