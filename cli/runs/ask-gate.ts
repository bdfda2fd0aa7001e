import { createInterface } from 'node:readline/promises';
import type { GateStep } from '../../core/plan/plan.ts';
import type { RunCommand } from '../../core/run/commands.ts';
import { howTo, isGate, missingAnswers, personOf } from '../../core/run/gates.ts';
import type { StepView } from '../../core/run/view.ts';
import { showControlsInLines } from '../../core/show-controls.ts';
import { userName } from '../../executor/journal/this-user.ts';
import { sayGate } from '../terminal/draw-run.ts';
import type { Terminal } from '../terminal/terminal.ts';

/**
 * Asks the person at the terminal about an open gate. Undefined: they want to answer later, or somebody else answered
 * meanwhile (`signal`). The name is typed, so the answer is *claimed*.
 */
export async function askGate(
  terminal: Terminal,
  step: StepView,
  signal: AbortSignal,
): Promise<RunCommand | undefined> {
  if (!isGate(step.plan)) return undefined;
  const { paint } = terminal;
  terminal.out.write(`\n${paint.strong(`? ${sayGate(step)}`)}\n`);
  if (step.plan.restsOn.length > 0)
    terminal.out.write(`${step.plan.restsOn.map((fact) => `  ${showControlsInLines(fact)}\n`).join('')}`);
  terminal.out.write(
    howTo(step.plan)
      .map((line) => `  ${showControlsInLines(line)}\n`)
      .join(''),
  );
  const lines = createInterface({ input: process.stdin, output: terminal.out });
  // Ctrl-C at a question means what it means elsewhere in this command: leave, and let the run go on.
  lines.once('SIGINT', () => process.emit('SIGINT'));
  try {
    const verb = step.plan.kind === 'approve' ? 'Approve' : 'Confirm';
    const answer = (await lines.question(`  ${verb}? yes, no, later [later]: `, { signal })).trim().toLowerCase();
    if (!/^(y|n)/.test(answer)) return undefined;
    const who = await askName(lines, step.plan, step, signal);
    if (who === undefined) return undefined;
    const comment = (await lines.question('  Comment (may be empty): ', { signal })).trim();
    const kind = answer.startsWith('n') ? 'decline' : step.plan.kind === 'approve' ? 'approve' : 'done';
    return { kind, step: step.plan.id, who, ...(comment === '' ? {} : { comment }) };
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  } finally {
    lines.close();
  }
}

type Lines = ReturnType<typeof createInterface>;

async function askName(lines: Lines, gate: GateStep, step: StepView, signal: AbortSignal): Promise<string | undefined> {
  const suggested = defaultName(gate);
  const names = missingAnswers(gate, step.state.answers)
    .map(({ name }) => name)
    .join(', ');
  const hint = suggested === undefined ? (names === '' ? '' : ` (${names})`) : ` [${suggested}]`;
  const typed = (await lines.question(`  Your name${hint}: `, { signal })).trim();
  return typed === '' ? suggested : typed;
}

/** The account's own name, where it may answer the gate; nobody is ever taken for somebody else. */
export function defaultName(gate: GateStep): string | undefined {
  const username = userName();
  return gate.by.people.length === 0 || personOf(gate, username) !== undefined ? username : undefined;
}
