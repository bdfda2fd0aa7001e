import { FailbackError } from '../../core/failback-error.ts';
import { showControlsInLines } from '../../core/show-controls.ts';
import { followRun, type LiveRunView, type RunHandle, readRun, sendCommand } from '../../executor/journal/runs.ts';
import type { CommandContext } from '../context.ts';
import { drawRun } from '../terminal/draw-run.ts';
import { LiveScreen } from '../terminal/live-screen.ts';
import { RunNarrator } from '../terminal/narrate-run.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { askGate } from './ask-gate.ts';

/**
 * Shows a run until it ends or is left: bars that are redrawn on a terminal, plain lines elsewhere. Watching changes
 * nothing, and leaving (Ctrl-C) ends the watching only. Answers the last view, and whether the person left.
 */
export async function watchRun(
  { terminal }: CommandContext,
  run: RunHandle,
  lines: NodeJS.WriteStream,
): Promise<{ readonly view: LiveRunView; readonly left: boolean }> {
  const leaving = new AbortController();
  const leave = () => leaving.abort();
  process.once('SIGINT', leave);
  const show = terminal.isLive && lines === terminal.out ? live(terminal, run, leaving.signal) : plain(lines);
  let last: LiveRunView | undefined;
  try {
    for await (const view of followRun(run, leaving.signal)) {
      // The journal is read before the lease: what the process wrote between the two looks is seen by a second one.
      last = view.alive ? view : await readRun(run);
      show.view(last);
      if (!last.alive) break;
    }
  } finally {
    process.removeListener('SIGINT', leave);
    show.end();
  }
  if (last === undefined)
    throw new FailbackError(
      'run-left',
      'The run was left before it could be shown.',
      `It goes on:\n  failback status ${run.id}`,
    );
  return { view: last, left: leaving.signal.aborted };
}

interface Show {
  view(view: LiveRunView): void;
  end(): void;
}

function plain(stream: NodeJS.WriteStream): Show {
  const narrator = new RunNarrator();
  return {
    view: (view) => {
      for (const line of narrator.tell(view)) stream.write(`${line}\n`);
    },
    end: () => {},
  };
}

/** Redraws when the run moves, and at most so often. */
const frameMs = 80;

function live(terminal: Terminal, run: RunHandle, leaving: AbortSignal): Show {
  const screen = new LiveScreen(terminal);
  const asked = new Set<string>();
  let question: { readonly gate: string; readonly closed: AbortController } | undefined;
  let latest: LiveRunView | undefined;
  let timer: NodeJS.Timeout | undefined;

  const draw = () => {
    timer = undefined;
    if (latest === undefined || question !== undefined) return;
    screen.draw(drawRun(latest, { columns: terminal.columns(), rows: terminal.rows(), paint: terminal.paint }));
  };
  const ask = async (view: LiveRunView) => {
    const gate = view.open.find(({ plan }) => !asked.has(plan.id));
    if (gate === undefined || question !== undefined || !terminal.canAsk || !view.alive) return;
    asked.add(gate.plan.id);
    const closed = new AbortController();
    question = { gate: gate.plan.id, closed };
    draw();
    screen.clear();
    screen.draw(drawRun(view, { columns: terminal.columns(), rows: terminal.rows() - 8, paint: terminal.paint }));
    screen.leave();
    try {
      const answer = await askGate(terminal, gate, AbortSignal.any([leaving, closed.signal]));
      if (answer !== undefined) {
        const { outcome, message } = await sendCommand(run, answer);
        terminal.out.write(`  ${showControlsInLines(message)}\n\n`);
        // A refused answer (a mistyped name, say) may be given again.
        if (outcome === 'refused') asked.delete(gate.plan.id);
      }
    } finally {
      question = undefined;
    }
    if (latest !== undefined) void ask(latest);
  };
  return {
    view: (view) => {
      latest = view;
      if (question !== undefined && !view.open.some(({ plan }) => plan.id === question?.gate)) question.closed.abort();
      void ask(view);
      timer ??= setTimeout(draw, frameMs);
    },
    end: () => {
      clearTimeout(timer);
      question?.closed.abort();
      question = undefined;
      draw();
      screen.leave();
    },
  };
}
