import { drawRun } from '../../cli/terminal/draw-run.ts';
import { LiveScreen } from '../../cli/terminal/live-screen.ts';
import { RunNarrator } from '../../cli/terminal/narrate-run.ts';
import type { Terminal } from '../../cli/terminal/terminal.ts';
import { isGate, missingAnswers } from '../../core/run/gates.ts';
import type { StepView } from '../../core/run/view.ts';
import { followRun, type LiveRunView, type RunHandle, readRun } from '../../executor/journal/runs.ts';

/** Whoever sits at the terminal. */
const anybody = { name: 'operator', fullName: 'The operator' };

/** A demo that stands still this long has come upon something that its people do not know. */
const patienceMs = 5 * 60_000;

/** Real time that a person takes to read a gate and to answer it. */
const thinkMs = 1800;

/** Shows a run until it ends, while people answer its gates from processes of their own, each after a pause. */
export async function watchWithPeople(
  terminal: Terminal,
  run: RunHandle,
  ask: (...args: readonly string[]) => Promise<string>,
): Promise<LiveRunView> {
  const show = terminal.isLive ? liveShow(terminal) : plainShow(terminal);
  const over = new AbortController();
  let latest: LiveRunView | undefined;
  const people = answerGates(run, over.signal, async (sentence, command) => {
    show.say(sentence);
    await ask(...command);
  });
  let seen = Date.now();
  const watchdog = setInterval(() => {
    if (Date.now() - seen > patienceMs) over.abort();
  }, 5_000);
  try {
    for await (const view of followRun(run, over.signal)) {
      seen = Date.now();
      latest = view.alive ? view : await readRun(run);
      show.view(latest);
      if (!latest.alive) break;
    }
  } finally {
    clearInterval(watchdog);
    over.abort();
    await people;
    show.end();
  }
  if (latest === undefined) throw new Error('The run was never seen.');
  return latest;
}

/** The people of the runbook, at their terminals: whoever a gate waits for reads it, thinks, and answers. */
async function answerGates(
  run: RunHandle,
  over: AbortSignal,
  answer: (sentence: string, command: readonly string[]) => Promise<void>,
): Promise<void> {
  while (!over.aborted) {
    await pause(thinkMs, over);
    if (over.aborted) return;
    for (const gate of (await readRun(run)).open) await answerGate(run, gate, answer);
  }
}

async function answerGate(
  run: RunHandle,
  { plan, state }: StepView,
  answer: (sentence: string, command: readonly string[]) => Promise<void>,
): Promise<void> {
  const wave = plan.wave === null ? '' : ` (wave ${plan.wave})`;
  if (plan.kind === 'delete-old')
    return answer(`${anybody.fullName} has done it: ${plan.title}${wave}`, [
      'done',
      run.id,
      plan.id,
      '--as',
      anybody.name,
    ]);
  if (!isGate(plan)) return;
  const [word, says] = plan.kind === 'approve' ? ['approve', 'approves'] : ['done', 'confirms'];
  // A gate that names nobody is opened by anybody's word.
  const people = plan.by.people.length === 0 ? [anybody] : missingAnswers(plan, state.answers);
  for (const { name, fullName } of plan.by.mode === 'any' ? people.slice(0, 1) : people) {
    await answer(`${fullName ?? name} ${says}: ${plan.title}${wave}`, [word, run.id, plan.id, '--as', name]);
  }
}

interface Show {
  view(view: LiveRunView): void;
  say(sentence: string): void;
  end(): void;
}

function plainShow({ out, paint }: Terminal): Show {
  const narrator = new RunNarrator();
  return {
    view: (view) => {
      for (const line of narrator.tell(view)) out.write(`${line}\n`);
    },
    say: (sentence) => out.write(`${paint.strong(`             ${sentence}`)}\n`),
    end: () => {},
  };
}

/** What people say scrolls away above the bars. */
function liveShow(terminal: Terminal): Show {
  const screen = new LiveScreen(terminal);
  let latest: LiveRunView | undefined;
  const draw = () => {
    if (latest !== undefined)
      screen.draw(drawRun(latest, { columns: terminal.columns(), rows: terminal.rows(), paint: terminal.paint }));
  };
  return {
    view: (view) => {
      latest = view;
      draw();
    },
    say: (sentence) => {
      screen.clear();
      terminal.out.write(`${terminal.paint.good('✔')} ${terminal.paint.strong(sentence)}\n`);
      draw();
    },
    end: () => {
      draw();
      screen.leave();
    },
  };
}

function pause(milliseconds: number, over: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    over.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
